package dev.understudy.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The mail server that takes over all mail.
 *
 * @param port 1 to 65535
 * @param user null where none is needed
 * @param password null where none is needed; never shown
 */
public record SmtpServer(
    Security security, String host, int port, @Nullable String user, @Nullable String password) {
  private static final int SUBMISSION_PORT = 587;

  /** How the connection is secured; wherever TLS is used, the server's certificate is verified. */
  public enum Security {
    /** {@code smtps}: TLS from the first octet (RFC 8314). */
    TLS(465),
    /** {@code smtp+starttls}: no mail without STARTTLS. */
    STARTTLS(SUBMISSION_PORT),
    /** {@code smtp}: STARTTLS where the server offers it; no password without. */
    STARTTLS_IF_OFFERED(25),
    /** {@code smtp+plain}: never TLS, not even for the password. */
    PLAIN(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }
  }

  public SmtpServer {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is outside 1..65535");
    }
  }

  /**
   * Reads {@code smtp://user@host:port}. The user may hold an @ itself, or %40 for it. Where a user
   * is given without a port, {@code smtp} means the port of submission, 587.
   *
   * @throws IllegalArgumentException in one line that does not show the text
   */
  public static SmtpServer parse(String text) {
    int last = text.lastIndexOf('@');
    String escaped =
        last < 0 ? text : text.substring(0, last).replace("@", "%40") + text.substring(last);
    URI uri;
    try {
      uri = new URI(escaped.strip());
    } catch (URISyntaxException e) {
      throw wrong(e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    Security security =
        switch (scheme) {
          case "smtps" -> Security.TLS;
          case "smtp+starttls" -> Security.STARTTLS;
          case "smtp" -> Security.STARTTLS_IF_OFFERED;
          case "smtp+plain" -> Security.PLAIN;
          default -> throw wrong(null);
        };
    @Nullable String host = uri.getHost();
    @Nullable String user = uri.getUserInfo();
    boolean more = uri.getPath() != null && !uri.getPath().matches("/?");
    if (host == null || more || uri.getQuery() != null || uri.getFragment() != null) {
      throw wrong(null);
    }
    if (user != null && user.contains(":")) {
      throw new IllegalArgumentException(
          "the password belongs into UNDERSTUDY_SMTP_PASSWORD or --smtp-password-file, not into the"
              + " URL");
    }
    int byDefault =
        user != null && security == Security.STARTTLS_IF_OFFERED ? SUBMISSION_PORT : security.port;
    return new SmtpServer(
        security,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() == -1 ? byDefault : uri.getPort(),
        user,
        null);
  }

  /** The same with a password. */
  public SmtpServer with(@Nullable String newPassword) {
    return new SmtpServer(security, host, port, user, newPassword);
  }

  /** Without the password. */
  @Override
  public String toString() {
    String scheme =
        switch (security) {
          case TLS -> "smtps://";
          case STARTTLS -> "smtp+starttls://";
          case STARTTLS_IF_OFFERED -> "smtp://";
          case PLAIN -> "smtp+plain://";
        };
    String shownHost = host.contains(":") ? "[" + host + "]" : host;
    return scheme + (user == null ? "" : user + "@") + shownHost + ":" + port;
  }

  private static IllegalArgumentException wrong(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "not smtp[s]://[USER@]HOST[:PORT] (also smtp+starttls, smtp+plain)", cause);
  }
}
