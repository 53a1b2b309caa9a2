package dev.understudy.serve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * DNS over TLS (RFC 7858). Its connections count among those of TCP and have the same limits.
 *
 * @param addresses where it is served, at most 64; port 0 picks a free one
 * @param contexts what a handshake that begins now shows; called on any thread, must not wait
 * @param handshake how long a handshake may take, 10 ms to 1 min
 * @param handshakes most handshakes at a time, 1 to 100,000; beyond them the oldest goes
 */
public record TlsSettings(
    List<InetSocketAddress> addresses,
    Supplier<SSLContext> contexts,
    Duration handshake,
    int handshakes) {

  public TlsSettings {
    addresses = List.copyOf(addresses);
    ServeSettings.requireWithin("addresses", addresses.size(), 1, 64);
    if (handshake.compareTo(Duration.ofMillis(10)) < 0
        || handshake.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("handshake " + handshake + " is outside PT0.01S..PT1M");
    }
    ServeSettings.requireWithin("handshakes", handshakes, 1, 100_000);
  }

  /** The defaults: 5 s for a handshake, 200 at a time. */
  public static TlsSettings on(List<InetSocketAddress> addresses, Supplier<SSLContext> contexts) {
    return new TlsSettings(addresses, contexts, Duration.ofSeconds(5), 200);
  }
}
