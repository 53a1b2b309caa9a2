package dev.understudy.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network in virtual time on which one endpoint does as its script says: octets after pauses,
 * then the end, a reset, or silence.
 */
final class ScriptedNetwork implements Network {
  /** What comes next, so long after what came before. */
  private static final class Line {
    private final long afterNanos;
    private final byte[] octets;
    private final Ending ending;

    Line(long afterNanos, byte[] octets, Ending ending) {
      this.afterNanos = afterNanos;
      this.octets = octets;
      this.ending = ending;
    }
  }

  enum Ending {
    NONE,
    CLOSE,
    RESET,
    SILENCE
  }

  private final List<Line> script = new ArrayList<>();
  private final Map<String, List<InetAddress>> names;
  private final StringBuilder written = new StringBuilder();
  private long connectNanos;
  private boolean refusing;
  private int connections;
  long now;

  ScriptedNetwork(Map<String, List<InetAddress>> names) {
    this.names = names;
  }

  ScriptedNetwork() {
    this(Map.of());
  }

  ScriptedNetwork sends(String octets) {
    return sends(0, octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  ScriptedNetwork sends(long afterMillis, byte[] octets) {
    script.add(new Line(afterMillis * 1_000_000, octets.clone(), Ending.NONE));
    return this;
  }

  ScriptedNetwork ends(Ending ending) {
    script.add(new Line(0, new byte[0], ending));
    return this;
  }

  ScriptedNetwork connectsAfter(long millis) {
    connectNanos = millis * 1_000_000;
    return this;
  }

  ScriptedNetwork refuses() {
    refusing = true;
    return this;
  }

  /** All that was sent to the endpoint. */
  String written() {
    return written.toString();
  }

  int connections() {
    return connections;
  }

  @Override
  public List<InetAddress> resolve(String host, long deadlineNanos) throws IOException {
    List<InetAddress> found = names.get(host);
    if (found == null) {
      now = deadlineNanos;
      throw new SocketTimeoutException();
    }
    return found;
  }

  @Override
  public Connection connect(InetSocketAddress target, long deadlineNanos) throws IOException {
    connections++;
    waitFor(connectNanos, deadlineNanos);
    if (refusing) {
      throw new java.net.ConnectException("Connection refused");
    }
    return new Scripted();
  }

  private void waitFor(long nanos, long deadlineNanos) throws SocketTimeoutException {
    if (nanos > deadlineNanos - now) {
      now = deadlineNanos;
      throw new SocketTimeoutException();
    }
    now += nanos;
  }

  private final class Scripted implements Connection {
    private int line;
    private int octet;

    @Override
    public int read(byte[] target, int from, int length, long deadlineNanos) throws IOException {
      while (true) {
        Line current =
            line < script.size() ? script.get(line) : new Line(0, new byte[0], Ending.CLOSE);
        if (octet == 0) {
          waitFor(current.afterNanos, deadlineNanos);
        }
        if (octet < current.octets.length) {
          int part = Math.min(length, current.octets.length - octet);
          System.arraycopy(current.octets, octet, target, from, part);
          octet += part;
          return part;
        }
        switch (current.ending) {
          case NONE -> {
            line++;
            octet = 0;
          }
          case CLOSE -> {
            return -1;
          }
          case RESET -> throw new SocketException("Connection reset");
          case SILENCE -> waitFor(Long.MAX_VALUE / 4, deadlineNanos);
        }
      }
    }

    @Override
    public void write(byte[] source, int from, int length) {
      written.append(new String(source, from, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {}
  }
}
