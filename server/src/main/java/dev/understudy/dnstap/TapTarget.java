package dev.understudy.dnstap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a tap goes. */
public sealed interface TapTarget {

  /** A file for one stream. */
  record OfFile(Path path) implements TapTarget {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A reader that listens on a socket. */
  record OfSocket(SocketAddress address, String text) implements TapTarget {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads a target: {@code unix:PATH}, {@code tcp:HOST:PORT} (IPv6 in brackets), else a file.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static TapTarget parse(String text) {
    try {
      if (text.startsWith("unix:")) {
        return new OfSocket(UnixDomainSocketAddress.of(text.substring("unix:".length())), text);
      }
      if (text.startsWith("tcp:")) {
        return new OfSocket(tcp(text), text);
      }
      if (text.isBlank()) {
        throw new IllegalArgumentException("not unix:PATH, tcp:HOST:PORT or a file");
      }
      return new OfFile(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not the name of a file", e);
    }
  }

  private static InetSocketAddress tcp(String text) {
    Pattern pattern = Pattern.compile("tcp:(?:\\[([0-9a-fA-F:.]+)\\]|([^:\\[\\]]+)):(\\d{1,5})");
    Matcher parts = pattern.matcher(text);
    if (parts.matches() && Integer.parseInt(parts.group(3)) <= 65_535) {
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      try {
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group(3)));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("no such host", e);
      }
    }
    throw new IllegalArgumentException("not tcp:HOST:PORT such as tcp:127.0.0.1:6000");
  }
}
