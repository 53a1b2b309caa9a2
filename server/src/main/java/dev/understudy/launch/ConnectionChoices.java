package dev.understudy.launch;

import dev.understudy.serve.TcpLimits;
import java.util.function.Consumer;

/**
 * How many connections there may be.
 *
 * @param all at a time, 1 to 1,000,000
 * @param perClient of one IPv4 address or IPv6 /64, 1 to {@code all}
 */
record ConnectionChoices(int all, int perClient) {
  private static final int MAX = 1_000_000;

  /** Checks what was given; problems are told, and what they are about is left out. */
  static ConnectionChoices of(ConnectionOptions options, Consumer<String> problems) {
    TcpLimits usual = TcpLimits.DEFAULT;
    int all = options.all;
    if (all < 1 || all > MAX) {
      problems.accept("--tcp-max " + all + ": outside 1.." + MAX);
      all = usual.connections();
    }
    int perClient = Math.min(usual.connectionsPerAddress(), all);
    if (options.perClient != null) {
      if (options.perClient >= 1 && options.perClient <= all) {
        perClient = options.perClient;
      } else {
        problems.accept("--tcp-per-client " + options.perClient + ": outside 1.." + all);
      }
    }
    return new ConnectionChoices(all, perClient);
  }

  /** With the time limits that are the same for everybody. */
  TcpLimits limits() {
    return TcpLimits.DEFAULT.withConnections(all, perClient);
  }

  /** For the log at start. */
  String summary() {
    return " tcp-max=" + all + " tcp-per-client=" + perClient;
  }
}
