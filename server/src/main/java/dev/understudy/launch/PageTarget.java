package dev.understudy.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The path and query by which a page is asked for. */
final class PageTarget {
  private final StringJoiner query;

  PageTarget(String path) {
    this.query = new StringJoiner("&", path + "?", "").setEmptyValue(path);
  }

  /** Adds a parameter, unless there is no value. */
  PageTarget with(String parameter, @Nullable String value) {
    if (value != null) {
      query.add(parameter + "=" + URLEncoder.encode(value, UTF_8));
    }
    return this;
  }

  @Override
  public String toString() {
    return query.toString();
  }
}
