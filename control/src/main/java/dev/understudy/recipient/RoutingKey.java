package dev.understudy.recipient;

import dev.understudy.delivery.HttpUrl;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key of a PagerDuty integration, which people give us in the query of the URL. */
final class RoutingKey {
  private static final Pattern PARAMETER =
      Pattern.compile("(?:^|&)routing_key=([A-Za-z0-9_-]{1,128})(?=&|$)");

  private RoutingKey() {}

  /** The key, or empty. */
  static String of(HttpUrl url) {
    @Nullable String query = url.uri().getRawQuery();
    Matcher found = PARAMETER.matcher(query == null ? "" : query);
    return found.find() ? found.group(1) : "";
  }

  static HttpUrl without(HttpUrl url) {
    @Nullable String query = url.uri().getRawQuery();
    if (query == null) {
      return url;
    }
    String rest = PARAMETER.matcher(query).replaceFirst("").replaceFirst("^&", "");
    String head = url.text().substring(0, url.text().indexOf('?'));
    return HttpUrl.parse(rest.isEmpty() ? head : head + "?" + rest);
  }
}
