package dev.understudy.tape;

import dev.understudy.metrics.QueryCount;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry, copied from its tape: a query and what became of it. Filled anew by each read. */
public final class Entry {
  private static final int MESSAGE_MAX = 65_535;
  private static final List<QueryCount> FOUND = List.of(QueryCount.values());

  private final byte[] client = new byte[16];
  private final byte[] query = new byte[MESSAGE_MAX];
  private final byte[] reply = new byte[MESSAGE_MAX];
  private int wanted;
  private int carrier;
  private int found;
  private long startNanos;
  private int tookNanos;
  private int clientLength;
  private int port;
  private int queryLength;
  private int replyLength;
  private @Nullable InetSocketAddress local;

  /** Starts empty. */
  public Entry() {}

  void take(Tape tape, byte[] ring, int at) {
    local = tape.local();
    wanted = ring[at + 4];
    carrier = ring[at + 5];
    clientLength = ring[at + 7];
    startNanos = Tape.longAt(ring, at + 8);
    tookNanos = Tape.intAt(ring, at + 16);
    port = Tape.shortAt(ring, at + 20) & 0xffff;
    found = Tape.shortAt(ring, at + 22);
    queryLength = Tape.intAt(ring, at + 24);
    replyLength = Tape.intAt(ring, at + 28);
    System.arraycopy(ring, at + 32, client, 0, clientLength);
    System.arraycopy(ring, at + Tape.HEAD_OCTETS, query, 0, queryLength);
    System.arraycopy(ring, at + Tape.HEAD_OCTETS + queryLength, reply, 0, replyLength);
  }

  /** Whether it is for {@link Sample#LOG} or {@link Sample#TAP}. */
  public boolean isFor(int reader) {
    return (wanted & reader) != 0;
  }

  /** What the query came by, as the writer put it. */
  public int carrier() {
    return carrier;
  }

  /** What the query was counted as: an outcome, or an answer by its policy; null if refused. */
  public @Nullable QueryCount found() {
    return found < 0 ? null : FOUND.get(found);
  }

  /** When the query was begun with, by {@link System#nanoTime}. */
  public long startNanos() {
    return startNanos;
  }

  /** How long it took until its reply was ready to be sent. */
  public int tookNanos() {
    return tookNanos;
  }

  /** The client's address, in the first {@link #clientLength} octets; never written to. */
  public byte[] client() {
    return client;
  }

  /** 4 or 16. */
  public int clientLength() {
    return clientLength;
  }

  /** The client's port; 0 if unknown. */
  public int port() {
    return port;
  }

  /** The query, in the first {@link #queryLength} octets; never written to. */
  public byte[] query() {
    return query;
  }

  /** Octets of the query, any number. */
  public int queryLength() {
    return queryLength;
  }

  /** The reply, in the first {@link #replyLength} octets; never written to. */
  public byte[] reply() {
    return reply;
  }

  /** Octets of the reply; 0 if none left. */
  public int replyLength() {
    return replyLength;
  }

  /** The address that was asked, or null if unknown. */
  public @Nullable InetSocketAddress local() {
    return local;
  }
}
