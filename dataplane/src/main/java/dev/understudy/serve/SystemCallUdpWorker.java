package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves a UDP socket by recvmmsg(2) and sendmmsg(2).
 *
 * <p>Blocking calls with a thread-state transition, not critical ones: in a batch the transition
 * costs nothing that could be measured, and the collector never waits for a thread that waits for a
 * datagram.
 */
final class SystemCallUdpWorker implements UdpWorker {

  /** In fewer queries there is too little to wait for at once. */
  private static final int READ_AHEAD_MIN = 3;

  private final int socket;
  private final boolean tellsDestination;
  private final int batchSize;
  private final Desk desk;
  private boolean closed;
  private volatile boolean stopping;

  private SystemCallUdpWorker(int socket, boolean tellsDestination, int batchSize, Desk desk) {
    this.socket = socket;
    this.tellsDestination = tellsDestination;
    this.batchSize = batchSize;
    this.desk = desk;
  }

  /**
   * Opens a socket on {@code address}.
   *
   * @param shared whether others of our sockets are on the same address
   */
  static SystemCallUdpWorker open(
      InetSocketAddress address, boolean shared, ServeSettings settings, Desk desk)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return new SystemCallUdpWorker(
          openSocket(new Libc(arena), address, shared, settings, arena),
          address.getAddress().isAnyLocalAddress(),
          settings.udpBatch(),
          desk);
    }
  }

  /** Fails as {@link #open} would if anybody has {@code address}, shared or not. */
  static void requireFree(InetSocketAddress address, ServeSettings settings) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var libc = new Libc(arena);
      int ignored = libc.close(openSocket(libc, address, false, settings, arena));
    }
  }

  private static int openSocket(
      Libc libc, InetSocketAddress address, boolean shared, ServeSettings settings, Arena arena)
      throws IOException {
    MemorySegment encoded = SocketAddresses.encode(address, arena);
    boolean six = encoded.byteSize() > 16;
    int socket = libc.socket(six ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM_CLOEXEC, 0);
    if (socket < 0) {
      throw ListenFailure.udp(address, -socket);
    }
    boolean wildcard = address.getAddress().isAnyLocalAddress();
    int result = prepare(new SocketOptions(libc, socket, arena), six, wildcard, shared, settings);
    if (result >= 0) {
      result = libc.bind(socket, encoded);
    }
    if (result < 0) {
      int ignored = libc.close(socket);
      throw ListenFailure.udp(address, -result);
    }
    return socket;
  }

  private static int prepare(
      SocketOptions options,
      boolean six,
      boolean wildcard,
      boolean shared,
      ServeSettings settings) {
    options.tune(settings.socketBufferOctets());
    int result = shared ? options.sharePort() : 0;
    if (result >= 0 && wildcard) {
      result = options.tellDestination(six);
    }
    return result >= 0 && wildcard && six ? options.serveBothFamilies() : result;
  }

  @Override
  public void run() {
    try (Arena arena = Arena.ofConfined()) {
      var libc = new Libc(arena);
      var batch = new DatagramBatch(arena, batchSize, tellsDestination);
      while (!stopping) {
        serve(libc, batch, Libc.MSG_WAITFORONE);
      }
      long deadline = System.nanoTime() + DRAIN_NANOS;
      while (serve(libc, batch, Libc.MSG_DONTWAIT) && System.nanoTime() < deadline) {
        // What was received before the stop is still answered.
      }
    } finally {
      discard();
    }
  }

  /** Serves one batch; false when there was nothing to serve. Throws nothing. */
  private boolean serve(Libc libc, DatagramBatch batch, int flags) {
    try {
      int count = batch.receive(libc, socket, flags);
      if (count <= 0) {
        notReceived(-count);
        return false;
      }
      answer(batch, count);
      send(libc, batch);
      batch.arm(count);
      return true;
    } catch (RuntimeException | Error e) {
      desk.bug(e);
      batch.arm(batchSize);
      return true;
    }
  }

  private void notReceived(int error) {
    switch (error) {
      case 0, Libc.EINTR, Libc.EAGAIN, Libc.ECONNREFUSED -> {
        // Woken for nothing, or told of an earlier reply that was not wanted.
      }
      default -> {
        desk.bug(new IOException("recvmmsg failed with error " + error));
        LockSupport.parkNanos(REST_NANOS);
      }
    }
  }

  private void answer(DatagramBatch batch, int count) {
    int received = 0;
    desk.clock.next();
    batch.take(count);
    if (count >= READ_AHEAD_MIN && desk.readsAhead()) {
      readAhead(batch, count);
    }
    for (int i = 0; i < count; i++) {
      if (batch.fromSomeone(i)) {
        received++;
        if (desk.wantsPort) {
          desk.port(batch.port(i));
        }
        int replyLength =
            desk.answer(
                batch.query(i), batch.length(i), Transport.UDP, batch.sender(i, desk.client));
        if (replyLength != Responder.DROP) {
          batch.reply(i, desk.reply, replyLength);
        }
      }
    }
    desk.counts.add(QueryCount.QUERIES_UDP, received);
  }

  private void readAhead(DatagramBatch batch, int count) {
    for (int i = 0; i < count; i++) {
      desk.expect(batch.query(i), batch.length(i));
    }
    desk.prepare();
  }

  /** Sends every reply that can be sent. One that cannot is tried twice and then skipped. */
  private void send(Libc libc, DatagramBatch batch) {
    int next = 0;
    boolean again = false;
    while (next < batch.replyCount()) {
      int sent = batch.send(libc, socket, next);
      if (sent > 0) {
        next += sent;
        again = false;
      } else if (again) {
        desk.counts.add(QueryCount.DROPPED_UNSENT);
        next++;
        again = false;
      } else {
        again = true;
      }
    }
  }

  @Override
  public void stop() {
    stopping = true;
    synchronized (this) {
      if (!closed) {
        try (Arena arena = Arena.ofConfined()) {
          // Linux wakes up receivers even though it reports a UDP socket as not connected.
          int ignored = new Libc(arena).shutdown(socket, Libc.SHUT_RD);
        }
      }
    }
  }

  @Override
  public synchronized void discard() {
    if (!closed) {
      closed = true;
      try (Arena arena = Arena.ofConfined()) {
        int ignored = new Libc(arena).close(socket);
      }
    }
  }
}
