package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321, section 4.2: 4xx may pass, 5xx to this mail does not; section 4.5.3.2: time limits. */
class SmtpTransportTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final TimeLimits PATIENT = new TimeLimits(LONG, LONG, LONG, LONG, LONG, LONG);

  private final Wire wire = new Wire();

  @AfterEach
  void stop() {
    wire.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # at     | the server says             | then
          DOT      | 250 2.0.0 queued as 7       | Accepted
          GREETING | 421 too many connections    | Deferred
          GREETING | 554 no SMTP service here    | Deferred
          GREETING | drop                        | Deferred
          EHLO     | 421 shutting down           | Deferred
          EHLO     | drop                        | Deferred
          MAIL     | 451 try again               | Deferred
          MAIL     | 530 authentication required | Deferred
          MAIL     | 553 sender not allowed      | Refused
          MAIL     | drop                        | Deferred
          RCPT     | 450 greylisted              | Deferred
          RCPT     | 452 mailbox full            | Deferred
          RCPT     | 421 shutting down           | Deferred
          RCPT     | 550 no such user            | Refused
          RCPT     | 554 5.7.1 relaying denied   | Refused
          RCPT     | drop                        | Deferred
          DATA     | 451 try again               | Deferred
          DATA     | 554 no                      | Refused
          DATA     | drop                        | Deferred
          DOT      | 451 scanner is busy         | Deferred
          DOT      | 552 too big                 | Refused
          DOT      | 554 looks like spam         | Refused
          DOT      | drop                        | Deferred
          QUIT     | drop                        | Accepted
          QUIT     | hang                        | Accepted
          """)
  void whatAServerSaysDecides(String at, String says, String then) throws IOException {
    try (var server = new FakeSmtpServer(Map.of(at, says), 0)) {
      Attempt attempt = send(server, PATIENT);
      assertThat(attempt.getClass().getSimpleName()).as(attempt.toString()).isEqualTo(then);
      assertThat(server.mails).hasSize(attempt instanceof Attempt.Accepted ? 1 : 0);
      if (says.matches("\\d.*") && !at.equals("EHLO") && !at.equals("GREETING")) {
        assertThat(attempt.detail()).contains(says);
      }
    }
  }

  @Test
  void theConversation() throws IOException {
    try (var server = new FakeSmtpServer(Map.of(), 0)) {
      assertThat(send(server, PATIENT).detail())
          .isEqualTo("127.0.0.1:" + server.port() + " without TLS says 250 queued as 1");
      assertThat(server.lines)
          .startsWith(
              "EHLO [127.0.0.1]",
              "MAIL FROM:<understudy@example.com>",
              "RCPT TO:<ops@example.com>",
              "DATA");
      assertThat(server.mails.getFirst()).contains("Message-ID: <i1.1@understudy.example.com>");
    }
  }

  @Test
  void aTarpitHoldsNobodyLongerThanTheLimitOfACommand() throws IOException {
    try (var server = new FakeSmtpServer(Map.of(), 100)) {
      var limits = new TimeLimits(LONG, LONG, LONG, Duration.ofMillis(300), LONG, LONG);
      assertThat(send(server, limits))
          .isInstanceOfSatisfying(
              Attempt.Deferred.class,
              deferred -> assertThat(deferred.detail()).contains("no full reply within 300 ms"));
    }
  }

  @Test
  void aReplyWithoutEndIsCutOff() throws IOException {
    var pouring = "250-" + "a".repeat(70_000) + "\r\n";
    try (var server = new FakeSmtpServer(Map.of("EHLO", pouring.repeat(16) + "250 ok"), 0)) {
      assertThat(send(server, PATIENT))
          .isInstanceOfSatisfying(
              Attempt.Deferred.class,
              deferred -> assertThat(deferred.detail()).contains("the reply is over 1 MiB"));
    }
  }

  @Test
  void whatTheServerRepeatsOfASecretIsHidden() throws IOException {
    String token = "0123456789abcdef".repeat(6);
    var filter = Map.of("DOT", "550 bad link http://example.com/?Token=" + token);
    try (var server = new FakeSmtpServer(filter, 0)) {
      Mail like = NotificationCodecTest.MAIL;
      var mail = new Mail(like.to(), "s", "?Token=" + token, null, "<a@b>", List.of(), null);
      var named = SmtpServer.parse("smtp://127.0.0.1:" + server.port());
      assertThat(transport(named, PATIENT).send(notification(), mail))
          .isEqualTo(
              new Attempt.Refused("127.0.0.1 says 550 bad link http://example.com/?Token=…"));
    }
    var refusal =
        Map.of(
            "EHLO",
            "250-hello\r\n250 AUTH PLAIN",
            "AUTH",
            "535 no: bWUAbWUAb3BlbiBzZXNhbWU= or open sesame");
    try (var server = new FakeSmtpServer(refusal, 0)) {
      var named = SmtpServer.parse("smtp+plain://me@127.0.0.1:" + server.port());
      Attempt attempt =
          transport(named.with("open sesame"), PATIENT)
              .send(notification(), NotificationCodecTest.MAIL);
      assertThat(server.lines).contains("AUTH PLAIN bWUAbWUAb3BlbiBzZXNhbWU=");
      assertThat(attempt)
          .isEqualTo(
              Attempt.unreachable("127.0.0.1 refuses the user or the password: 535 no: … or …"));
    }
  }

  @Test
  void theEndOfAMailHasALimitOfItsOwn() throws IOException {
    var limits = new TimeLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(200), LONG);
    try (var server = new FakeSmtpServer(Map.of("DOT", FakeSmtpServer.HANG), 0)) {
      assertThat(send(server, limits).detail()).contains("no full reply within 200 ms");
    }
  }

  @Test
  void theWholeHasALimit() throws IOException {
    var limits = new TimeLimits(LONG, LONG, LONG, LONG, LONG, Duration.ofMillis(300));
    try (var server = new FakeSmtpServer(Map.of("RCPT", FakeSmtpServer.HANG), 0)) {
      assertThat(send(server, limits))
          .isInstanceOfSatisfying(
              Attempt.Deferred.class,
              deferred -> assertThat(deferred.detail()).contains("the whole took too long"));
    }
  }

  @Test
  void withoutAServerMailWaits() throws IOException {
    int port;
    try (var server = new FakeSmtpServer(Map.of(), 0)) {
      port = server.port();
    }
    var nobody = SmtpServer.parse("smtp://127.0.0.1:" + port);
    assertThat(transport(nobody, PATIENT).send(notification(), NotificationCodecTest.MAIL))
        .isInstanceOf(Attempt.Deferred.class);
  }

  @Test
  void noPasswordAndNoMailGoesWithoutTlsWhereItIsRequired() throws IOException {
    for (String url : new String[] {"smtp://me@127.0.0.1:", "smtp+starttls://127.0.0.1:"}) {
      try (var server =
          new FakeSmtpServer(Map.of("EHLO", "250-hello\r\n250 AUTH PLAIN LOGIN"), 0)) {
        SmtpServer parsed = SmtpServer.parse(url + server.port());
        var named = parsed.user() == null ? parsed : parsed.with("sesame");
        Attempt attempt =
            transport(named, PATIENT).send(notification(), NotificationCodecTest.MAIL);
        assertThat(attempt).isInstanceOf(Attempt.Deferred.class);
        assertThat(attempt.detail()).contains("STARTTLS").doesNotContain("sesame");
        assertThat(server.lines).noneMatch(line -> line.startsWith("AUTH"));
        assertThat(server.mails).isEmpty();
      }
    }
  }

  private Attempt send(FakeSmtpServer server, TimeLimits limits) {
    var named = SmtpServer.parse("smtp://127.0.0.1:" + server.port());
    return transport(named, limits).send(notification(), NotificationCodecTest.MAIL);
  }

  private SmtpTransport transport(SmtpServer server, TimeLimits limits) {
    return new SmtpTransport(
        wire, server, Trust::system, MailAddress.parse("understudy@example.com"), limits);
  }

  private static Notification notification() {
    return Notification.of("n", "", NOW, "", NotificationCodecTest.MAIL);
  }
}
