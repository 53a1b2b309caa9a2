package dev.understudy.metrics;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a serving thread counts. Each constant is one number of a family, told apart from the others
 * of its family by the value of one label.
 *
 * <p>The listener counts what arrives and what leaves (queries by transport, connections, failed
 * sends, bugs); the responder counts what was decided about a message. Every message handed to the
 * responder ends in exactly one of the responses by RCODE or one of the drops.
 */
public enum QueryCount {

  /** Datagrams received. Counted by the listener. */
  QUERIES_UDP("dns_queries", "transport", "udp"),
  /** Messages received over TCP, whatever their length. Counted by the listener. */
  QUERIES_TCP("dns_queries", "transport", "tcp"),
  /** Messages received over TLS, whatever their length. Counted by the listener. */
  QUERIES_TLS("dns_queries", "transport", "tls"),

  /** Replies with RCODE 0: answers, NODATA and referrals. */
  RESPONSES_NOERROR("dns_responses", "rcode", "NOERROR"),
  /** Replies to messages with a readable header and an unreadable rest (RFC 1035, 4.1.1). */
  RESPONSES_FORMERR("dns_responses", "rcode", "FORMERR"),
  /** Replies saying that we failed: a broken chain, or a record that fits no message. */
  RESPONSES_SERVFAIL("dns_responses", "rcode", "SERVFAIL"),
  /** Replies saying that the name does not exist. */
  RESPONSES_NXDOMAIN("dns_responses", "rcode", "NXDOMAIN"),
  /** Replies to an opcode other than QUERY. */
  RESPONSES_NOTIMP("dns_responses", "rcode", "NOTIMP"),
  /** Replies to names outside our zones, classes other than IN, and zone transfers. */
  RESPONSES_REFUSED("dns_responses", "rcode", "REFUSED"),
  /** Replies to an EDNS version above 0 (RFC 6891, 6.1.3). */
  RESPONSES_BADVERS("dns_responses", "rcode", "BADVERS"),
  /** Replies to a wrong server cookie where nothing else was asked for (RFC 7873, 5.4). */
  RESPONSES_BADCOOKIE("dns_responses", "rcode", "BADCOOKIE"),

  /** Messages shorter than the 12 octets of a header. */
  DROPPED_SHORT("dns_dropped", "reason", "short"),
  /** Messages with QR set: a reply to a reply would loop. */
  DROPPED_RESPONSE("dns_dropped", "reason", "response"),
  /** Replies the system refused to send. Counted by the listener, besides the response. */
  DROPPED_UNSENT("dns_dropped", "reason", "unsent"),
  /** Queries that ran into a bug of ours and got no reply. Never expected; counted loudly. */
  DROPPED_BUG("dns_dropped", "reason", "bug"),

  /** Replies held back by the rate limit. Counted by the listener, besides the response. */
  RATE_DROPPED("dns_rate_limited", "action", "dropped"),
  /**
   * Replies that the rate limit let go truncated. Counted by the listener, besides the response.
   */
  RATE_SLIPPED("dns_rate_limited", "action", "slipped"),

  /** Queries taken down for the log or the tap. Counted by the listener. */
  RECORDED_TAKEN("dns_recorded", "event", "taken"),
  /** Queries that were to be taken down and found no room. Counted by the listener. */
  RECORDED_LOST("dns_recorded", "event", "lost"),

  /**
   * Answers with at least one record of the question's type, or a CNAME. Never counted: the sum of
   * {@link #answersByPolicy}.
   */
  OUTCOME_ANSWER("dns_outcomes", "outcome", "answer"),
  /** Names that exist without the type asked for. */
  OUTCOME_NODATA("dns_outcomes", "outcome", "nodata"),
  /** Names that do not exist in a zone of ours. */
  OUTCOME_NXDOMAIN("dns_outcomes", "outcome", "nxdomain"),
  /** Names below a zone cut. */
  OUTCOME_REFERRAL("dns_outcomes", "outcome", "referral"),
  /** Names in no zone of ours. */
  OUTCOME_NOT_OURS("dns_outcomes", "outcome", "not_ours"),
  /** Questions for ANY, answered with one RRset (RFC 8482). */
  OUTCOME_ANY("dns_outcomes", "outcome", "any"),

  /** Answers from the one record set of its name and type, and those that come with signing. */
  ANSWER_SIMPLE("dns_answers", "policy", "simple"),
  /** Answers at names that fail over; this and the following by the name first found. */
  ANSWER_FAILOVER("dns_answers", "policy", "failover"),
  /** Answers at weighted names. */
  ANSWER_WEIGHTED("dns_answers", "policy", "weighted"),
  /** Answers at names routed by latency. */
  ANSWER_LATENCY("dns_answers", "policy", "latency"),
  /** Answers at names routed by where the client is. */
  ANSWER_GEOLOCATION("dns_answers", "policy", "geolocation"),
  /** Answers at names routed by what is near. */
  ANSWER_GEOPROXIMITY("dns_answers", "policy", "geoproximity"),
  /** Answers at names with several values of which some are drawn. */
  ANSWER_MULTIVALUE("dns_answers", "policy", "multivalue"),
  /** Answers at names routed by the client's network. */
  ANSWER_IP_BASED("dns_answers", "policy", "ip_based"),

