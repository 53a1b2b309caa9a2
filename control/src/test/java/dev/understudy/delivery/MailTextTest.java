package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322, RFC 2045 to 2047, RFC 3834, RFC 2369: the mail as octets, read back. */
class MailTextTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final MailAddress FROM = MailAddress.parse("understudy@example.com");

  @Test
  void theHeaders() throws Exception {
    MimeMessage read = read(NotificationCodecTest.MAIL);
    assertThat(read.getSubject()).isEqualTo("ALARM: café is down");
    assertThat(read.getHeader("Subject", null)).isASCII();
    assertThat(read.getMessageID()).isEqualTo("<i1.1@understudy.example.com>");
    assertThat(read.getHeader("In-Reply-To", null)).isEqualTo("<i1.0@understudy.example.com>");
    assertThat(read.getHeader("References", null)).isEqualTo("<i1.0@understudy.example.com>");
    assertThat(read.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(read.getHeader("List-Unsubscribe", null))
        .isEqualTo("<http://127.0.0.1:8053/?Action=Unsubscribe&Token=x>");
    assertThat(read.getHeader("From", null)).isEqualTo("Understudy <understudy@example.com>");
    assertThat(read.getHeader("To", null)).isEqualTo("ops@example.com");
    assertThat(read.getSentDate()).isEqualTo(NOW);
  }

  @Test
  void textAndHtmlAreAlternatives() throws Exception {
    var parts = (MimeMultipart) read(NotificationCodecTest.MAIL).getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(parts.getBodyPart(0).getContent()).hasToString("text\r\n");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
  }

  @Test
  void aLongThreadIsFolded() throws Exception {
    List<String> references =
        IntStream.range(0, 100)
            .mapToObj(i -> "<incident-7." + i + "@understudy.example.com>")
            .toList();
    String octets = octets(mail("s", references));
    assertThat(octets.lines()).allMatch(line -> line.length() <= 998);
    assertThat(parse(octets).getHeader("References", null).split("\\s+")).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "down\r\nBcc: victim@example.com",
        "down\nBcc: victim@example.com",
        "down\rBcc: victim@example.com",
        "down\r\n\r\nBcc: victim@example.com",
        "down\u0000Bcc: victim@example.com",
        "down\u2028Bcc: victim@example.com",
        "down\u0085Bcc: victim@example.com",
        "dówn\r\n Bcc: victim@example.com",
        "=?utf-8?q?down=0D=0ABcc:_victim@example.com?=",
      })
  void aSubjectCannotBecomeAHeader(String subject) throws Exception {
    MimeMessage read = read(mail(subject, List.of()));
    assertThat(read.getHeader("Bcc")).isNull();
    assertThat(read.getAllRecipients()).hasSize(1);
    assertThat(Collections.list(read.getAllHeaders())).hasSize(9);
    assertThat(read.getContent().toString()).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "<x>", "<a@b>\r\nBcc: c", "<a b@c>", "<a@b> <c@d>", "<a@b\0>", "<é@b>"})
  void aMessageIdHasOneForm(String id) {
    assertThatThrownBy(() -> new Mail(FROM, "s", "t", null, id, List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mail("s", List.of(id))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileNamesSortByTimeAndHoldNothingStrange() {
    Mail mail = mail("../../ALARM: café", List.of());
    assertThat(MailText.fileName(Notification.of("n", "", NOW, "", mail), mail))
        .matches("20261121t060000z-ops@example\\.com-alarm-caf-[0-9a-f]{8}\\.eml");
  }

  private static Mail mail(String subject, List<String> references) {
    return new Mail(
        MailAddress.parse("ops@example.com"), subject, "text", null, "<a@b>", references, null);
  }

  private static MimeMessage read(Mail mail) throws Exception {
    return parse(octets(mail));
  }

  private static MimeMessage parse(String octets) throws Exception {
    return new MimeMessage(
        MailText.offline(), new ByteArrayInputStream(octets.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String octets(Mail mail) throws Exception {
    var out = new ByteArrayOutputStream();
    MailText.of(mail, FROM, NOW, MailText.offline()).writeTo(out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
