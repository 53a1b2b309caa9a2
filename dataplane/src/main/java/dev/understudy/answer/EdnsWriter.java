package dev.understudy.answer;

import dev.understudy.cookie.Proof;
import dev.understudy.cookie.ServerCookies;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.wire.Octets;
import dev.understudy.wire.OptionCode;
import dev.understudy.wire.Query;
import dev.understudy.wire.QueryOptions;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a query says in EDNS: how long the reply may be, and options with options; the
 * client's subnet excepted, which belongs to the choice of the answer. One object for each serving
 * thread, beside its query.
 */
final class EdnsWriter {
  /** RFC 1035, section 4.2.1. */
  private static final int UDP_PLAIN_OCTETS = 512;

  private static final int CONNECTION_OCTETS = 65_535;

  /** Replies that nobody can read are multiples of it (RFC 8467, section 4.1). */
  private static final int PADDED_BLOCK_OCTETS = 468;

  private final Query query;
  private final QueryCounts counts;
  private final int udpLimit;
  private final byte[] nsid;
  private final byte[] idle = new byte[2];
  private final IntSupplier idleTenths;
  private final @Nullable ServerCookies cookies;
  private Proof proof = Proof.NONE;

  /**
   * For one thread.
   *
   * @param query that is read anew for each message
   * @param epochSeconds the wall clock; read for queries with cookies only
   */
  EdnsWriter(Query query, AnswerSettings settings, QueryCounts counts, LongSupplier epochSeconds) {
    EdnsSettings edns = settings.edns();
    this.query = query;
    this.counts = counts;
    udpLimit = settings.udpLimitOctets();
    nsid = edns.nsid().getBytes(StandardCharsets.UTF_8);
    idleTenths = edns.idleTenths();
    cookies = edns.cookies() == null ? null : new ServerCookies(edns.cookies(), epochSeconds);
  }

  /** How long the reply may be; a size below 512 counts as 512 (RFC 6891, section 6.2.3). */
  int limitOctets(Transport transport) {
    return switch (transport) {
      case UDP ->
          query.edns()
              ? Math.max(UDP_PLAIN_OCTETS, Math.min(query.udpSizeOctets(), udpLimit))
              : UDP_PLAIN_OCTETS;
      case TCP, TLS -> CONNECTION_OCTETS;
    };
  }

  /**
   * Sets options aside for the reply, which has begun and holds no record yet; for queries that
   * have any.
   *
   * @return false if an option makes no sense over this transport
   */
  boolean answer(
      byte[] request, Transport transport, byte[] client, int clientLength, Reply reply) {
    QueryOptions asked = query.options();
    proof = Proof.NONE;
    if (asked.clientSubnetAt() != 0) {
      counts.add(QueryCount.FEATURE_CLIENT_SUBNET);
    }
    if (transport.isConnection() && asked.keepAlive()) {
      if (asked.keepAliveFilled()) {
        return false;
      }
      int tenths = idleTenths.getAsInt();
      if (tenths > 0) {
        Octets.put16(idle, 0, tenths);
        reply.option(OptionCode.TCP_KEEPALIVE, idle, 0, idle.length);
      }
    }
    if (asked.nsid() && nsid.length > 0) {
      reply.option(OptionCode.NSID, nsid, 0, nsid.length);
    }
    if (transport == Transport.TLS && asked.padding()) {
      reply.padTo(PADDED_BLOCK_OCTETS);
    }
    if (asked.cookieAt() != 0 && cookies != null) {
      answerCookie(cookies, asked, request, client, clientLength, reply);
    }
    return true;
  }

  private void answerCookie(
      ServerCookies cookies,
      QueryOptions asked,
      byte[] request,
      byte[] client,
      int clientLength,
      Reply reply) {
    int length = asked.cookieLengthOctets();
    proof = cookies.judge(request, asked.cookieAt(), length, client, clientLength);
    counts.add(
        switch (proof) {
          case NONE -> QueryCount.COOKIE_CLIENT_ONLY;
          case BAD -> QueryCount.COOKIE_BAD;
          case GOOD -> QueryCount.COOKIE_GOOD;
        });
    reply.option(OptionCode.COOKIE, cookies.cookies(), 0, ServerCookies.LENGTH_OCTETS);
  }

  /** Whether the query came with a server cookie of ours. */
  boolean cookieIsGood() {
    return query.options().any() && proof == Proof.GOOD;
  }

  /** RFC 7873, section 5.4: a client may want to know its server cookie, and nothing else. */
  int rcodeWithoutQuestion() {
    if (cookies == null || query.options().cookieAt() == 0) {
      return Rcode.FORMERR;
    }
    return proof == Proof.BAD ? Rcode.BADCOOKIE : Rcode.NOERROR;
  }
}
