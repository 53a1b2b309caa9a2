package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.query.Form;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list begins: opaque to clients. */
final class Markers {
  private Markers() {}

  static String write(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  /** What stood last on the page before, or null for the first page. */
  static @Nullable String read(Form form) throws ApiException {
    String token = form.value("NextToken");
    if (token == null || token.isEmpty()) {
      return null;
    }
    try {
      String last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (last.length() <= 512) {
        return last;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw SnsErrors.invalid("NextToken");
  }
}
