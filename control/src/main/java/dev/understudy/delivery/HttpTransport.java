package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Attempt.Refused;
import dev.understudy.delivery.Wire.Connection;
import dev.understudy.delivery.Wire.ForbiddenAddressException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts over HTTP/1.1, one connection each. Redirects are not followed: whoever was checked is who
 * is spoken to.
 */
final class HttpTransport {
  private final Wire wire;
  private final Supplier<SSLContext> tls;
  private final Predicate<InetAddress> allowed;
  private final WebhookSecret secret;
  private final InstantSource clock;
  private final TimeLimits limits;

  HttpTransport(
      Wire wire,
      Supplier<SSLContext> tls,
      Predicate<InetAddress> allowed,
      WebhookSecret secret,
      InstantSource clock,
      TimeLimits limits) {
    this.wire = wire;
    this.tls = tls;
    this.allowed = allowed;
    this.secret = secret;
    this.clock = clock;
    this.limits = limits;
  }

  Attempt send(Post post) {
    HttpUrl url = post.url();
    try (Connection connection = wire.connect(url.host(), url.port(), allowed, limits)) {
      try {
        return exchange(connection, post);
      } catch (IOException e) {
        return new Deferred(connection.reason(e), null);
      }
    } catch (ForbiddenAddressException e) {
      return new Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Attempt.unreachable(String.valueOf(e.getMessage()));
    }
  }

  private Attempt exchange(Connection connection, Post post) throws IOException {
    HttpUrl url = post.url();
    Socket socket;
    try {
      socket =
          url.secure()
              ? Wire.secure(connection, url.host(), tls.get(), limits)
              : connection.socket();
    } catch (IOException e) {
      return Attempt.unreachable(connection.reason(e));
    }
    Instant now = clock.instant();
    socket.getOutputStream().write(request(post, now));
    socket.getOutputStream().flush();
    ResponseHead head =
        ResponseHead.read(new BufferedInputStream(socket.getInputStream(), 2048), now);
    return judge(head, Secrets.of(post));
  }

  /** RFC 9110, section 15: which statuses may pass. */
  private static Attempt judge(ResponseHead head, Secrets secrets) {
    String words = secrets.hide(head.words());
    String said = "HTTP " + head.status() + (words.isEmpty() ? "" : ": " + words);
    int status = head.status();
    if (status < 300) {
      return new Accepted(said);
    }
    if (status < 400) {
      return new Refused("HTTP " + status + "; redirects are not followed");
    }
    boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
    return mayPass ? new Deferred(said, head.retryAfter()) : new Refused(said);
  }

  private byte[] request(Post post, Instant now) {
    byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
    var uri = post.url().uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    @Nullable String query = uri.getRawQuery();
    @Nullable String user = uri.getUserInfo();
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    var head = new StringBuilder();
    head.append("POST ")
        .append(path)
        .append(query == null ? "" : "?" + query)
        .append(" HTTP/1.1\r\n");
    head.append("Host: ").append(uri.getHost()).append(port).append("\r\n");
    head.append("User-Agent: Understudy\r\n");
    head.append("Content-Type: ").append(post.contentType()).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    head.append("Connection: close\r\n");
    if (user != null) {
      head.append("Authorization: Basic ")
          .append(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
          .append("\r\n");
    }
    head.append("Understudy-Signature: ").append(secret.signature(now, body)).append("\r\n");
    post.headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    var request = new ByteArrayOutputStream(head.length() + 2 + body.length);
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }
}
