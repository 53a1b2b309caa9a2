package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Serves a UDP socket through the JDK's channel: one datagram per call, on any system. */
final class ChannelUdpWorker implements UdpWorker {

  private final DatagramChannel channel;
  private final Selector selector;
  private final Desk desk;
  private final ByteBuffer query = ByteBuffer.allocateDirect(DatagramBatch.QUERY_MAX);
  private final ByteBuffer reply = ByteBuffer.allocateDirect(DatagramBatch.REPLY_MAX);
  private volatile boolean stopping;

  private ChannelUdpWorker(DatagramChannel channel, Selector selector, Desk desk) {
    this.channel = channel;
    this.selector = selector;
    this.desk = desk;
  }

  /**
   * Opens a channel on {@code address}, which is not a wildcard: replies leave from it.
   *
   * @param shared whether others of our channels are on the same address
   */
  // The channel is closed on every way out that does not hand it to the worker.
  @SuppressWarnings("resource")
  static ChannelUdpWorker open(
      InetSocketAddress address, boolean shared, ServeSettings settings, Desk desk)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.socketBufferOctets());
      channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.socketBufferOctets());
      if (shared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ChannelUdpWorker(channel, selector, desk);
    } catch (IOException | UnsupportedOperationException e) {
      channel.close();
      throw e instanceof IOException io ? ListenFailure.of(address, "UDP", io) : new IOException(e);
    }
  }

  /** Fails as {@link #open} would if anybody has {@code address}, shared or not. */
  static void requireFree(InetSocketAddress address) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(address);
    } catch (IOException e) {
      throw ListenFailure.of(address, "UDP", e);
    }
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        try {
          selector.select(key -> {});
          serveAll(Long.MAX_VALUE);
        } catch (ClosedChannelException e) {
          return;
        } catch (IOException | RuntimeException | Error e) {
          desk.bug(e);
          LockSupport.parkNanos(REST_NANOS);
        }
      }
      serveAll(DRAIN_NANOS);
    } catch (IOException e) {
      // Stopping anyway.
    } finally {
      discard();
    }
  }

  /** Serves datagrams until there are none, or {@code nanos} have passed. */
  private void serveAll(long nanos) throws IOException {
    long start = System.nanoTime();
    do {
      query.clear();
      SocketAddress sender = channel.receive(query);
      if (sender == null) {
        return;
      }
      serve((InetSocketAddress) sender);
    } while (System.nanoTime() - start < nanos);
  }

  private void serve(InetSocketAddress sender) {
    desk.counts.add(QueryCount.QUERIES_UDP);
    desk.clock.next();
    int length = query.flip().remaining();
    query.get(desk.query, 0, length);
    byte[] address = sender.getAddress().getAddress();
    System.arraycopy(address, 0, desk.client, 0, address.length);
    desk.port(sender.getPort());
    int replyLength = desk.answer(length, Transport.UDP, address.length);
    if (replyLength != Responder.DROP) {
      reply.clear().put(desk.reply, 0, replyLength).flip();
      send(sender);
    }
  }

  private void send(InetSocketAddress receiver) {
    boolean sent;
    try {
      sent = channel.send(reply, receiver) > 0;
    } catch (IOException | RuntimeException e) {
      sent = false; // an address the system will not send to, or an error left by an earlier reply
    }
    if (!sent) {
      desk.counts.add(QueryCount.DROPPED_UNSENT);
    }
  }

  @Override
  public void stop() {
    stopping = true;
    selector.wakeup();
  }

  @Override
  public void discard() {
    close(selector);
    close(channel);
  }

  private static void close(@Nullable AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      // It is gone either way.
    }
  }
}
