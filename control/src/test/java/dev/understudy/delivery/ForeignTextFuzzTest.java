package dev.understudy.delivery;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Whatever is typed as an address, subject or URL, or answered by a server, harms nobody. */
class ForeignTextFuzzTest {
  private static final MailAddress FROM = new MailAddress("u", "example.com");

  @FuzzTest(maxDuration = "5s")
  void addresses(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      MailAddress address = MailAddress.parse(text);
      if (!address.toString().matches("[!-~]{3,254}")
          || address.toString().matches(".*[\\s<>,;:\"()\\[\\]\\\\].*")) {
        throw new IllegalStateException("accepted " + address);
      }
    } catch (IllegalArgumentException e) {
      oneLine(String.valueOf(e.getMessage()));
    }
  }

  @FuzzTest(maxDuration = "5s")
  void urls(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      String url = HttpUrl.parse(text).text();
      if (!url.matches("(?i)https?://[!-~]+")) {
        throw new IllegalStateException("accepted " + url);
      }
    } catch (IllegalArgumentException e) {
      oneLine(String.valueOf(e.getMessage()));
    }
  }

  @FuzzTest(maxDuration = "5s")
  void subjectsNeverBecomeHeaders(FuzzedDataProvider data) throws Exception {
    String subject = data.consumeRemainingAsString();
    var mail = new Mail(FROM, subject, "text", null, "<a@b>", List.of(), null);
    var out = new ByteArrayOutputStream();
    MailText.of(mail, FROM, Instant.EPOCH, MailText.offline()).writeTo(out);
    String[] halves = out.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
    for (String line : halves[0].split("\r\n", -1)) {
      boolean known =
          line.matches(
              "(Date|From|To|Message-ID|Subject|MIME-Version|Content-Type"
                  + "|Content-Transfer-Encoding|Auto-Submitted): ?.*|[ \t].*");
      if (!known || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IllegalStateException("a header of its own: " + line);
      }
    }
    if (!halves[1].strip().equals("text")) {
      throw new IllegalStateException("a body of its own: " + halves[1]);
    }
  }

  @FuzzTest(maxDuration = "5s")
  void answers(byte[] octets) {
    try {
      ResponseHead head = ResponseHead.read(new ByteArrayInputStream(octets), Instant.EPOCH);
      oneLine(head.words());
    } catch (IOException e) {
      oneLine(String.valueOf(e.getMessage()));
    }
  }

  private static void oneLine(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalStateException("not one line: " + text);
    }
  }
}
