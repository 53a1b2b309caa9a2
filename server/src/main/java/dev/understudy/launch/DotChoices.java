package dev.understudy.launch;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * DNS over TLS.
 *
 * @param addresses where, at least one
 * @param certificate PEM, with the chain above it
 * @param key PEM
 */
record DotChoices(List<InetSocketAddress> addresses, Path certificate, Path key) {
  private static final int PORT = 853;

  DotChoices {
    addresses = List.copyOf(addresses);
  }

  /**
   * Checks what was given; problems are told.
   *
   * @param endpoints reads an address and a port, for a flag
   * @return null where DNS over TLS is not wanted, or not rightly
   */
  static @Nullable DotChoices of(
      DotOptions options,
      BiFunction<String, String, InetSocketAddress> endpoints,
      Consumer<String> problems) {
    if (options.addresses.isEmpty()) {
      if (options.certificate != null || options.key != null) {
        problems.accept("--dot-cert and --dot-key: without --dot nobody is shown them");
      }
      return null;
    }
    List<InetSocketAddress> addresses =
        options.addresses.stream().map(text -> endpoints.apply("--dot", withPort(text))).toList();
    if (options.certificate == null || options.key == null) {
      problems.accept("--dot: wants --dot-cert and --dot-key, a certificate and its key");
      return null;
    }
    return new DotChoices(addresses, options.certificate, options.key);
  }

  private static String withPort(String text) {
    String address = text.strip();
    boolean bare = address.startsWith("[") ? address.endsWith("]") : !address.contains(":");
    return bare ? address + ":" + PORT : address;
  }

  /** For the log at start. */
  String summary() {
    return " dot=%s dot-cert=%s dot-key=%s"
        .formatted(addresses.stream().map(Settings::text).toList(), certificate, key);
  }
}
