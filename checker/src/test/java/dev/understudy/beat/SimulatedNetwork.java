package dev.understudy.beat;

import dev.understudy.beat.SimulatedEndpoint.Manner;
import dev.understudy.probe.Network;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in virtual time. Whoever waits on it moves the clock to the moment the wait would have
 * ended; the simulation then puts the clock back and brings the outcome when its time has come.
 */
final class SimulatedNetwork implements Network {
  private static final long SECOND = 1_000_000_000L;
  private static final long[] SYN_REPEATS = {0, SECOND, 3 * SECOND, 7 * SECOND};

  private final Map<InetAddress, SimulatedEndpoint> endpoints = new HashMap<>();
  private final long slowNanos;
  long now;

  /** Slow endpoints take {@code slowNanos} to answer. */
  SimulatedNetwork(long slowNanos) {
    this.slowNanos = slowNanos;
  }

  long slowNanos() {
    return slowNanos;
  }

  void add(InetAddress address, SimulatedEndpoint endpoint) {
    endpoints.put(address, endpoint);
  }

  @Override
  public List<InetAddress> resolve(String host, long deadlineNanos) throws IOException {
    throw new UnknownHostException(host);
  }

  @Override
  public Connection connect(InetSocketAddress target, long deadlineNanos) throws IOException {
    SimulatedEndpoint endpoint = endpoints.get(target.getAddress());
    if (endpoint == null) {
      throw new ConnectException("Network is unreachable");
    }
    long start = now;
    for (long repeat : SYN_REPEATS) {
      long sent = start + repeat;
      if (sent >= deadlineNanos) {
        break;
      }
      Manner manner = endpoint.at(sent);
      if (manner != Manner.SILENT) {
        waitUntil(sent + endpoint.roundTripNanos(), deadlineNanos);
        if (manner == Manner.DOWN) {
          throw new ConnectException("Connection refused");
        }
        return new SimulatedConnection(endpoint, now);
      }
    }
    now = deadlineNanos;
    throw new SocketTimeoutException();
  }

  private void waitUntil(long time, long deadlineNanos) throws SocketTimeoutException {
    now = Math.min(time, deadlineNanos);
    if (time > deadlineNanos) {
      throw new SocketTimeoutException();
    }
  }

  private final class SimulatedConnection implements Connection {
    private final SimulatedEndpoint endpoint;
    private final long opened;
    private byte[] reply = new byte[0];
    private int sent;
    private boolean asked;

    SimulatedConnection(SimulatedEndpoint endpoint, long opened) {
      this.endpoint = endpoint;
      this.opened = opened;
    }

    @Override
    public void write(byte[] source, int from, int length) {
      asked = true;
    }

    @Override
    public int read(byte[] target, int from, int length, long deadlineNanos) throws IOException {
      if (!asked) {
        return idle(deadlineNanos);
      }
      if (reply.length == 0) {
        reply = reply(deadlineNanos).getBytes(StandardCharsets.US_ASCII);
      }
      int part = Math.min(length, reply.length - sent);
      System.arraycopy(reply, sent, target, from, part);
      sent += part;
      return part == 0 ? -1 : part;
    }

    /** Waits for the end of a connection on which nothing is said. */
    private int idle(long deadlineNanos) throws IOException {
      long reset = endpoint.resetAfter(opened);
      long closed = endpoint.idleNanos() == 0 ? Long.MAX_VALUE : opened + endpoint.idleNanos();
      waitUntil(Math.min(reset, closed), deadlineNanos);
      if (reset <= closed) {
        throw new SocketException("Connection reset");
      }
      return -1;
    }

    private String reply(long deadlineNanos) throws IOException {
      long at = now;
      while (true) {
        Manner manner = endpoint.at(at);
        long end = endpoint.until(at);
        switch (manner) {
          case DOWN, RESETTING -> {
            waitUntil(at, deadlineNanos);
            throw new SocketException("Connection reset");
          }
          case UP, SLOW, FAILING -> {
            long ready = at + endpoint.roundTripNanos() + (manner == Manner.SLOW ? slowNanos : 0);
            if (ready <= end) {
              waitUntil(ready, deadlineNanos);
              return manner == Manner.FAILING
                  ? "HTTP/1.1 500 Oops\r\n\r\n"
                  : "HTTP/1.1 200 OK\r\n\r\n";
            }
          }
          case FROZEN, SILENT -> {}
        }
        if (end >= deadlineNanos) {
          waitUntil(Long.MAX_VALUE, deadlineNanos);
        }
        at = end;
      }
    }

    @Override
    public void close() {}
  }
}
