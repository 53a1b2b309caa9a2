package dev.understudy.launch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many connections there may be, as text. */
final class ConnectionOptions {
  @Option(
      names = "--tcp-max",
      paramLabel = "COUNT",
      defaultValue = "2000",
      description =
          "Most TCP connections at a time; beyond them the one served longest ago goes"
              + " (default: ${DEFAULT-VALUE}).")
  int all;

  @Option(
      names = "--tcp-per-client",
      paramLabel = "COUNT",
      description = "Most of them from one IPv4 address or IPv6 /64 (default: 200).")
  @Nullable Integer perClient;
}
