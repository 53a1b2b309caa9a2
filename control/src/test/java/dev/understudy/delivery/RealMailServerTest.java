package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mail server that is not ours takes the mail, with TLS and a password too. */
class RealMailServerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  @TempDir private Path directory;

  @Test
  void mailArrivesAsItWasMeant() throws Exception {
    GreenMail server = start(ServerSetup.PROTOCOL_SMTP);
    try (Transports transports =
        transports(SmtpServer.parse("smtp://127.0.0.1:" + port(server, "smtp")), null)) {
      assertThat(transports.attempt(notification("n"))).isInstanceOf(Attempt.Accepted.class);
      MimeMessage got = server.getReceivedMessages()[0];
      assertThat(got.getSubject()).isEqualTo("ALARM: café is down");
      assertThat(got.getMessageID()).isEqualTo(NotificationCodecTest.MAIL.messageId());
      assertThat(got.getContentType()).startsWith("multipart/alternative");
    } finally {
      server.stop();
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
    GreenMail server = start(ServerSetup.PROTOCOL_SMTPS);
    try {
      SmtpServer named = SmtpServer.parse("smtps://me@127.0.0.1:" + port(server, "smtps"));
      try (Transports transports = transports(named.with("sesame"), null)) {
        Attempt untrusted = transports.attempt(notification("n"));
        assertThat(untrusted).isInstanceOf(Attempt.Deferred.class);
        assertThat(untrusted.detail()).contains("certification path");
      }
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void theOutboxSendsWhatWasCommittedInOrder() throws Exception {
    GreenMail server = start(ServerSetup.PROTOCOL_SMTP);
    var store = new MemoryStore();
    var delivered = new CountDownLatch(30);
    OutcomeListener count =
        outcome -> {
          if (outcome instanceof Outcome.Delivered) {
            delivered.countDown();
          }
          return List.of();
        };
    try (Transports transports =
            transports(SmtpServer.parse("smtp://127.0.0.1:" + port(server, "smtp")), null);
        Outbox outbox =
            Outbox.start(store, transports, count, Clock.systemUTC(), new SecureRandom())) {
      for (int i = 0; i < 30; i++) {
        store.commit(List.of(), outbox.entries(notification("n" + i)));
        outbox.wake();
      }
      assertThat(delivered.await(5, TimeUnit.MINUTES)).isTrue();
      assertThat(outbox.counts().sent()).isEqualTo(30);
      assertThat(server.getReceivedMessages())
          .extracting(MimeMessage::getSubject)
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, 30).mapToObj(i -> "n" + i).toList());
      while (store.count(OutboxKeys.PREFIX) > 0) {
        Thread.sleep(10); // the last outcome was told just before its commit
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void withoutAServerMailBecomesFiles() throws Exception {
    try (Transports transports = transports(null, null)) {
      assertThat(transports.attempt(notification("n")).detail()).startsWith("written to ");
      assertThat(transports.attempt(notification("n"))).isInstanceOf(Attempt.Accepted.class);
    }
    try (var files = Files.list(directory.resolve("outbox"))) {
      List<Path> all = files.toList();
      assertThat(all).as("the same mail is the same file").hasSize(1);
      assertThat(Files.readString(all.getFirst())).contains("Message-ID: <i1.1@");
    }
  }

  private Transports transports(@Nullable SmtpServer server, @Nullable Path ca) throws Exception {
    var settings =
        new TransportSettings(
            server,
            ca,
            MailAddress.parse("understudy@example.com"),
            directory.resolve("outbox"),
            WebhookSecret.of("sixteen or more characters"));
    return Transports.open(settings, _ -> true, Clock.systemUTC());
  }

  private static Notification notification(String id) {
    Mail like = NotificationCodecTest.MAIL;
    Mail mail =
        id.equals("n")
            ? like
            : new Mail(like.to(), id, "", null, "<" + id + "@x>", List.of(), null);
    return Notification.of(id, "", NOW.plus(Duration.ofDays(1)), "", mail);
  }

  private static GreenMail start(String protocol) {
    var server =
        new GreenMail(
            new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), protocol));
    server.start();
    return server;
  }

  private static int port(GreenMail server, String protocol) {
    return protocol.equals("smtp") ? server.getSmtp().getPort() : server.getSmtps().getPort();
  }
}
