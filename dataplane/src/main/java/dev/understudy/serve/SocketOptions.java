package dev.understudy.serve;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Options of a UDP socket, set by setsockopt(2), with Linux's numbers. Those that only make things
 * better are tried and not insisted on.
 */
final class SocketOptions {

  static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;
  private static final int SOL_SOCKET = 1;

  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int IP_PKTINFO = 8;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IPV6_MTU_DISCOVER = 23;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int PMTUDISC_OMIT = 5;

  /** A receiver looks up this often, in case the call that should wake it did not. */
  private static final long RECEIVE_MICROS = 1_000_000;

  /** A reply that cannot leave for this long is given up. */
  private static final long SEND_MICROS = 100_000;

  private final Libc libc;
  private final int socket;
  private final MemorySegment number;
  private final MemorySegment time;

  SocketOptions(Libc libc, int socket, Arena arena) {
    this.libc = libc;
    this.socket = socket;
    number = arena.allocate(JAVA_INT);
    time = arena.allocate(16, 8);
  }

  /** Waits at most so long, and buffers of about {@code octets}, more than the system's if let. */
  void tune(int octets) {
    set(SOL_SOCKET, SO_RCVTIMEO, micros(RECEIVE_MICROS));
    set(SOL_SOCKET, SO_SNDTIMEO, micros(SEND_MICROS));
    if (set(SOL_SOCKET, SO_RCVBUFFORCE, octets) < 0) {
      set(SOL_SOCKET, SO_RCVBUF, octets);
    }
    if (set(SOL_SOCKET, SO_SNDBUFFORCE, octets) < 0) {
      set(SOL_SOCKET, SO_SNDBUF, octets);
    }
    // No forged "fragmentation needed" may shrink or block our replies (RFC 9715, R1 and R2).
    set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT);
    set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT);
  }

  /** Lets several sockets share a port; the system deals datagrams out among them. */
  int sharePort() {
    return set(SOL_SOCKET, SO_REUSEPORT, 1);
  }

  /** Has every datagram tell which of our addresses it came to. */
  int tellDestination(boolean six) {
    return six ? set(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) : set(IPPROTO_IP, IP_PKTINFO, 1);
  }

  /** Lets an IPv6 wildcard socket serve IPv4 too, as the TCP socket beside it does. */
  int serveBothFamilies() {
    return set(IPPROTO_IPV6, IPV6_V6ONLY, 0);
  }

  private int set(int level, int option, int value) {
    number.set(JAVA_INT, 0, value);
    return set(level, option, number);
  }

  private int set(int level, int option, MemorySegment value) {
    return libc.setsockopt(socket, level, option, value);
  }

  private MemorySegment micros(long micros) {
    time.set(JAVA_LONG, 0, micros / 1_000_000);
    time.set(JAVA_LONG, 8, micros % 1_000_000);
    return time;
  }
}
