package dev.understudy.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Why an address could not be listened on, as one line that names it. */
final class ListenFailure {

  private ListenFailure() {}

  /** A failure of a system call, by its error number. */
  static IOException udp(InetSocketAddress address, int error) {
    String reason =
        switch (error) {
          case Libc.EADDRINUSE -> "the address is in use";
          case Libc.EADDRNOTAVAIL -> "this machine has no such address";
          case Libc.EACCES, Libc.EPERM -> "permission denied";
          default -> "system error " + error;
        };
    String line = line(address, "UDP", reason);
    return error == Libc.EADDRINUSE ? new BindException(line) : new IOException(line);
  }

  /** A failure of a channel or socket of the JDK. */
  static IOException of(InetSocketAddress address, String transport, IOException cause) {
    String told = String.valueOf(cause.getMessage());
    if (told.contains("in use")) {
      var inUse = new BindException(line(address, transport, "the address is in use"));
      inUse.initCause(cause);
      return inUse;
    }
    return new IOException(line(address, transport, told), cause);
  }

  private static String line(InetSocketAddress address, String transport, String reason) {
    InetAddress ip = address.getAddress();
    String host = ip.getHostAddress();
    return "cannot listen on "
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort()
        + " over "
        + transport
        + ": "
        + reason;
  }
}
