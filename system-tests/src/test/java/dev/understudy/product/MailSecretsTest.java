package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * Passwords, tokens and the paths of webhooks stay out of the log, also at debug, out of the pages
 * that anybody may read, and out of the mails of others; even where a mail or web server repeats
 * them.
 */
class MailSecretsTest {
  private static final String PASSWORD = "open-sesame-7731";
  private static final String PLAIN =
      Base64.getEncoder().encodeToString(("me\0me\0" + PASSWORD).getBytes(UTF_8));
  private static final String PATH = "/services/T024BE7LD/B0D1ZQ9/pJzN4qXw8s";
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @Test
  void nobodyElseReadsThem(@TempDir Path data) throws Exception {
    try (Hook hook = new Hook();
        Cafe cafe = new Cafe();
        RoughMailServer mail = new RoughMailServer();
        HttpClient http = HttpClient.newHttpClient();
        Product product =
            new Product(
                    data,
                    "--smtp",
                    "smtp+plain://me@" + mail.host() + ":" + mail.port(),
                    "--notify",
                    "boss@example.com," + hook.url(PATH + "?key=" + KEY))
                .with("UNDERSTUDY_SMTP_PASSWORD", PASSWORD)
                .with("UNDERSTUDY_JAVA_OPTIONS", "-Dunderstudy.log=debug")
                .start()) {
      var refusals = new AtomicInteger(3);
      mail.behave((verb, line, to) ->
          switch (verb) {
            case "EHLO" -> "250-hello\r\n250 AUTH PLAIN";
            case "AUTH" ->
                refusals.getAndDecrement() > 0
                    ? "535 wrong: " + line + " is not " + PASSWORD
                    : "235 welcome";
            case "END" -> to.startsWith("filtered@") ? "554 bad link " + token(line) : null;
            default -> null;
          });
      hook.answer(404, null, "Cannot POST " + PATH + "?key=" + KEY);
      var api = new QueryApi(product, http);
      var readers = new Readers(api, mail);
      String topic = readers.subscribed("secrets", "ops@example.com");
      for (String[] more :
          new String[][] {
            {"email", "filtered@example.com"}, {"http", hook.url(PATH + "?key=" + KEY)}
          }) {
        api.mustSns("Subscribe", "TopicArn", topic, "Protocol", more[0], "Endpoint", more[1]);
      }
      Soon.until("both are refused", () -> events(product).split("given-up", -1).length > 2);
      readers.publish(topic, "told");
      readers.await("ops@example.com", "told");
      checked(product, cafe, hook.url(PATH + "?key=" + KEY));
      cafe.down();
      Soon.until("the boss is told", () -> !mail.mailsTo("boss@example.com").isEmpty());
      Soon.until("the hook refuses", () -> events(product).split("given-up", -1).length > 3);
      String asked = mail.mailsTo("ops@example.com").getFirst().text();
      var secrets = new ArrayList<>(List.of(PASSWORD, PLAIN, "pJzN4qXw8s", "T024BE7LD", KEY));
      secrets.add(token(asked));
      var seen = new ArrayList<String>();
      for (String page : List.of("/metrics", "/status", "/events?limit=1000", "/healthz")) {
        seen.add(product.page(page));
      }
      seen.add(mail.mailsTo("boss@example.com").toString());
      seen.add(mail.mailsTo("ops@example.com").getLast().toString());
      assertThat(product.stop()).isZero();
      seen.add(product.log());
      assertThat(product.log()).as("it is debug").contains("is delayed again, try 2");
      assertThat(String.join("\n", seen)).doesNotContain(secrets.toArray(String[]::new));
      assertThat(mail.mailsTo("boss@example.com").toString()).doesNotContain("ops@example.com");
      assertThat(mail.mailsTo("ops@example.com").toString()).doesNotContain("filtered@");
    }
  }

  /** A check of the café whose tag holds a secret URL. */
  private static void checked(Product product, Cafe cafe, String url) throws Exception {
    try (Route53Client route53 = product.route53()) {
      String id =
          QuickCheck.create(
              route53, cafe.port(), config -> config, Map.of("understudy:notify", url));
      Soon.until(
          "it is probed",
          () ->
              route53
                  .getHealthCheckStatus(request -> request.healthCheckId(id))
                  .healthCheckObservations()
                  .stream()
                  .anyMatch(one -> one.statusReport().status().startsWith("Success")));
    }
  }

  private static String token(String text) {
    return text.replaceAll("(?s).*?Token=([0-9a-f]{96}).*", "$1");
  }

  private static String events(Product product) throws Exception {
    return product.page("/events?kind=notification&limit=1000");
  }
}
