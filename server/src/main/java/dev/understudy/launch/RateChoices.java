package dev.understudy.launch;

import dev.understudy.geography.Cidr;
import dev.understudy.intent.CidrBlock;
import dev.understudy.limit.RateLimit;
import dev.understudy.routing.NetworkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many replies over UDP a network gets.
 *
 * @param perSecond 1 to 100,000; 0 for no limit; null for the default, which leaves loopback out
 * @param slip every so many-th reply over the limit leaves truncated, 0 to 100
 * @param exempt networks without a limit
 */
record RateChoices(@Nullable Integer perSecond, int slip, List<CidrBlock> exempt) {
  private static final int DEFAULT_PER_SECOND = 200;

  RateChoices {
    exempt = List.copyOf(exempt);
  }

  /** Checks what was given; problems are told, and what they are about is left out. */
  static RateChoices of(RateOptions options, Consumer<String> problems) {
    int slip = options.slip;
    if (slip < 0 || slip > RateLimit.SLIP_MAX) {
      problems.accept("--rrl-slip " + slip + ": outside 0.." + RateLimit.SLIP_MAX);
      slip = 0;
    }
    return new RateChoices(rate(options.rate, problems), slip, exempt(options.exempt, problems));
  }

  private static @Nullable Integer rate(@Nullable String text, Consumer<String> problems) {
    if (text == null) {
      return null;
    }
    if (text.strip().equals("off")) {
      return 0;
    }
    try {
      int rate = Integer.parseInt(text.strip());
      if (rate >= 1 && rate <= RateLimit.PER_SECOND_MAX) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is outside the range is.
    }
    problems.accept(
        "--rrl " + text + ": not 'off' or replies per second, 1 to " + RateLimit.PER_SECOND_MAX);
    return null;
  }

  private static List<CidrBlock> exempt(List<String> texts, Consumer<String> problems) {
    var blocks = new ArrayList<CidrBlock>();
    for (String text : texts) {
      try {
        blocks.add(Cidr.parse(text.strip()));
      } catch (IllegalArgumentException e) {
        problems.accept("--rrl-exempt " + e.getMessage());
      }
    }
    return blocks;
  }

  /** The same, for the nameserver. */
  RateLimit limit() {
    var table = new NetworkTable.Builder();
    exempt.forEach(block -> table.add(block.octets(), block.prefixLength(), 0));
    return new RateLimit(
        perSecond == null ? DEFAULT_PER_SECOND : perSecond, slip, perSecond != null, table.build());
  }

  /** For the log at start. */
  String summary() {
    String rate =
        perSecond == null
            ? DEFAULT_PER_SECOND + " (loopback off)"
            : perSecond == 0 ? "off" : perSecond.toString();
    return " rrl=" + rate + " rrl-slip=" + slip + (exempt.isEmpty() ? "" : " rrl-exempt=" + exempt);
  }
}
