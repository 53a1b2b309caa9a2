package dev.understudy.cloudwatch;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one metric in one hour, minute by minute. Stored, a minute that is like the one
 * before costs nothing: an hour in which a health check stays as it is takes about 20 octets.
 */
final class Chunk {
  static final int MINUTES = 60;
  private static final int FORMAT = 1;
  private static final int ABSENT = 0;

  /** One sample, or several of one value: its figures follow from the value and the count. */
  private static final int EVEN = 1;

  /** Sums alone. */
  private static final int FULL = 2;

  /** As {@link #FULL}, with the spread behind it. */
  private static final int SPREAD = 3;

  private final @Nullable Statistics[] minutes = new Statistics[MINUTES];

  void add(int minute, Statistics statistics) {
    Statistics before = minutes[minute];
    minutes[minute] = before == null ? statistics : before.plus(statistics);
  }

  /** The same, without keeping how the samples of the minute are spread. */
  void addSums(int minute, Statistics statistics) {
    add(minute, statistics);
    Statistics sum = minutes[minute];
    minutes[minute] = sum == null ? null : sum.sums();
  }

  @Nullable Statistics at(int minute) {
    return minutes[minute];
  }

  /** Each minute that differs from the one before it, and for how many minutes that holds. */
  Value value() {
    var out = new ValueWriter(FORMAT);
    int minute = 0;
    while (minute < MINUTES) {
      Statistics each = minutes[minute];
      int end = minute + 1;
      while (end < MINUTES && Objects.equals(each, minutes[end])) {
        end++;
      }
      out.octet(end - minute);
      write(out, each);
      minute = end;
    }
    return out.value();
  }

  static Chunk read(byte[] octets) {
    var in = new ValueReader("metric", octets, FORMAT);
    var chunk = new Chunk();
    int minute = 0;
    while (minute < MINUTES) {
      int end = minute + in.octet();
      if (end == minute || end > MINUTES) {
        throw in.damaged();
      }
      Statistics each = readOne(in);
      while (minute < end) {
        chunk.minutes[minute++] = each;
      }
    }
    in.end();
    return chunk;
  }

  private static void write(ValueWriter out, @Nullable Statistics each) {
    if (each == null) {
      out.octet(ABSENT);
    } else if (each.minimum() == each.maximum() && each.sum() == each.minimum() * each.count()) {
      out.octet(EVEN);
      write(out, each.count());
      write(out, each.minimum());
    } else {
      Spread spread = each.spread();
      out.octet(spread == null ? FULL : SPREAD);
      write(out, each.count());
      write(out, each.sum());
      write(out, each.minimum());
      write(out, each.maximum());
      if (spread != null) {
        spread.write(out);
      }
    }
  }

  private static @Nullable Statistics readOne(ValueReader in) {
    return switch (in.octet()) {
      case ABSENT -> null;
      case EVEN -> {
        double count = readNumber(in);
        double value = readNumber(in);
        yield new Statistics(count, count * value, value, value);
      }
      case FULL -> new Statistics(readNumber(in), readNumber(in), readNumber(in), readNumber(in));
      case SPREAD ->
          new Statistics(
              readNumber(in), readNumber(in), readNumber(in), readNumber(in), Spread.read(in));
      default -> throw in.damaged();
    };
  }

  static void write(ValueWriter out, double value) {
    for (byte octet : ByteBuffer.allocate(Double.BYTES).putDouble(value).array()) {
      out.octet(octet);
    }
  }

  static double readNumber(ValueReader in) {
    long bits = 0;
    for (int i = 0; i < Double.BYTES; i++) {
      bits = bits << 8 | in.octet();
    }
    return Double.longBitsToDouble(bits);
  }
}
