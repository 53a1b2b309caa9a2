package dev.understudy.serve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.understudy.wire.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Room outside the heap for one batch of queries and their replies, laid out for recvmmsg(2) and
 * sendmmsg(2). One thread's.
 *
 * <p>A message header of 64 octets each (the padding is that of 64-bit Linux):
 *
 * <pre>
 *  octet 0        8             16      24        32          40            48        56
 *        +--------+---------+---+-------+---------+-----------+-------------+-----+---+-----+---+
 *        | *name  | namelen |   | *iov  | iov len | *control  | control len | flg |   | len |   |
 *        +--------+---------+---+-------+---------+-----------+-------------+-----+---+-----+---+
 * </pre>
 *
 * <p>A reply's name and control data are its query's: it goes to where the query came from, from
 * the address the query came to.
 */
final class DatagramBatch {

  /** Octets of a query that are read; a longer one is seen cut. */
  static final int QUERY_MAX = 1_536;

  /** Octets of the longest reply. */
  static final int REPLY_MAX = 4_096;

  /**
   * From one slot for a query to the next: an odd number of cache lines, so that the first lines of
   * all slots do not crowd the same few sets of the cache.
   */
  private static final int QUERY_STEP = QUERY_MAX + 64;

  /** Up to here a few steps of eight octets beat the call of a routine for any length. */
  private static final int SHORT_OCTETS = 256;

  /** In the order of {@link Octets}, so that neither side is turned round. */
  private static final ValueLayout.OfLong EIGHT_OCTETS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int HEADER = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int LENGTH_AT = 56;

  private static final int VECTOR = 16;
  private static final int VECTOR_LENGTH_AT = 8;
  private static final int NAME = 32;
  private static final int NAME_MAX = 28;
  private static final int CONTROL = 64;

  /** Replies start at multiples of this: at a line of the cache. */
  private static final int REPLY_STEP = 64;

  private final int capacity;
  private final boolean withControl;
  private final MemorySegment queryHeaders;
  private final MemorySegment queryVectors;
  private final MemorySegment queries;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment replyHeaders;
  private final MemorySegment replyVectors;
  private final MemorySegment replies;
  private final byte[][] taken;
  private int replyCount;

  /** Replies stand close together, so that few lines and pages are touched. */
  private long repliesEnd;

  /**
   * @param withControl whether the socket tells the address a query came to
   */
  DatagramBatch(Arena arena, int capacity, boolean withControl) {
    this.capacity = capacity;
    this.withControl = withControl;
    queryHeaders = arena.allocate((long) HEADER * capacity, 64);
    queryVectors = arena.allocate((long) VECTOR * capacity, 64);
    queries = arena.allocate((long) QUERY_STEP * capacity, 64);
    names = arena.allocate((long) NAME * capacity, 64);
    controls = arena.allocate((long) CONTROL * capacity, 64);
    replyHeaders = arena.allocate((long) HEADER * capacity, 64);
    replyVectors = arena.allocate((long) VECTOR * capacity, 64);
    replies = arena.allocate((long) REPLY_MAX * capacity, REPLY_STEP);
    taken = new byte[capacity][QUERY_MAX];
    for (int i = 0; i < capacity; i++) {
      point(queryHeaders, queryVectors, i, queries.address() + (long) QUERY_STEP * i);
      point(replyHeaders, replyVectors, i, replies.address());
      queryHeaders.set(JAVA_LONG, header(i), names.address() + (long) NAME * i);
      queryVectors.set(JAVA_LONG, vector(i) + VECTOR_LENGTH_AT, QUERY_MAX);
      if (withControl) {
        queryHeaders.set(
            JAVA_LONG, header(i) + CONTROL_AT, controls.address() + (long) CONTROL * i);
      }
    }
    arm(capacity);
  }

  private static void point(MemorySegment headers, MemorySegment vectors, int i, long slot) {
    headers.set(JAVA_LONG, header(i) + VECTOR_AT, vectors.address() + vector(i));
    headers.set(JAVA_LONG, header(i) + VECTOR_COUNT_AT, 1L);
    vectors.set(JAVA_LONG, vector(i), slot);
  }

  /**
   * Waits for a datagram and takes as many as there are; with {@link Libc#MSG_DONTWAIT} in place of
   * {@link Libc#MSG_WAITFORONE}, waits for none. Forgets all replies.
   *
   * @return how many were received, or a negative error number
   */
  int receive(Libc libc, int socket, int flags) {
    replyCount = 0;
    repliesEnd = 0;
    return libc.recvmmsg(socket, queryHeaders.address(), capacity, flags);
  }

