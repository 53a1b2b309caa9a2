package dev.understudy.probe;

import dev.understudy.health.Observation.Latency;
import dev.understudy.intent.HealthCheck.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One probe under way; used once, by one thread. Every wait in it has a deadline. */
final class Exchange {
  private static final String ALERT = "Received fatal alert: ";

  private final Prober prober;
  private final String checkId;
  private final Endpoint endpoint;
  private final Limits limits;
  private final long end;
  private @Nullable InetAddress address;
  private @Nullable InetSocketAddress target;
  private @Nullable Duration connectTime;
  private @Nullable Duration tlsTime;
  private @Nullable Duration firstOctetTime;

  Exchange(Prober prober, String checkId, Endpoint endpoint) {
    this.prober = prober;
    this.checkId = checkId;
    this.endpoint = endpoint;
    limits = Limits.of(endpoint);
    end = now() + limits.whole();
  }

  /** What was seen, if it is good. */
  String run() throws ProbeFailure {
    InetAddress at = endpoint.address() == null ? resolve() : endpoint.address();
    address = at;
    if (!prober.targets().allows(at)) {
      throw new ProbeFailure(ProbeFailure.RESTRICTED);
    }
    target = new InetSocketAddress(at, endpoint.port());
    try (Network.Connection connection = connect(at)) {
      return switch (endpoint.protocol()) {
        case TCP -> "TCP connection established";
        case HTTP -> converse(connection, at, deadline(limits.status()));
        case HTTPS -> converseSecurely(connection, at, deadline(limits.status()));
      };
    }
  }

  /** The address it settled on, or null when it found none. */
  @Nullable InetAddress address() {
    return address;
  }

  /** Where it was allowed to connect to, or null when it came to no such address. */
  @Nullable InetSocketAddress target() {
    return target;
  }

  Latency latency() {
    return new Latency(connectTime, tlsTime, firstOctetTime);
  }

  private InetAddress resolve() throws ProbeFailure {
    String host = String.valueOf(endpoint.host());
    try {
      List<InetAddress> found = prober.network().resolve(host, deadline(limits.resolve()));
      if (!found.isEmpty()) {
        return found.get(prober.random().nextInt(found.size()));
      }
      throw new ProbeFailure("DNS resolution failed: " + Printable.of(host) + " has no A record");
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure("DNS resolution failed: no answer within the timeout limit");
    } catch (UnknownHostException e) {
      throw new ProbeFailure("DNS resolution failed: " + Printable.of(host) + " has no A record");
    } catch (IOException e) {
      throw new ProbeFailure("DNS resolution failed: " + said(e));
    }
  }

  private Network.Connection connect(InetAddress at) throws ProbeFailure {
    long start = now();
    try {
      Network.Connection connection =
          prober
              .network()
              .connect(new InetSocketAddress(at, endpoint.port()), deadline(limits.connect()));
      connectTime = Duration.ofNanos(now() - start);
      return connection;
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.CONNECT_TIMEOUT);
    } catch (IOException e) {
      boolean refused = said(e).contains("refused");
      throw new ProbeFailure(
          refused ? ProbeFailure.REFUSED : "The endpoint could not be reached: " + said(e));
    }
  }

  /**
   * With SNI if asked for; if the certificate then carries another name, once more without
   * (health-checks.md, section 5.3). All of it within the limit for the status line.
   */
  private String converseSecurely(Network.Connection raw, InetAddress at, long statusDeadline)
      throws ProbeFailure {
    @Nullable String host = endpoint.sni() ? endpoint.host() : null;
    TlsConnection first = handshake(raw, host, statusDeadline);
    if (host == null || first.certificateNames(host)) {
      return converse(first, at, statusDeadline);
    }
    raw.close();
    try (Network.Connection again = connect(at)) {
      return converse(handshake(again, null, statusDeadline), at, statusDeadline);
    }
  }

  private TlsConnection handshake(
      Network.Connection raw, @Nullable String host, long statusDeadline) throws ProbeFailure {
    long start = now();
    try {
      TlsConnection secured = TlsConnection.open(raw, host, statusDeadline);
      tlsTime = Duration.ofNanos(now() - start);
      return secured;
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.TLS_TIMEOUT);
    } catch (SSLException e) {
      throw new ProbeFailure(tlsReason(e));
    } catch (IOException e) {
      throw new ProbeFailure(ProbeFailure.CLOSED);
    }
  }

  private static String tlsReason(SSLException e) {
    String said = said(e);
    int alert = said.indexOf(ALERT);
    return alert < 0
        ? "SSL handshake failed: " + said
        : "SSL alert " + said.substring(alert + ALERT.length());
  }

  private String converse(Network.Connection connection, InetAddress at, long statusDeadline)
      throws ProbeFailure {
    long start = now();
    try {
      byte[] request = Request.octets(endpoint, at, checkId, prober.userAgent());
      connection.write(request, 0, request.length);
      var reader = new ResponseReader(connection);
      reader.awaitFirstOctet(statusDeadline);
      firstOctetTime = Duration.ofNanos(now() - start);
      ResponseReader.Status status = reader.status(statusDeadline);
      @Nullable String searched = endpoint.searchString();
      long bodyDeadline = searched == null ? statusDeadline : deadline(limits.body());
      ResponseReader.Framing framing = headers(reader, bodyDeadline);
      if (!status.healthy()) {
        throw new ProbeFailure(status.toString());
      }
      if (searched != null && !found(reader, status, framing, searched, bodyDeadline)) {
        throw new ProbeFailure(
            status
                + ". The search string was not found in the first 5120 bytes of the response body");
      }
      return status.toString();
    } catch (SSLException e) {
      throw new ProbeFailure(tlsReason(e));
    } catch (IOException e) {
      throw new ProbeFailure(ProbeFailure.CLOSED);
    }
  }

  private static ResponseReader.Framing headers(ResponseReader reader, long deadline)
      throws IOException, ProbeFailure {
    try {
      return reader.headers(deadline);
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.HEADERS_TIMEOUT);
    }
  }

  private static boolean found(
      ResponseReader reader,
      ResponseReader.Status status,
      ResponseReader.Framing framing,
      String searched,
      long deadline)
      throws IOException, ProbeFailure {
    boolean without = status.code() == 204 || status.code() == 304;
    return !without
        && BodySearch.find(new Body(reader, framing, deadline), framing.encoding(), searched);
  }

  private long now() {
    return prober.ticker().getAsLong();
  }

  private long deadline(long limit) {
    return Math.min(now() + limit, end);
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return Printable.of(message == null ? e.getClass().getSimpleName() : message);
  }
}
