package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.HttpUrl;
import dev.understudy.delivery.MailAddress;
import java.net.InetAddress;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which endpoints may be subscribed. */
final class Endpoints {
  private final Predicate<InetAddress> allowed;
  private final Lookups lookups;

  /**
   * Checks endpoints.
   *
   * @param allowed addresses that may be posted to; checked again whenever one is
   */
  Endpoints(Predicate<InetAddress> allowed, Lookups lookups) {
    this.allowed = allowed;
    this.lookups = lookups;
  }

  /** The endpoint as it is kept, or InvalidParameter in SNS's words. */
  String check(Protocol protocol, @Nullable String text) throws ApiException {
    if (text == null || text.isEmpty()) {
      throw SnsErrors.invalid("Endpoint");
    }
    if (protocol.isMail()) {
      try {
        return MailAddress.parse(text).toString();
      } catch (IllegalArgumentException e) {
        throw SnsErrors.invalid("Email address");
      }
    }
    if (!text.toLowerCase(Locale.ROOT).startsWith(protocol.text() + "://")) {
      throw SnsErrors.invalid("Endpoint must match the specified protocol");
    }
    try {
      HttpUrl url = HttpUrl.parse(text);
      demandAllowed(url.host());
      return url.text();
    } catch (IllegalArgumentException e) {
      throw SnsErrors.invalid("Endpoint Reason: " + e.getMessage());
    }
  }

  /** A name that does not resolve now may later, and is then checked before anything is sent. */
  private void demandAllowed(String host) throws ApiException {
    for (InetAddress address : lookups.of(host)) {
      if (!allowed.test(address)) {
        throw SnsErrors.invalid("Endpoint Reason: its address may not be connected to");
      }
    }
  }
}
