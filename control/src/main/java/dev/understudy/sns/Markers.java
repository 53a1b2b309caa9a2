package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.query.Form;
import dev.understudy.query.NextToken;
import org.jspecify.annotations.Nullable;

/** Reads where the next page of a list begins. */
final class Markers {
  private static final int LENGTH_MAX = 512;

  private Markers() {}

  /** What stood last on the page before, or null for the first page. */
  static @Nullable String read(Form form) throws ApiException {
    String token = form.value("NextToken");
    if (token == null || token.isEmpty()) {
      return null;
    }
    return NextToken.read(token)
        .filter(last -> last.length() <= LENGTH_MAX)
        .orElseThrow(() -> SnsErrors.invalid("NextToken"));
  }
}
