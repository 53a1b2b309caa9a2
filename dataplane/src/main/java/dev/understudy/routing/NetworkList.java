package dev.understudy.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Networks in the order in which they came, in arrays: a database of places has millions. Bits
 * after the prefix are zero.
 */
final class NetworkList {
  private static final int ROOM_MIN = 16;

  private boolean[] sixes;
  private long[] highs;

  /** Empty as long as all are zero, as most are: few networks have more than 64 bits. */
  private long[] lows = {};

  private short[] lengths;
  private int[] values;
  private int count;

  /**
   * Starts empty.
   *
   * @param expected about how many networks come: arrays that grow are garbage, and large ones are
   *     copied by collections besides
   */
  NetworkList(int expected) {
    int room = Math.max(ROOM_MIN, expected);
    sixes = new boolean[room];
    highs = new long[room];
    lengths = new short[room];
    values = new int[room];
  }

  void add(boolean six, long high, long low, int prefixLength, int value) {
    if (count == values.length) {
      int room = Math.multiplyExact(count, 2);
      sixes = Arrays.copyOf(sixes, room);
      highs = Arrays.copyOf(highs, room);
      lows = lows.length == 0 ? lows : Arrays.copyOf(lows, room);
      lengths = Arrays.copyOf(lengths, room);
      values = Arrays.copyOf(values, room);
    }
    sixes[count] = six;
    highs[count] = high;
    if (low != 0 && lows.length == 0) {
      lows = new long[highs.length];
    }
    if (lows.length > 0) {
      lows[count] = low;
    }
    lengths[count] = (short) prefixLength;
    values[count] = value;
    count++;
  }

  void removeLast() {
    count--;
  }

  /** Whether the last network is the lower half of one whose upper half is the given network. */
  boolean endsWithOtherHalf(boolean six, long high, long low, int prefixLength, int value) {
    int last = count - 1;
    if (last < 0
        || prefixLength == 0
        || sixes[last] != six
        || lengths[last] != prefixLength
        || values[last] != value) {
      return false;
    }
    long highBit = prefixLength <= 64 ? 1L << (64 - prefixLength) : 0;
    long lowBit = prefixLength > 64 ? 1L << (128 - prefixLength) : 0;
    long highMask = NetworkTable.highMask(prefixLength);
    long lowMask = NetworkTable.highMask(prefixLength - 64);
    return ((highs[last] ^ high) & highMask) == highBit
        && ((low(last) ^ low) & lowMask) == lowBit
        && (highs[last] & highBit) == 0
        && (low(last) & lowBit) == 0;
  }

  /** By family and first address, the outer before the inner; of equal networks the last. */
  NetworkList sorted() {
    boolean inOrder = true;
    for (int i = 1; i < count && inOrder; i++) {
      inOrder = compare(i - 1, i) < 0;
    }
    if (inOrder) {
      return this;
    }
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(((Comparator<Integer>) this::compare).thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    var sorted = new NetworkList(count);
    for (int i = 0; i < count; i++) {
      int at = order[i];
      if (i > 0 && compare(order[i - 1], at) == 0) {
        sorted.removeLast();
      }
      sorted.add(sixes[at], highs[at], low(at), lengths[at], values[at]);
    }
    return sorted;
  }

  private int compare(int one, int other) {
    int order = Boolean.compare(sixes[one], sixes[other]);
    if (order == 0) {
      order = Long.compareUnsigned(highs[one], highs[other]);
    }
    if (order == 0) {
      order = Long.compareUnsigned(low(one), low(other));
    }
    return order == 0 ? Integer.compare(lengths[one], lengths[other]) : order;
  }

  int count() {
    return count;
  }

  int countOfIpv4() {
    int fours = 0;
    while (fours < count && !sixes[fours]) {
      fours++;
    }
    return fours;
  }

  boolean hasLows() {
    return lows.length > 0;
  }

  long high(int at) {
    return highs[at];
  }

  long low(int at) {
    return lows.length == 0 ? 0 : lows[at];
  }

  int prefixLength(int at) {
    return lengths[at];
  }

  int value(int at) {
    return values[at];
  }
}
