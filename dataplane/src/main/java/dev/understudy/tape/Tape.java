package dev.understudy.tape;

import dev.understudy.metrics.QueryCount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A ring of entries, each in one piece; one thread at a time writes, another one reads.
 *
 * <pre>
 *  octet 0        4      5         6     7      8       16     20   22      24     28     32     48
 *        +--------+------+---------+-----+------+-------+------+----+-------+------+------+------+-----
 *        | length | for  | carrier | of  | addr | start | took |port| found | qlen | rlen | addr | query, reply
 *        +--------+------+---------+-----+------+-------+------+----+-------+------+------+------+-----
 * </pre>
 *
 * <p>Entries start at multiples of 8 octets. A length of -1 says that the ring goes on at its
 * start. Positions count all octets ever written or read; what the writer may not touch lies
 * between them.
 */
public final class Tape {
  static final int HEAD_OCTETS = 48;

  private static final int WRAPPED = -1;
  private static final int ALIGNMENT = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

  /** Where the positions stand, on cache lines of their own. */
  private static final int WRITTEN = 16;

  private static final int READ = 32;

  private final byte[] ring;
  private final long[] positions = new long[48];
  private final @Nullable InetSocketAddress local;

  /** What the writer last saw of the reader's position. */
  private long seenRead;

  /**
   * An empty tape.
   *
   * @param roomOctets a power of two
   */
  Tape(int roomOctets, @Nullable InetSocketAddress local) {
    this.ring = new byte[roomOctets];
    this.local = local;
  }

  /** The address whose queries are here, or null if they are of several. */
  public @Nullable InetSocketAddress local() {
    return local;
  }

  /**
   * Takes down a query and what became of it. Writing thread only.
   *
   * @param wanted for whom, of {@link Sample#next}
   * @param carrier what the query came by; the reader knows the number
   * @param found what it was counted as, or null if it was refused
   * @param startNanos when it was begun with, by {@link System#nanoTime}
   * @param client 4 or 16 octets of address
   * @param port the client's, 0 if unknown
   * @param replyLength 0 if there was no reply
   * @return false if there was no room: then it is lost
   */
  // Entries live and die with the process, so nothing outlives a reordering of the enum.
  @SuppressWarnings("EnumOrdinal")
  public boolean write(
      int wanted,
      int carrier,
      @Nullable QueryCount found,
      long startNanos,
      int tookNanos,
      byte[] client,
      int clientLength,
      int port,
      byte[] query,
      int queryLength,
      byte[] reply,
      int replyLength) {
    int length = aligned(HEAD_OCTETS + queryLength + replyLength);
    long written = positions[WRITTEN];
    int at = (int) written & (ring.length - 1);
    int skipped = at + length > ring.length ? ring.length - at : 0;
    if (!hasRoom(written + skipped + length)) {
      return false;
    }
    if (skipped > 0) {
      INT.set(ring, at, WRAPPED);
      at = 0;
    }
    INT.set(ring, at, length);
    ring[at + 4] = (byte) wanted;
    ring[at + 5] = (byte) carrier;
    ring[at + 7] = (byte) clientLength;
    LONG.set(ring, at + 8, startNanos);
    INT.set(ring, at + 16, tookNanos);
    SHORT.set(ring, at + 20, (short) port);
    SHORT.set(ring, at + 22, (short) (found == null ? -1 : found.ordinal()));
    INT.set(ring, at + 24, queryLength);
    INT.set(ring, at + 28, replyLength);
    System.arraycopy(client, 0, ring, at + 32, clientLength);
    System.arraycopy(query, 0, ring, at + HEAD_OCTETS, queryLength);
    System.arraycopy(reply, 0, ring, at + HEAD_OCTETS + queryLength, replyLength);
    POSITION.setRelease(positions, WRITTEN, written + skipped + length);
    return true;
  }

  private boolean hasRoom(long end) {
    if (end - seenRead > ring.length) {
      seenRead = (long) POSITION.getAcquire(positions, READ);
    }
    return end - seenRead <= ring.length;
  }

  private static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Copies the oldest entry and makes its room free. Reading thread only.
   *
   * @return false if there is none
   */
  public boolean read(Entry into) {
    long read = positions[READ];
    long written = (long) POSITION.getAcquire(positions, WRITTEN);
    if (read == written) {
      return false;
    }
    int at = (int) read & (ring.length - 1);
    if ((int) INT.get(ring, at) == WRAPPED) {
      read += ring.length - at;
      at = 0;
    }
    into.take(this, ring, at);
    POSITION.setRelease(positions, READ, read + (int) INT.get(ring, at));
    return true;
  }

  static int intAt(byte[] ring, int at) {
    return (int) INT.get(ring, at);
  }

  static long longAt(byte[] ring, int at) {
    return (long) LONG.get(ring, at);
  }

  static int shortAt(byte[] ring, int at) {
    return (short) SHORT.get(ring, at);
  }
}
