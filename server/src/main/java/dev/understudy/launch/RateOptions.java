package dev.understudy.launch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many replies over UDP a network gets, as text. */
final class RateOptions {
  @Option(
      names = "--rrl",
      paramLabel = "N|off",
      description =
          "Replies per second over UDP to one network that say the same, on every address of --dns;"
              + " off for no limit (default: 200, on loopback addresses off).")
  @Nullable String rate;

  @Option(
      names = "--rrl-slip",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Every so many-th reply over the limit leaves truncated, so that real clients ask over"
              + " TCP, 0 to 100; 0 for none (default: ${DEFAULT-VALUE}).")
  int slip;

  @Option(
      names = "--rrl-exempt",
      paramLabel = "CIDR",
      split = ",",
      description = "Networks that --rrl does not limit; may be repeated.")
  List<String> exempt = new ArrayList<>();
}
