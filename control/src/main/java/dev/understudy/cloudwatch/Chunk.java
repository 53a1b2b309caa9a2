package dev.understudy.cloudwatch;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The statistics of one metric in one hour, minute by minute. */
final class Chunk {
  static final int MINUTES = 60;
  private static final int FORMAT = 1;
  private static final int ABSENT = 0;

  /** One sample, or several of one value: its figures follow from the value and the count. */
  private static final int EVEN = 1;

  private static final int FULL = 2;

  private final @Nullable Statistics[] minutes = new Statistics[MINUTES];

  Chunk() {}

  void add(int minute, Statistics statistics) {
    Statistics before = minutes[minute];
    minutes[minute] = before == null ? statistics : before.plus(statistics);
  }

  @Nullable Statistics at(int minute) {
    return minutes[minute];
  }

  Value value() {
    var out = new ValueWriter(FORMAT);
    for (Statistics each : minutes) {
      if (each == null) {
        out.octet(ABSENT);
      } else if (each.minimum() == each.maximum() && each.sum() == each.minimum() * each.count()) {
        out.octet(EVEN);
        write(out, each.count());
        write(out, each.minimum());
      } else {
        out.octet(FULL);
        write(out, each.count());
        write(out, each.sum());
        write(out, each.minimum());
        write(out, each.maximum());
      }
    }
    return out.value();
  }

  static Chunk read(byte[] octets) {
    var in = new ValueReader("metric", octets, FORMAT);
    var chunk = new Chunk();
    for (int minute = 0; minute < MINUTES; minute++) {
      chunk.minutes[minute] =
          switch (in.octet()) {
            case ABSENT -> null;
            case EVEN -> {
              double count = read(in);
              double value = read(in);
              yield new Statistics(count, count * value, value, value);
            }
            case FULL -> new Statistics(read(in), read(in), read(in), read(in));
            default -> throw in.damaged();
          };
    }
    in.end();
    return chunk;
  }

  private static void write(ValueWriter out, double value) {
    for (byte octet : ByteBuffer.allocate(Double.BYTES).putDouble(value).array()) {
      out.octet(octet);
    }
  }

  private static double read(ValueReader in) {
    long bits = 0;
    for (int i = 0; i < Double.BYTES; i++) {
      bits = bits << 8 | in.octet();
    }
    return Double.longBitsToDouble(bits);
  }
}
