package dev.understudy.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are told theirs before they bind, or that are stopped and started on one.
 * They lie below the range from which the system takes those of outgoing connections, so that none
 * of these gets one in between; none is given out twice, also not by another process of these
 * tests.
 */
final class Ports {
  private static final int FIRST = 10_000;
  private static final int COUNT_MIN = 2_000;
  private static final int COUNT_MAX = 20_000;
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Where nobody listens but us: who holds a port here has it, whatever happens elsewhere. */
  private static final InetAddress GUARD = InetAddress.ofLiteral("127.77.0.1");

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int COUNT = Math.clamp(endOfOurs() - FIRST, COUNT_MIN, COUNT_MAX);

  /** Open until the process ends. */
  private static final List<ServerSocket> HELD = new ArrayList<>();

  private static int next = ThreadLocalRandom.current().nextInt(COUNT);

  private Ports() {}

  /** One that is free for TCP and for UDP and stays ours. */
  static synchronized int take() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (claim(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free from " + FIRST + " on");
  }

  private static boolean claim(int port) {
    try (var stream = new ServerSocket(port, 1, LOOPBACK);
        var datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
      HELD.add(new ServerSocket(port, 1, GUARD));
      return stream.isBound() && datagrams.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first port of outgoing connections. */
  private static int endOfOurs() {
    try (InputStream in = Files.newInputStream(EPHEMERAL)) {
      byte[] range = new byte[64];
      int length = in.read(range); // at once: a second part of such a file is empty
      return Integer.parseInt(new String(range, 0, length, US_ASCII).split("\\s", 2)[0]);
    } catch (IOException e) {
      return FIRST + COUNT_MAX; // not Linux, where they begin higher
    }
  }
}
