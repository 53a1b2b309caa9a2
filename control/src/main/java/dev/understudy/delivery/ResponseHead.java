package dev.understudy.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a response: the status, how long to wait, and the first words of a refusal. At
 * most 16 KiB of head and 400 octets of body are read, the rest never.
 *
 * @param status 200 to 999
 * @param words of the body, empty unless the status is an error
 */
record ResponseHead(int status, @Nullable Duration retryAfter, String words) {
  private static final int HEAD_MAX_OCTETS = 16 << 10;
  private static final int WORDS_MAX_OCTETS = 400;
  private static final int INTERIM_MAX = 4;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)(?: .*)?");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /**
   * Reads a response from its first octet; interim ones (1xx) are passed over.
   *
   * @throws IOException if it is no HTTP/1 response, too long, or ends too soon
   */
  static ResponseHead read(InputStream in, Instant now) throws IOException {
    for (int interim = 0; interim <= INTERIM_MAX; interim++) {
      String[] lines = head(in).split("\r?\n", -1);
      Matcher status = STATUS.matcher(lines[0]);
      if (!status.matches()) {
        throw new IOException("the answer is not HTTP");
      }
      int code = Integer.parseInt(status.group(1));
      if (code >= 200) {
        return new ResponseHead(code, retryAfter(lines, now), code < 300 ? "" : words(in, lines));
      }
    }
    throw new IOException("too many interim responses");
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    int line = 0;
    while (head.length() < HEAD_MAX_OCTETS) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the connection ended before an answer");
      }
      head.append((char) octet);
      if (octet == '\n') {
        if (line == 0) {
          return head.toString();
        }
        line = 0;
      } else if (octet != '\r') {
        line++;
      }
    }
    throw new IOException("the head of the answer is over 16 KiB");
  }

  private static @Nullable Duration retryAfter(String[] lines, Instant now) {
    @Nullable String value = header(lines, "retry-after");
    if (value == null) {
      return null;
    }
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Duration.between(now, until) : null;
    } catch (DateTimeException e) {
      return null; // a wish that nobody understands is none
    }
  }

  private static @Nullable String header(String[] lines, String name) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }

  /** As far as they come; a body that breaks off spoils nothing. */
  private static String words(InputStream in, String[] lines) {
    byte[] octets = new byte[WORDS_MAX_OCTETS];
    int length = 0;
    try {
      @Nullable String stated = header(lines, "content-length");
      int most =
          stated != null && SECONDS.matcher(stated).matches()
              ? (int) Math.min(Long.parseLong(stated), octets.length)
              : octets.length;
      for (int read = 0; length < most && read >= 0; length += Math.max(read, 0)) {
        read = in.read(octets, length, most - length);
      }
    } catch (IOException _) {
      length += 0; // what came so far is shown
    }
    String text = new String(octets, 0, length, StandardCharsets.UTF_8);
    boolean chunked = "chunked".equalsIgnoreCase(header(lines, "transfer-encoding"));
    String body = chunked ? text.substring(text.indexOf('\n') + 1) : text;
    return HeaderText.line(body, WORDS_MAX_OCTETS).strip();
  }
}
