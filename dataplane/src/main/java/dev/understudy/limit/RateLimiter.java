package dev.understudy.limit;

import dev.understudy.routing.NetworkTable;
import dev.understudy.wire.Octets;

/**
 * Token buckets of one serving thread: each network and subject has one, which holds a second's
 * worth of replies and is filled by the second.
 *
 * <p>The table has room for 32,768 buckets, in sets of four that share a cache line. One that is
 * not there starts full, and takes the place of the one of its set that was used least of late: a
 * flood of subjects may make the table forget, never grow or slow down.
 *
 * <pre>
 *  long 2n     fingerprint of network, subject and name
 *  long 2n+1   | second, 32 bits | used, 24 bits | over the limit since the last slip, 8 bits |
 * </pre>
 *
 * <p>Used is counted in parts of a reply, so that the threads of a socket address can share its
 * limit: the kernel spreads clients over them by port, which a forger chooses. In the long run all
 * threads together let no more through than the limit.
 */
public final class RateLimiter {
  private static final int BUCKETS = 32_768;
  private static final int WAYS = 4;

  /** Parts of a reply: the limit times this fits 24 bits. */
  private static final int REPLY = 128;

  private static final int SLIP_BITS = 8;
  private static final int USED_BITS = 24;
  private static final long SLIP_MASK = (1 << SLIP_BITS) - 1;
  private static final long USED_MASK = (1L << USED_BITS) - 1;

  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
  private static final long FINISHER = 0xd6e8_feb8_6659_fd93L;

  /** Sets the bit that tells lower from upper case, in eight octets at once; spoils some others. */
  private static final long CASELESS = 0x2020_2020_2020_2020L;

  private static final long NETWORK_IPV4 = 0xffff_ff00L;
  private static final long NETWORK_IPV6 = -1L << 8;

  private final long[] table = new long[2 * BUCKETS];
  private final int perSecond;
  private final int capacity;
  private final int slip;
  private final NetworkTable exempt;
  private final long seed;

  /**
   * Starts with all buckets full.
   *
   * @param threads that share the limit, at least 1
   * @param seed secret, so that nobody can aim at the buckets of others
   */
  public RateLimiter(RateLimit limit, int threads, long seed) {
    perSecond = Math.max(1, limit.perSecond() * REPLY / threads);
    capacity = Math.ceilDiv(perSecond, REPLY) * REPLY;
    slip = limit.slip();
    exempt = limit.exempt();
    this.seed = seed;
  }

  /**
   * Takes a reply out of its bucket, or says that it must not leave.
   *
   * @param client where it would go, {@code clientLength} (4 or 16) octets from index 0
   * @param message holds the name of the subject, uncompressed and in whatever case, in {@code
   *     [nameAt..nameEnd)}, which ends 8 octets or more after the message's start; empty for none
   * @param seconds the wall clock; may jump either way, which fills buckets
   */
  public Ruling judge(
      Subject subject,
      byte[] client,
      int clientLength,
      byte[] message,
      int nameAt,
      int nameEnd,
      long seconds) {
    long fingerprint =
        fingerprint(subject, network(client, clientLength), message, nameAt, nameEnd);
    int at = find(fingerprint);
    long state = table[at + 1];
    int now = (int) seconds;
    int used = usedBy(now, state);
    if (used + REPLY <= capacity) {
      table[at + 1] = pack(now, used + REPLY, state & SLIP_MASK);
      return Ruling.SEND;
    }
    if (isExempt(client, clientLength)) {
      return Ruling.SEND;
    }
    long over = (state & SLIP_MASK) + 1;
    boolean slips = over == slip;
    table[at + 1] = pack(now, used, slips || slip == 0 ? 0 : over);
    return slips ? Ruling.SLIP : Ruling.DROP;
  }

  /** What of the bucket is still used up now; whole seconds fill it. */
  private int usedBy(int now, long state) {
    int then = (int) (state >>> (USED_BITS + SLIP_BITS));
    int used = (int) (state >>> SLIP_BITS & USED_MASK);
    if (now == then) {
      return used;
    }
    int elapsed = now - then;
    return elapsed < 0 ? 0 : (int) Math.max(0, used - (long) elapsed * perSecond);
  }

  private static long pack(int second, int used, long over) {
    return (long) second << (USED_BITS + SLIP_BITS) | (long) used << SLIP_BITS | over;
  }

  /** The bucket of this fingerprint, in its own place or in that of another. */
  private int find(long fingerprint) {
    int set = (int) (fingerprint & (BUCKETS - WAYS)) * 2;
    int least = set;
    for (int at = set; at < set + 2 * WAYS; at += 2) {
      if (table[at] == fingerprint) {
        return at;
      }
      if (Long.compareUnsigned(table[at + 1], table[least + 1]) < 0) {
        least = at;
      }
    }
    table[least] = fingerprint;
    table[least + 1] = 0;
    return least;
  }

  private static long network(byte[] client, int clientLength) {
    return clientLength == 4
        ? Octets.get32(client, 0) & NETWORK_IPV4
        : (Octets.get64(client, 0) & NETWORK_IPV6) | 1;
  }

  // Fingerprints live and die with the process, so nothing outlives a reordering of the enum.
  @SuppressWarnings("EnumOrdinal")
  private long fingerprint(Subject subject, long network, byte[] message, int nameAt, int nameEnd) {
    long hash = mix(mix(seed, network), (long) subject.ordinal() << 32 | (nameEnd - nameAt));
    int at = nameAt;
    for (; at + 8 <= nameEnd; at += 8) {
      hash = mix(hash, Octets.get64(message, at) | CASELESS);
    }
    int rest = nameEnd - at;
    if (rest > 0) {
      hash = mix(hash, (Octets.get64(message, nameEnd - 8) | CASELESS) & ((1L << (8 * rest)) - 1));
    }
    hash *= FINISHER;
    return hash ^ hash >>> 32;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ mixed >>> 32;
  }

  private boolean isExempt(byte[] client, int clientLength) {
    if (exempt.isEmpty()) {
      return false;
    }
    long high = clientLength == 4 ? (long) Octets.get32(client, 0) << 32 : Octets.get64(client, 0);
    long low = clientLength == 4 ? 0 : Octets.get64(client, 8);
    return exempt.longest(clientLength, high, low, 8 * clientLength) != NetworkTable.NONE;
  }
}
