package dev.understudy.serve;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over TCP (RFC 8446, RFC 5246), on the connection's own thread. The room for records is
 * borrowed while they are sealed and opened; what a connection holds by itself is what has come of
 * a record that is not whole, and what did not fit its reader.
 */
final class TlsLine implements Line {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] NO_OCTETS = {};
  private static final int BUFFER_MIN = 2_048;
  private static final int RECORD_HEADER = 5;

  /** The content type of a handshake, with which every client begins. */
  private static final int HANDSHAKE = 22;

  /** Records without data, such as new keys, that a client may send in a row. */
  private static final int BARREN_MAX = 32;

  private final PlainLine plain;
  private final TlsService service;
  private final SSLEngine engine;

  private byte[] in = new byte[BUFFER_MIN];
  private int inStart;
  private int inEnd;
  private byte[] left = NO_OCTETS;
  private int leftAt;
  private boolean open;

  TlsLine(Socket socket, TlsService service) {
    this.plain = new PlainLine(socket);
    this.service = service;
    this.engine = service.engine();
  }

  @Override
  public InetAddress client() {
    return plain.client();
  }

  @Override
  public int port() {
    return plain.port();
  }

  @Override
  public Transport transport() {
    return Transport.TLS;
  }

  @Override
  public void open() throws IOException {
    try {
      plain.open();
      greet();
      engine.beginHandshake();
      shake();
      open = true;
    } catch (SSLException e) {
      sayWhy();
      boolean alerted = String.valueOf(e.getMessage()).contains("Received fatal alert");
      throw new LineException(alerted ? QueryCount.TLS_REFUSED : QueryCount.TLS_FAILED, e);
    } catch (LineException e) {
      throw e;
    } catch (IOException e) {
      throw new LineException(QueryCount.TLS_LEFT, e);
    }
  }

  @Override
  public Duration openingMax() {
    return service.settings().handshake();
  }

  /** Looks at the first octet: who speaks plain DNS or HTTP here gets no alert of TLS. */
  private void greet() throws IOException {
    if (!fill()) {
      throw new EOFException("left before the handshake");
    }
    if (in[inStart] != HANDSHAKE) {
      throw new LineException(QueryCount.TLS_NOT_TLS, "not TLS");
    }
  }

  /** Does what the engine wants until it wants nothing more of a handshake. */
  private void shake() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          switch (unwrap().getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
              if (!fill()) {
                throw new EOFException("left in the handshake");
              }
            }
            case BUFFER_OVERFLOW, CLOSED -> throw new EOFException("closed in the handshake");
          }
        }
        case NEED_WRAP -> seal(NOTHING);
        case NEED_TASK -> compute();
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void compute() throws IOException {
    try {
      service.handshaking().acquire();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    } finally {
      service.handshaking().release();
    }
  }

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    try {
      for (int barren = 0; barren <= BARREN_MAX; ) {
        if (leftAt < left.length) {
          return takeLeft(into, at, room);
        }
        SSLEngineResult result = unwrap();
        switch (result.getStatus()) {
          case OK -> {
            barren += result.bytesProduced() == 0 ? 1 : 0;
            settle();
          }
          case BUFFER_UNDERFLOW -> {
            if (!fill()) {
              return -1;
            }
          }
          case CLOSED -> {
            return -1;
          }
          case BUFFER_OVERFLOW -> throw new SSLException("a record longer than any");
        }
      }
      throw new SSLException("nothing but empty records");
    } catch (SSLException e) {
      sayWhy();
      throw new LineException(QueryCount.TCP_GARBAGE, e);
    }
  }

  /** New keys of TLS 1.3 are agreed to; a handshake anew, which only 1.2 has, is not (RFC 9325). */
  private void settle() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
      return;
    }
    if (!engine.getSession().getProtocol().equals(TlsService.NEWEST)) {
      throw new SSLException("renegotiation");
    }
    shake();
  }

  private int takeLeft(byte[] into, int at, int room) {
    int count = Math.min(room, left.length - leftAt);
    System.arraycopy(left, leftAt, into, at, count);
    leftAt += count;
    if (leftAt == left.length) {
      left = NO_OCTETS;
      leftAt = 0;
    }
    return count;
  }

  /** Opens a record if it is here whole; what was in it is left for the reader. */
  private SSLEngineResult unwrap() throws IOException {
    TlsDesk desk = takeDesk();
    try {
      ByteBuffer sealed = ByteBuffer.wrap(in, inStart, inEnd - inStart);
      SSLEngineResult result = engine.unwrap(sealed, desk.plain.clear());
      inStart += result.bytesConsumed();
      if (result.bytesProduced() > 0) {
        left = Arrays.copyOf(desk.plain.array(), result.bytesProduced());
        leftAt = 0;
      }
      return result;
    } finally {
      service.desks().add(desk);
    }
  }

  /** Waits for octets. The buffer grows with what has come and shrinks when it is empty. */
  private boolean fill() throws IOException {
    int rest = inEnd - inStart;
    if (rest == 0 && in.length > BUFFER_MIN) {
      in = new byte[BUFFER_MIN];
    } else if (rest == in.length) {
      if (rest == TlsDesk.RECORD_MAX) {
        throw new SSLException("a record longer than any");
      }
      in = Arrays.copyOf(in, Math.min(2 * rest, TlsDesk.RECORD_MAX));
    } else if (inStart > 0) {
      System.arraycopy(in, inStart, in, 0, rest);
    }
    inStart = 0;
    inEnd = rest;
    int count = plain.read(in, inEnd, in.length - inEnd);
    inEnd += Math.max(count, 0);
    return count >= 0;
  }

  @Override
  public boolean holdsMore() throws IOException {
    return leftAt < left.length || holdsRecord() || arrived();
  }

  @Override
  public boolean arrived() throws IOException {
    return plain.arrived();
  }

  /** Whether a record is here whole: five octets, the last two of which tell how many follow. */
  private boolean holdsRecord() {
    int count = inEnd - inStart;
    return count >= RECORD_HEADER
        && count - RECORD_HEADER >= ((in[inStart + 3] & 0xFF) << 8 | (in[inStart + 4] & 0xFF));
  }

  @Override
  public void write(byte[] from, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(from, 0, length);
    while (rest.hasRemaining()) {
      if (seal(rest).getStatus() != SSLEngineResult.Status.OK) {
        throw new SSLException("nothing more can be sent");
      }
    }
  }

  /** Seals a record with as much of {@code rest} as fits, and sends it. */
  private SSLEngineResult seal(ByteBuffer rest) throws IOException {
    SSLEngineResult result;
    byte[] record;
    TlsDesk desk = takeDesk();
    try {
      result = engine.wrap(rest, desk.sealed.clear());
      record = Arrays.copyOf(desk.sealed.array(), result.bytesProduced());
    } finally {
      service.desks().add(desk);
    }
    if (record.length > 0) {
      plain.write(record, record.length);
    }
    return result;
  }

  private TlsDesk takeDesk() throws IOException {
    try {
      return service.desks().take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Sends the alert that the engine has made of a failure, if it has. */
  private void sayWhy() {
    try {
      for (int i = 0; i < 4 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
        seal(NOTHING);
      }
    } catch (IOException e) {
      // The client does not want to know.
    }
  }

  @Override
  public void finish() throws IOException {
    if (open) {
      engine.closeOutbound();
      seal(NOTHING);
    }
    close();
  }

  @Override
  public void endInput() {
    plain.endInput();
  }

  @Override
  public void close() {
    plain.close();
  }
}
