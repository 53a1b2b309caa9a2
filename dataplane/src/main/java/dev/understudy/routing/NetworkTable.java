package dev.understudy.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Networks, each with a number, found by longest match. Immutable; a search allocates nothing.
 *
 * <p>Networks of one family nest or are apart, so sorted by first address, the last one that starts
 * at or before an address, or one that encloses it, is the longest that contains the address. Each
 * knows the next one around it. IPv4 comes first, its 32 bits at the top of 128.
 */
public final class NetworkTable {
  /** No such network. */
  public static final int NONE = -1;

  public static final NetworkTable EMPTY = new Builder().build();

  /** Every address of both families, with the number 0. */
  public static final NetworkTable EVERYWHERE =
      new Builder().add(new byte[4], 0, 0).add(new byte[16], 0, 0).build();

  private final long[] highs;
  private final long[] lows;
  private final int[] lengths;
  private final int[] around;
  private final int[] values;

  /** Where IPv6 begins. */
  private final int sixes;

  private NetworkTable(List<Entry> entries) {
    int count = entries.size();
    highs = new long[count];
    lows = new long[count];
    lengths = new int[count];
    around = new int[count];
    values = new int[count];
    int fours = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = entries.get(i);
      highs[i] = entry.high;
      lows[i] = entry.low;
      lengths[i] = entry.length;
      values[i] = entry.value;
      fours += entry.six ? 0 : 1;
      int outer = i == (entry.six ? fours : 0) ? NONE : i - 1;
      while (outer != NONE && !contains(outer, entry.high, entry.low)) {
        outer = around[outer];
      }
      around[i] = outer;
    }
    sixes = fours;
  }

  /** Whether there is no network at all. */
  public boolean isEmpty() {
    return highs.length == 0;
  }

  /**
   * The longest network that contains all of another.
   *
   * @param lengthOctets 4 or 16
   * @param high the first 64 bits of the address, of IPv4 all 32 and then zeros
   * @param bits how many leading bits of the address count
   * @return its place in this table, or {@link #NONE}
   */
  public int longest(int lengthOctets, long high, long low, int bits) {
    int at = lastUpTo(lengthOctets, high, low);
    while (at != NONE && !(lengths[at] <= bits && contains(at, high, low))) {
      at = around[at];
    }
    return at;
  }

  /** The next shorter network around one, or {@link #NONE}. */
  public int shorter(int at) {
    return around[at];
  }

  /** The prefix length of a network. */
  public int prefixLength(int at) {
    return lengths[at];
  }

  /** The number of a network. */
  public int value(int at) {
    return values[at];
  }

  /**
   * How many bits of an address {@link #longest} depended on: every address that shares them has
   * the same longest match. May be more than {@code bits}: then the answer would be finer if more
   * were known.
   */
  public int scope(int lengthOctets, long high, long low, int bits) {
    int match = longest(lengthOctets, high, low, bits);
    int before = lastUpTo(lengthOctets, high, low);
    int after = before == NONE ? (lengthOctets == 4 ? 0 : sixes) : before + 1;
    int scope = match == NONE ? 0 : lengths[match];
    if (before != NONE) {
      scope = Math.max(scope, bitsApart(before, high, low, bits));
    }
    if (after < (lengthOctets == 4 ? sixes : highs.length)) {
      scope = Math.max(scope, bitsApart(after, high, low, bits));
    }
    return scope;
  }

  /** Bits that tell an address from a network which does not contain it; 0 if it does. */
  private int bitsApart(int at, long high, long low, int bits) {
    if (lengths[at] <= bits && contains(at, high, low)) {
      return 0;
    }
    long difference = highs[at] ^ high;
    int shared =
        difference == 0
            ? 64 + Long.numberOfLeadingZeros(lows[at] ^ low)
            : Long.numberOfLeadingZeros(difference);
    return Math.min(lengths[at], shared + 1);
  }

  /** The last network of the family that starts at or before an address. */
  private int lastUpTo(int lengthOctets, long high, long low) {
    int first = lengthOctets == 4 ? 0 : sixes;
    int from = first;
    int to = lengthOctets == 4 ? sixes : highs.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(highs[middle], high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(lows[middle], low) <= 0)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == first ? NONE : from - 1;
  }

  private boolean contains(int at, long high, long low) {
    int length = lengths[at];
    return ((highs[at] ^ high) & highMask(length)) == 0
        && ((lows[at] ^ low) & highMask(length - 64)) == 0;
  }

  /** So many ones from the top; none below zero. */
  static long highMask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << (64 - bits);
  }

  /** The first eight octets of an address, or all four of IPv4 and zeros. */
  static long high(byte[] octets, int at, int lengthOctets) {
    long high = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | (i < lengthOctets ? octets[at + i] & 0xff : 0);
    }
    return high;
  }

  /** The last eight octets of an IPv6 address; 0 of IPv4. */
  static long low(byte[] octets, int at, int lengthOctets) {
    return lengthOctets == 16 ? high(octets, at + 8, 8) : 0;
  }

  private record Entry(boolean six, long high, long low, int length, int value) {
    boolean sameNetwork(Entry other) {
      return six == other.six && high == other.high && low == other.low && length == other.length;
    }
  }

  /** Networks being gathered, in any order; of the same one given twice, the last counts. */
  public static final class Builder {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::six)
            .thenComparing(Entry::high, Long::compareUnsigned)
            .thenComparing(Entry::low, Long::compareUnsigned)
            .thenComparingInt(Entry::length);

    private final List<Entry> entries = new ArrayList<>();

    /** Starts with none. */
    public Builder() {}

    /**
     * Adds a network.
     *
     * @param octets 4 or 16; bits after the prefix do not matter
     */
    public Builder add(byte[] octets, int prefixLength, int value) {
      if (octets.length != 4 && octets.length != 16) {
        throw new IllegalArgumentException("an address of " + octets.length + " octets");
      }
      if (prefixLength < 0 || prefixLength > 8 * octets.length) {
        throw new IllegalArgumentException(
            "prefix length " + prefixLength + " is outside 0.." + 8 * octets.length);
      }
      long high = high(octets, 0, octets.length) & highMask(prefixLength);
      long low = low(octets, 0, octets.length) & highMask(prefixLength - 64);
      entries.add(new Entry(octets.length == 16, high, low, prefixLength, value));
      return this;
    }

    /** The table of all networks added so far. */
    public NetworkTable build() {
      entries.sort(ORDER);
      var distinct = new ArrayList<Entry>(entries.size());
      for (Entry entry : entries) {
        if (!distinct.isEmpty() && distinct.getLast().sameNetwork(entry)) {
          distinct.removeLast();
        }
        distinct.add(entry);
      }
      return new NetworkTable(distinct);
    }
  }
}
