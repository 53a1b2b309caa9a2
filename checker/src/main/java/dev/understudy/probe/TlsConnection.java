package dev.understudy.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a connection, for probing: any certificate will do.
 *
 * <p>Runs the engine by hand, because a deadline then covers a whole handshake however slowly its
 * octets drip, and because the same code runs over a simulated network. Takes at most 1 MiB from
 * the endpoint. After the handshake it answers nothing but what is written, so an endpoint cannot
 * make it write.
 */
final class TlsConnection implements Network.Connection {
  private static final int TAKEN_MAX_OCTETS = 1 << 20;
  private static final SSLContext CONTEXT = trustingContext();

  private final Network.Connection raw;
  private final SSLEngine engine;
  private final ByteBuffer incoming;
  private final ByteBuffer outgoing;
  private final ByteBuffer plain;
  private int takenOctets;

  private TlsConnection(Network.Connection raw, SSLEngine engine) {
    this.raw = raw;
    this.engine = engine;
    incoming = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    incoming.flip();
    plain.flip();
  }

  /** Shakes hands; {@code host} goes into the ClientHello, null sends none. */
  static TlsConnection open(Network.Connection raw, @Nullable String host, long deadlineNanos)
      throws IOException {
    SSLEngine engine = CONTEXT.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(host == null ? List.of() : serverName(host));
    engine.setSSLParameters(parameters);
    var connection = new TlsConnection(raw, engine);
    connection.handshake(deadlineNanos);
    return connection;
  }

  /** A name that cannot stand in a ClientHello (RFC 6066, section 3) is not sent. */
  private static List<SNIServerName> serverName(String host) {
    try {
      return List.of(
          new SNIHostName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private void handshake(long deadlineNanos) throws IOException {
    try {
      shakeHands(deadlineNanos);
    } catch (RuntimeException e) {
      throw new SSLException("malformed handshake", e); // the engine met what it did not expect
    }
  }

  private void shakeHands(long deadlineNanos) throws IOException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap(deadlineNanos)) {
            throw new ClosedByEndpointException();
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  /** Whether the endpoint's certificate carries the name (RFC 6125, section 6.4). */
  boolean certificateNames(String host) {
    try {
      Certificate leaf = engine.getSession().getPeerCertificates()[0];
      return leaf instanceof X509Certificate certificate && names(certificate, host);
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return false;
    }
  }

  private static boolean names(X509Certificate certificate, String host)
      throws CertificateParsingException {
    @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives == null) {
      String subject = certificate.getSubjectX500Principal().getName();
      return subject.toLowerCase(Locale.ROOT).matches("(.*,)?cn=" + pattern(host) + "(,.*)?");
    }
    return alternatives.stream()
        .filter(name -> Integer.valueOf(2).equals(name.get(0)))
        .anyMatch(name -> same(name.get(1).toString(), host));
  }

  private static String pattern(String host) {
    return Pattern.quote(host.toLowerCase(Locale.ROOT));
  }

  private static boolean same(String named, String host) {
    if (named.startsWith("*.")) {
      int dot = host.indexOf('.');
      return dot > 0 && host.substring(dot).equalsIgnoreCase(named.substring(1));
    }
    return named.equalsIgnoreCase(host);
  }

  @Override
  public int read(byte[] target, int from, int length, long deadlineNanos) throws IOException {
    while (!plain.hasRemaining()) {
      if (!unwrap(deadlineNanos)) {
        return -1;
      }
    }
    int taken = Math.min(length, plain.remaining());
    plain.get(target, from, taken);
    return taken;
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(source, from, length);
    while (data.hasRemaining()) {
      wrap(data);
    }
  }

  @Override
  public void close() {
    raw.close();
  }

  private void wrap(ByteBuffer data) throws IOException {
    outgoing.clear();
    SSLEngineResult result = engine.wrap(data, outgoing);
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException("cannot write: " + result.getStatus());
    }
    raw.write(outgoing.array(), 0, outgoing.position());
  }

  /** Takes one record, if only part of it has come waits for the rest; false at the end. */
  private boolean unwrap(long deadlineNanos) throws IOException {
    while (true) {
      plain.clear();
      SSLEngineResult result = engine.unwrap(incoming, plain);
      plain.flip();
      switch (result.getStatus()) {
        case OK -> {
          if (result.bytesConsumed() > 0
              || engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            return true;
          }
          throw new SSLException("the endpoint asks for a new handshake");
        }
        case CLOSED -> {
          return false;
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than announced");
        case BUFFER_UNDERFLOW -> {
          if (!fill(deadlineNanos)) {
            return false;
          }
        }
      }
    }
  }

  private boolean fill(long deadlineNanos) throws IOException {
    incoming.compact();
    try {
      int length =
          raw.read(incoming.array(), incoming.position(), incoming.remaining(), deadlineNanos);
      if (length > 0) {
        incoming.position(incoming.position() + length);
        takenOctets += length;
      }
      if (takenOctets > TAKEN_MAX_OCTETS) {
        throw new SSLException("the endpoint sends without end");
      }
      return length > 0;
    } finally {
      incoming.flip();
    }
  }

  /** The endpoint ended the connection in the middle of the handshake. */
  static final class ClosedByEndpointException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnyone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