  /** Makes the first {@code count} slots ready again: receiving overwrote their name lengths. */
  void arm(int count) {
    for (int i = 0; i < count; i++) {
      queryHeaders.set(JAVA_INT, header(i) + NAME_LENGTH_AT, NAME_MAX);
      if (withControl) {
        queryHeaders.set(JAVA_LONG, header(i) + CONTROL_LENGTH_AT, CONTROL);
      }
    }
  }

  /** Whether slot {@code i} came from anyone: waking a socket up leaves a nameless datagram. */
  boolean fromSomeone(int i) {
    return queryHeaders.get(JAVA_INT, header(i) + NAME_LENGTH_AT) > 0;
  }

  /** Copies the first {@code count} datagrams to where {@link #query} gives them. */
  void take(int count) {
    for (int i = 0; i < count; i++) {
      int length = length(i);
      long from = (long) QUERY_STEP * i;
      byte[] to = taken[i];
      if (length > SHORT_OCTETS) {
        MemorySegment.copy(queries, JAVA_BYTE, from, to, 0, length);
      } else {
        for (int at = 0; at < length; at += Long.BYTES) {
          Octets.put64(to, at, queries.get(EIGHT_OCTETS, from + at));
        }
      }
    }
  }

  /** Datagram {@code i}, from index 0, once it is taken. */
  byte[] query(int i) {
    return taken[i];
  }

  /** Length in octets of datagram {@code i}. */
  int length(int i) {
    return queryHeaders.get(JAVA_INT, header(i) + LENGTH_AT);
  }

  /**
   * Copies the sender's address to the start of {@code address} and returns its length, 4 or 16.
   */
  int sender(int i, byte[] address) {
    return SocketAddresses.copyAddress(names, (long) NAME * i, address);
  }

  /** The port of the sender. */
  int port(int i) {
    return SocketAddresses.port(names, (long) NAME * i);
  }

  /** Adds a reply to datagram {@code i}, copied from {@code reply}. */
  void reply(int i, byte[] reply, int length) {
    int j = replyCount++;
    put(reply, length);
    replyVectors.set(JAVA_LONG, vector(j), replies.address() + repliesEnd);
    replyVectors.set(JAVA_LONG, vector(j) + VECTOR_LENGTH_AT, (long) length);
    repliesEnd += (length + REPLY_STEP - 1) & -REPLY_STEP;
    replyHeaders.set(JAVA_LONG, header(j), names.address() + (long) NAME * i);
    replyHeaders.set(
        JAVA_INT,
        header(j) + NAME_LENGTH_AT,
        queryHeaders.get(JAVA_INT, header(i) + NAME_LENGTH_AT));
    if (withControl) {
      long controlLength = queryHeaders.get(JAVA_LONG, header(i) + CONTROL_LENGTH_AT);
      forgetInterface((long) CONTROL * i, controlLength);
      replyHeaders.set(JAVA_LONG, header(j) + CONTROL_AT, controls.address() + (long) CONTROL * i);
      replyHeaders.set(JAVA_LONG, header(j) + CONTROL_LENGTH_AT, controlLength);
    }
  }

  private void put(byte[] reply, int length) {
    if (length > SHORT_OCTETS) {
      MemorySegment.copy(reply, 0, replies, JAVA_BYTE, repliesEnd, length);
      return;
    }
    for (int at = 0; at < length; at += Long.BYTES) {
      replies.set(EIGHT_OCTETS, repliesEnd + at, Octets.get64(reply, at));
    }
  }

  int replyCount() {
    return replyCount;
  }

  /**
   * Sends replies from {@code first} on.
   *
   * @return how many were sent, at least 1, or the negative error number of the first
   */
  int send(Libc libc, int socket, int first) {
    return libc.sendmmsg(socket, replyHeaders.address() + header(first), replyCount - first, 0);
  }

  /**
   * Leaves the way out to the routing table, except for link-local addresses, which mean nothing
   * without their interface. Layouts of ip(7) in_pktinfo and ipv6(7) in6_pktinfo, after a cmsghdr
   * of 16 octets.
   */
  private void forgetInterface(long at, long length) {
    if (length == 0) {
      return;
    }
    int level = controls.get(JAVA_INT, at + 8);
    if (level == SocketOptions.IPPROTO_IP) {
      controls.set(JAVA_INT, at + 16, 0);
    } else if (controls.get(JAVA_BYTE, at + 16) != (byte) 0xFE
        || (controls.get(JAVA_BYTE, at + 17) & 0xC0) != 0x80) {
      controls.set(JAVA_INT, at + 32, 0);
    }
  }

  private static long header(int i) {
    return (long) HEADER * i;
  }

  private static long vector(int i) {
    return (long) VECTOR * i;
  }
}
