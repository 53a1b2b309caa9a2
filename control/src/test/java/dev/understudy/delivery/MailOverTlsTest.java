package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3207, RFC 8314, RFC 4954: TLS first, then the password; nobody unverified gets either. */
class MailOverTlsTest {
  private static final Map<String, String> STARTTLS =
      Map.of("EHLO", "250-hello\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN", "AUTH", "235 welcome");
  private static final Map<String, String> AUTH =
      Map.of("EHLO", "250-hello\r\n250 AUTH PLAIN LOGIN", "AUTH", "235 welcome");

  @TempDir private Path directory;

  @Test
  void starttlsIsUsedWhereItIsOffered() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "ip:127.0.0.1");
    try (var server = new FakeSmtpServer(STARTTLS, 0, certificate.server(), false)) {
      Attempt attempt = send("smtp://127.0.0.1:" + server.port(), null, certificate.pem());
      assertThat(attempt).isInstanceOf(Attempt.Accepted.class);
      assertThat(attempt.detail()).contains(" over TLS says 250 queued as 1");
      assertThat(server.lines).containsSubsequence("STARTTLS", "MAIL FROM:<u@example.com>");
      assertThat(server.mails).hasSize(1);
    }
  }

  @Test
  void thePasswordGoesOverTlsOnly() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "ip:127.0.0.1");
    String plain =
        Base64.getEncoder().encodeToString("me\0me\0sesame".getBytes(StandardCharsets.UTF_8));
    try (var server = new FakeSmtpServer(STARTTLS, 0, certificate.server(), false)) {
      String url = "smtp://me@127.0.0.1:" + server.port();
      assertThat(send(url, "sesame", certificate.pem())).isInstanceOf(Attempt.Accepted.class);
      assertThat(server.lines).containsSubsequence("STARTTLS", "AUTH PLAIN " + plain);
    }
    try (var server = new FakeSmtpServer(AUTH, 0, certificate.server(), true)) {
      String url = "smtps://me@127.0.0.1:" + server.port();
      assertThat(send(url, "sesame", certificate.pem())).isInstanceOf(Attempt.Accepted.class);
      assertThat(server.lines).contains("AUTH PLAIN " + plain);
    }
  }

  @Test
  void aWrongPasswordIsSaidAndTheMailWaits() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "ip:127.0.0.1");
    Map<String, String> strict =
        Map.of("EHLO", STARTTLS.getOrDefault("EHLO", ""), "AUTH", "535 no");
    try (var server = new FakeSmtpServer(strict, 0, certificate.server(), false)) {
      String url = "smtp://me@127.0.0.1:" + server.port();
      Attempt attempt = send(url, "sesame", certificate.pem());
      assertThat(attempt).isInstanceOf(Attempt.Deferred.class);
      assertThat(attempt.detail())
          .contains("refuses the user or the password", "535 no")
          .doesNotContain("sesame");
    }
  }

  @Test
  void aServerThatIsNotWhoItClaimsGetsNothing() throws Exception {
    TestCertificate other = TestCertificate.make(directory, "dns:mail.example.com");
    for (boolean implicit : new boolean[] {false, true}) {
      try (var server = new FakeSmtpServer(STARTTLS, 0, other.server(), implicit)) {
        String url = (implicit ? "smtps" : "smtp") + "://me@127.0.0.1:" + server.port();
        Attempt attempt = send(url, "sesame", other.pem());
        assertThat(attempt).as(attempt.toString()).isInstanceOf(Attempt.Deferred.class);
        assertThat(server.lines).noneMatch(line -> line.startsWith("AUTH"));
        assertThat(server.mails).isEmpty();
      }
    }
  }

  private Attempt send(String url, @Nullable String password, Path ca) throws Exception {
    var settings =
        new TransportSettings(
            SmtpServer.parse(url).with(password),
            ca,
            MailAddress.parse("u@example.com"),
            directory,
            WebhookSecret.of("sixteen or more characters"));
    try (Transports transports = Transports.open(settings, _ -> true, Clock.systemUTC())) {
      return transports.attempt(
          Notification.of("n", "", Instant.EPOCH, "", NotificationCodecTest.MAIL));
    }
  }
}
