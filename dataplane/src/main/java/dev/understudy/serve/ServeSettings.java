package dev.understudy.serve;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.limit.RateLimit;
import dev.understudy.tape.Tapes;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to listen.
 *
 * @param addresses each is served over UDP and TCP, 1 to 64; port 0 picks a port free for both. The
 *     IPv6 wildcard serves IPv4 too
 * @param udpEngine how datagrams are exchanged with the operating system
 * @param udpThreads threads, and sockets, per address, 1 to 256; where the system cannot share out
 *     datagrams over sockets there is one
 * @param udpBatch most datagrams taken or given in one system call, 1 to 1,024
 * @param socketBufferOctets receive and send buffer asked for each UDP socket, 4,096 to
 *     1,073,741,824; the system may grant less
 * @param tcp limits of TCP clients
 * @param tls DNS over TLS besides, or null
 * @param answers what the operator chose about replies
 * @param limit how many replies over UDP a network gets
 * @param tapes where queries are taken down, or null
 */
public record ServeSettings(
    List<InetSocketAddress> addresses,
    UdpEngine udpEngine,
    int udpThreads,
    int udpBatch,
    int socketBufferOctets,
    TcpLimits tcp,
    @Nullable TlsSettings tls,
    AnswerSettings answers,
    RateLimit limit,
    @Nullable Tapes tapes) {

  public ServeSettings {
    addresses = List.copyOf(addresses);
    requireWithin("addresses", addresses.size(), 1, 64);
    for (InetSocketAddress address : addresses) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("address " + address + " is not resolved");
      }
    }
    requireWithin("udpThreads", udpThreads, 1, 256);
    requireWithin("udpBatch", udpBatch, 1, 1_024);
    requireWithin("socketBufferOctets", socketBufferOctets, 4_096, 1 << 30);
  }

  /**
   * The defaults: the best engine, a UDP thread per processor, batches of 64, 4 MiB buffers, no
   * limit.
   */
  public static ServeSettings on(List<InetSocketAddress> addresses) {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), 256);
    return new ServeSettings(
        addresses,
        UdpEngine.BEST,
        processors,
        64,
        4 << 20,
        TcpLimits.DEFAULT,
        null,
        AnswerSettings.DEFAULTS,
        RateLimit.OFF,
        null);
  }

  /** These settings with another engine. */
  public ServeSettings with(UdpEngine engine) {
    return new ServeSettings(
        addresses,
        engine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        tcp,
        tls,
        answers,
        limit,
        tapes);
  }

  /** These settings with another number of UDP threads per address. */
  public ServeSettings withUdpThreads(int threads) {
    return new ServeSettings(
        addresses,
        udpEngine,
        threads,
        udpBatch,
        socketBufferOctets,
        tcp,
        tls,
        answers,
        limit,
        tapes);
  }

  /** These settings with other limits of TCP clients. */
  public ServeSettings with(TcpLimits limits) {
    return new ServeSettings(
        addresses,
        udpEngine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        limits,
        tls,
        answers,
        limit,
        tapes);
  }

  /** These settings with DNS over TLS besides, or without where it is null. */
  public ServeSettings with(@Nullable TlsSettings overTls) {
    return new ServeSettings(
        addresses,
        udpEngine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        tcp,
        overTls,
        answers,
        limit,
        tapes);
  }

  /** These settings with other choices about replies. */
  public ServeSettings with(AnswerSettings choices) {
    return new ServeSettings(
        addresses,
        udpEngine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        tcp,
        tls,
        choices,
        limit,
        tapes);
  }

  /** These settings with another limit of replies over UDP. */
  public ServeSettings with(RateLimit replies) {
    return new ServeSettings(
        addresses,
        udpEngine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        tcp,
        tls,
        answers,
        replies,
        tapes);
  }

  /** These settings with somewhere to take queries down; null for nowhere. */
  public ServeSettings with(@Nullable Tapes record) {
    return new ServeSettings(
        addresses,
        udpEngine,
        udpThreads,
        udpBatch,
        socketBufferOctets,
        tcp,
        tls,
        answers,
        limit,
        record);
  }

  static void requireWithin(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is outside " + min + ".." + max);
    }
  }
}
