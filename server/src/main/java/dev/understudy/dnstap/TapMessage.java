package dev.understudy.dnstap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.answer.Transport;
import dev.understudy.tape.Entry;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * Writes entries as messages of dnstap.proto; the numbers of its fields are there. One thread's.
 */
final class TapMessage {
  private static final int AUTH_QUERY = 1;
  private static final int AUTH_RESPONSE = 2;
  private static final int MESSAGE = 1;
  private static final int INET = 1;
  private static final int INET6 = 2;

  private static final List<Transport> CARRIERS = List.of(Transport.values());

  private final byte[] identity;
  private final byte[] version;
  private final Fields message = new Fields();
  private final Fields whole = new Fields();

  /**
   * For one stream.
   *
   * @param identity who this nameserver is
   * @param version its software
   */
  TapMessage(String identity, String version) {
    this.identity = identity.getBytes(UTF_8);
    this.version = version.getBytes(UTF_8);
  }

  /** The query of an entry, received at a time. */
  Fields query(Entry entry, Instant received) {
    begin(AUTH_QUERY, entry);
    queryTime(received);
    message.octets(10, entry.query(), entry.queryLength());
    return wrap();
  }

  /** The reply of an entry, which has one. */
  Fields reply(Entry entry, Instant received, Instant answered) {
    begin(AUTH_RESPONSE, entry);
    queryTime(received);
    message.number(12, answered.getEpochSecond());
    message.fixed(13, answered.getNano());
    message.octets(14, entry.reply(), entry.replyLength());
    return wrap();
  }

  private void begin(int type, Entry entry) {
    message.clear();
    message.number(1, type);
    message.number(2, entry.clientLength() == 4 ? INET : INET6);
    message.number(3, protocol(CARRIERS.get(entry.carrier())));
    message.octets(4, entry.client(), entry.clientLength());
    InetSocketAddress local = entry.local();
    if (local != null && !local.getAddress().isAnyLocalAddress()) {
      byte[] address = local.getAddress().getAddress();
      if (address.length == entry.clientLength()) {
        message.octets(5, address, address.length);
      }
    }
    if (entry.port() != 0) {
      message.number(6, entry.port());
    }
    if (local != null) {
      message.number(7, local.getPort());
    }
  }

  private static int protocol(Transport transport) {
    return switch (transport) {
      case UDP -> 1;
      case TCP -> 2;
      case TLS -> 3;
    };
  }

  private void queryTime(Instant time) {
    message.number(8, time.getEpochSecond());
    message.fixed(9, time.getNano());
  }

  private Fields wrap() {
    whole.clear();
    whole.octets(1, identity, identity.length);
    whole.octets(2, version, version.length);
    whole.octets(14, message.octets(), message.length());
    whole.number(15, MESSAGE);
    return whole;
  }
}