  /** Answers that went through an alias. */
  FEATURE_ALIAS("dns_features", "feature", "alias"),
  /** Answers that followed a CNAME. */
  FEATURE_CNAME("dns_features", "feature", "cname"),
  /** Answers synthesised from a wildcard. */
  FEATURE_WILDCARD("dns_features", "feature", "wildcard"),
  /** Answers given with no healthy candidate, when all count as healthy. */
  FEATURE_FAIL_OPEN("dns_features", "feature", "fail_open"),
  /** Failures because an alias's target outside our zones has not been resolved yet. */
  FEATURE_UNRESOLVED("dns_features", "feature", "unresolved"),
  /** Replies with TC set. */
  FEATURE_TRUNCATED("dns_features", "feature", "truncated"),
  /** Queries with an OPT record. */
  FEATURE_EDNS("dns_features", "feature", "edns"),
  /** Queries with a client subnet (RFC 7871). */
  FEATURE_CLIENT_SUBNET("dns_features", "feature", "client_subnet"),

  /** Queries with a client cookie alone (RFC 7873). */
  COOKIE_CLIENT_ONLY("dns_cookies", "cookie", "client_only"),
  /** Queries with a server cookie that is not ours, or no longer. */
  COOKIE_BAD("dns_cookies", "cookie", "bad"),
  /** Queries with a good server cookie: their clients own their addresses. */
  COOKIE_GOOD("dns_cookies", "cookie", "good"),

  /**
   * Connections accepted and served, over TCP and TLS; those that were refused are not among them.
   */
  TCP_ACCEPTED("dns_tcp_connections", "event", "accepted"),
  /** Connections closed at once because their client has as many as it may. */
  TCP_REFUSED_CLIENT("dns_tcp_connections", "event", "refused_client"),
  /** Connections closed at once because there are as many as may be, and all are being answered. */
  TCP_REFUSED_FULL("dns_tcp_connections", "event", "refused_full"),
  /** Connections closed for the sake of a new one, as those that were served longest ago. */
  TCP_DISPLACED("dns_tcp_connections", "event", "displaced"),
  /** Connections closed because nothing was asked for the idle limit. */
  TCP_IDLE("dns_tcp_connections", "event", "idle"),
  /** Connections closed because a message or the reading of a reply took too long. */
  TCP_SLOW("dns_tcp_connections", "event", "slow"),
  /**
   * Connections closed because of what the client sent: a message shorter than a header, a broken
   * record of TLS.
   */
  TCP_GARBAGE("dns_tcp_connections", "event", "garbage"),

  /** Handshakes of TLS that ended in agreement, with a new session or an old one. */
  TLS_DONE("dns_tls_handshakes", "outcome", "done"),
  /** What did not begin as TLS does: plain DNS, HTTP, noise. */
  TLS_NOT_TLS("dns_tls_handshakes", "outcome", "not_tls"),
  /** No version, cipher or protocol in common, or messages that make no sense. */
  TLS_FAILED("dns_tls_handshakes", "outcome", "failed"),
  /** Refused by the client with an alert; most often it does not trust the certificate. */
  TLS_REFUSED("dns_tls_handshakes", "outcome", "refused_by_client"),
  /** The client left. */
  TLS_LEFT("dns_tls_handshakes", "outcome", "left"),
  /** It took too long. */
  TLS_LATE("dns_tls_handshakes", "outcome", "late"),
  /** Broken off as the oldest, for the sake of a new one. */
  TLS_DISPLACED("dns_tls_handshakes", "outcome", "displaced");

  private static final Set<QueryCount> ANSWERS =
      Collections.unmodifiableSet(EnumSet.range(ANSWER_SIMPLE, ANSWER_IP_BASED));

  private static final Set<QueryCount> OUTCOMES =
      Collections.unmodifiableSet(EnumSet.range(OUTCOME_ANSWER, ANSWER_IP_BASED));

  private final String family;
  private final String label;
  private final String value;

  QueryCount(String family, String label, String value) {
    this.family = family;
    this.label = label;
    this.value = value;
  }

  /** The parts of {@link #OUTCOME_ANSWER}, so that an answer and its policy are one addition. */
  static Set<QueryCount> answersByPolicy() {
    return ANSWERS;
  }

  /** What can be found for a question: outcomes, and answers by policy. They follow each other. */
  static Set<QueryCount> outcomes() {
    return OUTCOMES;
  }

  /** The name all constants of one family share, such as {@code dns_responses}. */
  public String family() {
    return family;
  }

  /** The name of the label that tells the constants of a family apart, such as {@code rcode}. */
  public String label() {
    return label;
  }

  /** This constant's value of that label, such as {@code NXDOMAIN}. */
  public String value() {
    return value;
  }
}
