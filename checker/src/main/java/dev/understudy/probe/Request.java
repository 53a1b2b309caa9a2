package dev.understudy.probe;

import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** The octets of a probe's HTTP request (health-checks.md, sections 3 step 4, and 5.2). */
final class Request {
  private Request() {}

  /**
   * The whole request.
   *
   * @param userAgent with {@code {id}} where the check's id goes
   */
  static byte[] octets(Endpoint endpoint, InetAddress address, String checkId, String userAgent) {
    String text =
        "GET "
            + target(endpoint.path())
            + " HTTP/1.1\r\nHost: "
            + host(endpoint, address)
            + "\r\nUser-Agent: "
            + Printable.of(userAgent.replace("{id}", checkId))
            + "\r\nAccept: */*\r\nAccept-Encoding: identity,gzip,deflate\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The name, or the address in its place; with the port unless it is the protocol's own. */
  static String host(Endpoint endpoint, InetAddress address) {
    String name = endpoint.host();
    String host = name != null ? Printable.of(name).replace(' ', '.') : literal(address);
    int usual = endpoint.protocol() == Protocol.HTTPS ? 443 : 80;
    return endpoint.port() == usual ? host : host + ":" + endpoint.port();
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return address instanceof Inet6Address ? "[" + bare + "]" : bare;
  }

  /** The path with its leading slash; octets that would break the request line are escaped. */
  private static String target(String path) {
    var target = new StringBuilder(path.startsWith("/") ? "" : "/");
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f) {
        target.append((char) octet);
      } else {
        target.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return target.toString();
  }

  private static final String HEX = "0123456789ABCDEF";
}
