package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.ServerSetup;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the mail server is reached: TLS at once or by STARTTLS, and with whose password. */
class MailAccessTest {
  private static final Duration MAILED = Product.LIMIT;
  private static final String WRONG = "open barley";
  private static final String RIGHT = "open sesame";
  private static final String ASKED = "Confirm your subscription to access";

  @TempDir private Path folder;

  @BeforeEach
  void certify() throws Exception {
    OwnCertificate own = OwnCertificate.make(folder);
    System.setProperty("greenmail.tls.keystore.file", own.keys().toString());
    System.setProperty("greenmail.tls.keystore.password", OwnCertificate.PASSWORD);
  }

  @AfterEach
  void clear() {
    System.clearProperty("greenmail.tls.keystore.file");
    System.clearProperty("greenmail.tls.keystore.password");
  }

  @Test
  void overSmtpsAWrongPasswordIsSaidAndTheRightOneLaterSendsWhatWaited() throws Exception {
    Path data = folder.resolve("data");
    Path file = Files.writeString(folder.resolve("password"), RIGHT + "\n");
    try (MailServer mail = new MailServer(ServerSetup.PROTOCOL_SMTPS).only("me", RIGHT)) {
      String[] server = {
        "--smtp",
        "smtps://me@127.0.0.1:" + mail.port(),
        "--smtp-ca",
        folder.resolve("certificate.pem").toString()
      };
      try (Product product =
          new Product(data, server).with("UNDERSTUDY_SMTP_PASSWORD", WRONG).start()) {
        subscribe(product);
        String events =
            Soon.get(
                "the delay",
                () -> {
                  String page = product.page("/events?kind=notification");
                  return page.contains("\"delayed\"") ? page : null;
                });
        assertThat(events).contains("127.0.0.1 refuses the user or the password: 535 ");
        assertThat(mail.mails()).isEmpty();
        assertThat(product.stop()).isZero();
      }
      String[] withFile = {
        server[0], server[1], server[2], server[3], "--smtp-password-file", file.toString()
      };
      try (Product product = new Product(data, withFile).start()) {
        assertThat(mail.await(ASKED, MAILED).getAllRecipients()).hasSize(1);
        Soon.until(
            "it is on record that TLS was used",
            () -> product.page("/events?kind=notification").contains(" over TLS says 250"));
        assertThat(product.stop()).isZero();
        assertThat(mail.mails()).hasSize(1);
        assertThat(product.log()).doesNotContain(RIGHT, WRONG, base64("me\0me\0" + RIGHT));
      }
    }
  }

  @Test
  void whereStarttlsIsOfferedNothingIsSaidWithoutIt() throws Exception {
    OwnCertificate own = OwnCertificate.make(Files.createDirectory(folder.resolve("starttls")));
    try (RoughMailServer mail = new RoughMailServer(own.server());
        Product product =
            new Product(
                    folder.resolve("data"),
                    "--smtp",
                    "smtp://me@" + mail.host() + ":" + mail.port(),
                    "--smtp-ca",
                    own.pem().toString())
                .with("UNDERSTUDY_SMTP_PASSWORD", RIGHT)
                .start()) {
      subscribe(product);
      Soon.until("the mail is there", () -> !mail.mails().isEmpty());
      assertThat(mail.mails().getFirst().secured()).isTrue();
      assertThat(mail.mails().getFirst().header("Subject")).isEqualTo(ASKED);
      assertThat(mail.lines().stream().map(line -> line.split("[ :]", 2)[0]))
          .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL");
      assertThat(mail.lines()).contains("AUTH PLAIN " + base64("me\0me\0" + RIGHT));
      assertThat(product.stop()).isZero();
      assertThat(product.log()).doesNotContain(RIGHT, base64("me\0me\0" + RIGHT));
    }
  }

  private static void subscribe(Product product) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var api = new QueryApi(product, http);
      String topic = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", "access"));
      String reply =
          api.mustSns(
              "Subscribe", "TopicArn", topic, "Protocol", "email", "Endpoint", "ops@example.com");
      assertThat(reply).contains("pending confirmation");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
