package dev.understudy.routing;

import java.util.Arrays;

/**
 * Networks, each with a number, found by longest match. Immutable; a search allocates nothing.
 *
 * <p>Networks of one family nest or are apart, so sorted by first address, the last one that starts
 * at or before an address, or one that encloses it, is the longest that contains the address. Each
 * knows the next one around it. IPv4 comes first, its 32 bits at the top of 128.
 *
 * <p>A map of the world has millions of networks: they cost 13 octets each, 8 more for IPv6 where
 * some prefix is longer than 64 bits, 4 more where networks nest.
 */
public final class NetworkTable {
  /** No such network. */
  public static final int NONE = -1;

  public static final NetworkTable EMPTY = new Builder().build();

  /** Every address of both families, with the number 0. */
  public static final NetworkTable EVERYWHERE =
      new Builder().add(new byte[4], 0, 0).add(new byte[16], 0, 0).build();

  private final long[] highs;

  /** Of IPv6 only; empty if all are zero. */
  private final long[] lows;

  private final byte[] lengths;
  private final int[] values;

  /** The place of the next network around each; empty if no network encloses another. */
  private final int[] around;

  /** Where IPv6 begins. */
  private final int sixes;

  private NetworkTable(NetworkList networks) {
    int count = networks.count();
    highs = new long[count];
    lengths = new byte[count];
    values = new int[count];
    sixes = networks.countOfIpv4();
    lows = new long[networks.hasLows() ? count - sixes : 0];
    for (int i = 0; i < count; i++) {
      highs[i] = networks.high(i);
      lengths[i] = (byte) networks.prefixLength(i);
      values[i] = networks.value(i);
      if (i >= sixes && lows.length > 0) {
        lows[i - sixes] = networks.low(i);
      }
    }
    around = enclosing();
  }

  private int[] enclosing() {
    int first = 0;
    while (first < highs.length && !isInsideOfLast(first)) {
      first++;
    }
    if (first == highs.length) {
      return new int[0];
    }
    int[] outers = new int[highs.length];
    Arrays.fill(outers, 0, first, NONE);
    for (int i = first; i < highs.length; i++) {
      int outer = i == sixes ? NONE : i - 1;
      while (outer != NONE && !contains(outer, highs[i], low(i))) {
        outer = outers[outer];
      }
      outers[i] = outer;
    }
    return outers;
  }

  /** If a network is inside of another, then the one that follows that other is too. */
  private boolean isInsideOfLast(int at) {
    return at > 0 && at != sixes && contains(at - 1, highs[at], low(at));
  }

  /** Whether there is no network at all. */
  public boolean isEmpty() {
    return highs.length == 0;
  }

  /** How many networks there are. */
  public int count() {
    return highs.length;
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
    return outwards(lastUpTo(lengthOctets, high, low), high, low, bits);
  }

  /** The same, from the last network that starts at or before the address. */
  int outwards(int before, long high, long low, int bits) {
    int at = before;
    while (at != NONE && !(lengths(at) <= bits && contains(at, high, low))) {
      at = shorter(at);
    }
    return at;
  }

  /** The next shorter network around one, or {@link #NONE}. */
  public int shorter(int at) {
    return around.length == 0 ? NONE : around[at];
  }

  /** The prefix length of a network. */
  public int prefixLength(int at) {
    return lengths(at);
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
    int before = lastUpTo(lengthOctets, high, low);
    return scope(before, outwards(before, high, low, bits), lengthOctets, high, low, bits);
  }

  /** The same, from what was found on the way. */
  int scope(int before, int match, int lengthOctets, long high, long low, int bits) {
    int after = before == NONE ? (lengthOctets == 4 ? 0 : sixes) : before + 1;
    int scope = match == NONE ? 0 : lengths(match);
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
    if (lengths(at) <= bits && contains(at, high, low)) {
      return 0;
    }
    long difference = highs[at] ^ high;
    int shared =
        difference == 0
            ? 64 + Long.numberOfLeadingZeros(low(at) ^ low)
            : Long.numberOfLeadingZeros(difference);
    return Math.min(lengths(at), shared + 1);
  }

  /** The last network of the family that starts at or before an address. */
  int lastUpTo(int lengthOctets, long high, long low) {
    int first = lengthOctets == 4 ? 0 : sixes;
    int from = first;
    int to = lengthOctets == 4 ? sixes : highs.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(highs[middle], high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(low(middle), low) <= 0)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == first ? NONE : from - 1;
  }

  private boolean contains(int at, long high, long low) {
    int length = lengths(at);
    return ((highs[at] ^ high) & highMask(length)) == 0
        && ((low(at) ^ low) & highMask(length - 64)) == 0;
  }

  private int lengths(int at) {
    return lengths[at] & 0xff;
  }

  private long low(int at) {
    return at < sixes || lows.length == 0 ? 0 : lows[at - sixes];
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

  /** Networks being gathered, in any order; of the same one given twice, the last counts. */
  public static final class Builder {
    private final NetworkList networks;

    /** Starts with none. */
    public Builder() {
      this(0);
    }

    /** Starts with none, and room for about so many. */
    Builder(int expected) {
      networks = new NetworkList(expected);
    }

    /**
     * Adds a network.
     *
     * @param octets 4 or 16; bits after the prefix do not matter
     */
    public Builder add(byte[] octets, int prefixLength, int value) {
      if (octets.length != 4 && octets.length != 16) {
        throw new IllegalArgumentException("an address of " + octets.length + " octets");
      }
      return add(
          octets.length,
          high(octets, 0, octets.length),
          low(octets, 0, octets.length),
          prefixLength,
          value);
    }

    /**
     * Adds a network.
     *
     * @param lengthOctets 4 or 16
     * @param high the first 64 bits of the address, of IPv4 all 32 and then zeros; bits after the
     *     prefix do not matter
     */
    public Builder add(int lengthOctets, long high, long low, int prefixLength, int value) {
      if (prefixLength < 0 || prefixLength > 8 * lengthOctets) {
        throw new IllegalArgumentException(
            "prefix length " + prefixLength + " is outside 0.." + 8 * lengthOctets);
      }
      networks.add(
          lengthOctets == 16,
          high & highMask(prefixLength),
          low & highMask(prefixLength - 64),
          prefixLength,
          value);
      return this;
    }

    /**
     * Adds a network, and makes one of it and its other half if that came just before with the same
     * value, and so on. For tables in which the shortest network of a value is as good as any.
     */
    Builder addJoining(int lengthOctets, long high, long low, int prefixLength, int value) {
      int length = prefixLength;
      while (networks.endsWithOtherHalf(lengthOctets == 16, high, low, length, value)) {
        networks.removeLast();
        length--;
      }
      return add(lengthOctets, high, low, length, value);
    }

    /** How many networks there are by now. */
    int count() {
      return networks.count();
    }

    /** The table of all networks added so far. */
    public NetworkTable build() {
      return new NetworkTable(networks.sorted());
    }
  }
}
