package dev.understudy.cloudwatch;

import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.Arrays;

/**
 * How often which values came, for percentiles. Up to 256 different values are held as they are;
 * beyond that neighbours are held as one, so that each is at most 1 % off, then 2 %, 4 % and so on:
 * all values between 1 and 150 fit the first step, between 1 and 20,000 the second.
 */
final class Spread {
  static final int VALUES_MAX = 256;

  /** Of the first step, the ratio of the bounds of what is held as one. */
  private static final double GAMMA = 1.02;

  private static final int LEVEL_MAX = 12;

  /** 0 for values as they are, else which step. */
  private final int level;

  /** Ascending, all different. */
  private final double[] values;

  /** How often each came; above 0, not always whole. */
  private final double[] counts;

  private Spread(int level, double[] values, double[] counts) {
    this.level = level;
    this.values = values;
    this.counts = counts;
  }

  /** One value so often. */
  static Spread of(double value, double count) {
    return new Spread(0, new double[] {value + 0.0}, new double[] {count});
  }

  /** Both together. */
  Spread plus(Spread other) {
    int step = Math.max(level, other.level);
    Spread all = at(step).merge(other.at(step));
    while (all.values.length > VALUES_MAX && all.level < LEVEL_MAX) {
      all = all.at(all.level + 1);
    }
    return all;
  }

  /** The least value that is not below so many percent of all, 0 to 100. */
  double percentile(double percent) {
    double rank = percent / 100 * Arrays.stream(counts).sum();
    double before = 0;
    for (int i = 0; i < values.length; i++) {
      before += counts[i];
      if (before >= rank) {
        return values[i];
      }
    }
    return values[values.length - 1];
  }

  private Spread at(int step) {
    if (step == level) {
      return this;
    }
    double width = Math.log(GAMMA) * (1L << (step - 1));
    double[] shown = new double[values.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shown(values[i], width);
    }
    return gathered(step, shown, counts, shown.length);
  }

  /** The middle of what a value is held as one with: it is held so itself. */
  private static double shown(double value, double width) {
    if (value == 0) {
      return 0;
    }
    double index = Math.ceil(Math.log(Math.abs(value)) / width - 1e-9);
    double middle = 2 * Math.exp(index * width) / (1 + Math.exp(width));
    return Math.copySign(Math.min(middle, Double.MAX_VALUE), value);
  }

  private Spread merge(Spread other) {
    int most = values.length + other.values.length;
    double[] both = new double[most];
    double[] often = new double[most];
    int mine = 0;
    int its = 0;
    for (int at = 0; at < most; at++) {
      boolean own =
          its == other.values.length || (mine < values.length && values[mine] <= other.values[its]);
      both[at] = own ? values[mine] : other.values[its];
      often[at] = own ? counts[mine++] : other.counts[its++];
    }
    return gathered(level, both, often, most);
  }

  /** Ascending values, of which those that are alike become one. */
  private static Spread gathered(int level, double[] values, double[] counts, int length) {
    double[] single = new double[length];
    double[] often = new double[length];
    int size = 0;
    for (int i = 0; i < length; i++) {
      if (size > 0 && single[size - 1] == values[i]) {
        often[size - 1] += counts[i];
      } else {
        single[size] = values[i];
        often[size++] = counts[i];
      }
    }
    return new Spread(level, Arrays.copyOf(single, size), Arrays.copyOf(often, size));
  }

  void write(ValueWriter out) {
    out.octet(level).number(values.length);
    for (int i = 0; i < values.length; i++) {
      Chunk.write(out, values[i]);
      Chunk.write(out, counts[i]);
    }
  }

  static Spread read(ValueReader in) {
    int level = in.octet();
    int length = in.count();
    if (level > LEVEL_MAX || length == 0) {
      throw in.damaged();
    }
    double[] values = new double[length];
    double[] counts = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = Chunk.readNumber(in);
      counts[i] = Chunk.readNumber(in);
      if (!Double.isFinite(values[i]) || (i > 0 && values[i] <= values[i - 1])) {
        throw in.damaged();
      }
    }
    return new Spread(level, values, counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Spread that
        && level == that.level
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return values.length + " values at level " + level;
  }
}
