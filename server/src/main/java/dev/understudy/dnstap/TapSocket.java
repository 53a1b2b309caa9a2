package dev.understudy.dnstap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream to a reader behind a socket, with the handshake of Frame Streams: READY, ACCEPT, START,
 * frames, STOP. Connects again when the reader has gone, first after a tenth of a second, then
 * later and later up to half a minute.
 *
 * <p>Frames wait in 1 MiB for a reader that is slow; what finds no room, or no reader, is lost. The
 * socket never blocks.
 */
final class TapSocket implements TapOutput {
  private static final Logger LOG = LoggerFactory.getLogger(TapSocket.class);
  private static final int BUFFER_OCTETS = 1 << 20;
  private static final long BACK_OFF_MIN_NANOS = 100_000_000L;
  private static final long BACK_OFF_MAX_NANOS = 30_000_000_000L;

  /** A reader that does not take the handshake up is given up. */
  private static final long HANDSHAKE_NANOS = 10_000_000_000L;

  /** How far a stream is. */
  private enum State {
    APART,
    CONNECTING,
    WAITING,
    OPEN
  }

  private final SocketAddress address;
  private final LongSupplier nanoTicker;
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_OCTETS);
  private final ByteBuffer in = ByteBuffer.allocate(Frames.CONTROL_MAX_OCTETS);
  private State state = State.APART;
  private @Nullable SocketChannel channel;
  private long dueNanos;
  private long backOffNanos = BACK_OFF_MIN_NANOS;
  private boolean told;

  /** Connects to nobody yet. */
  TapSocket(SocketAddress address, LongSupplier nanoTicker) {
    this.address = address;
    this.nanoTicker = nanoTicker;
    this.dueNanos = nanoTicker.getAsLong();
  }

  @Override
  public boolean frame(byte[] octets, int length) {
    if (state != State.OPEN || out.remaining() < 4 + length) {
      return false;
    }
    out.putInt(length).put(octets, 0, length);
    return true;
  }

  @Override
  public void turn() {
    try {
      switch (state) {
        case APART -> {
          if (nanoTicker.getAsLong() - dueNanos >= 0) {
            connect();
          }
        }
        case CONNECTING -> greet(open());
        case WAITING -> await(open());
        case OPEN -> carryOn(open());
      }
    } catch (IOException e) {
      part(e);
    }
  }

  private SocketChannel open() {
    if (channel == null) {
      throw new IllegalStateException("no socket in " + state);
    }
    return channel;
  }

  private void connect() throws IOException {
    SocketChannel fresh =
        address instanceof InetSocketAddress
            ? SocketChannel.open()
            : SocketChannel.open(StandardProtocolFamily.UNIX);
    channel = fresh;
    state = State.CONNECTING;
    dueNanos = nanoTicker.getAsLong() + HANDSHAKE_NANOS;
    out.clear();
    in.clear();
    fresh.configureBlocking(false);
    if (fresh.connect(address)) {
      greet(fresh);
    }
  }

  private void greet(SocketChannel socket) throws IOException {
    if (!socket.isConnected() && !socket.finishConnect()) {
      requireInTime();
      return;
    }
    out.put(Frames.control(Frames.READY));
    state = State.WAITING;
    await(socket);
  }

  private void await(SocketChannel socket) throws IOException {
    flush(socket);
    int type = read(socket);
    if (type == 0) {
      requireInTime();
      return;
    }
    if (type != Frames.ACCEPT) {
      throw new MalformedFrameException("the reader did not accept but sent control frame " + type);
    }
    out.put(Frames.control(Frames.START));
    state = State.OPEN;
    backOffNanos = BACK_OFF_MIN_NANOS;
    told = false;
    LOG.info("dnstap goes to {}", address);
    flush(socket);
  }

  private void requireInTime() throws IOException {
    if (nanoTicker.getAsLong() - dueNanos >= 0) {
      throw new IOException("the reader did not take up the handshake in time");
    }
  }

  private void carryOn(SocketChannel socket) throws IOException {
    flush(socket);
    if (read(socket) != 0) {
      throw new IOException("the reader ended the stream");
    }
  }

  /** The type of a control frame that has arrived, or 0. */
  private int read(SocketChannel socket) throws IOException {
    if (socket.read(in) < 0) {
      throw new IOException("the reader has gone");
    }
    in.flip();
    int type = Frames.readControl(in);
    in.compact();
    return type;
  }

  private void flush(SocketChannel socket) throws IOException {
    out.flip();
    try {
      if (out.hasRemaining()) {
        socket.write(out);
      }
    } finally {
      out.compact();
    }
  }

  private void part(IOException e) {
    if (!told) {
      told = true;
      LOG.warn("dnstap frames are lost until {} takes them: {}", address, e.toString());
    }
    drop();
    dueNanos = nanoTicker.getAsLong() + backOffNanos;
    backOffNanos = Math.min(2 * backOffNanos, BACK_OFF_MAX_NANOS);
  }

  private void drop() {
    state = State.APART;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("closing a socket", e);
    }
    channel = null;
  }

  @Override
  public void close() {
    if (state == State.OPEN && out.remaining() >= Frames.CONTROL_MAX_OCTETS) {
      try {
        out.put(Frames.control(Frames.STOP));
        flush(open());
      } catch (IOException e) {
        LOG.debug("the last frames did not go", e);
      }
    }
    drop();
  }
}
