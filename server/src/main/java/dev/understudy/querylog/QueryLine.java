package dev.understudy.querylog;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.tape.Entry;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Query;
import dev.understudy.wire.QueryOptions;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes entries as lines of the query log (docs/query-log.md). One thread's. */
final class QueryLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final List<Transport> CARRIERS = List.of(Transport.values());
  private static final List<String> RCODES =
      List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

  private final Query query = new Query();

  /** Starts with nothing read. */
  QueryLine() {}

  /**
   * Appends the line of an entry, with its end.
   *
   * @param time when the query was begun with
   */
  void append(Entry entry, Instant time, StringBuilder to) {
    Query.Reading reading = query.read(entry.query(), entry.queryLength());
    to.append("time=");
    TIME.formatTo(time, to);
    to.append(" client=").append(address(entry.client(), 0, entry.clientLength()));
    to.append(" port=").append(entry.port());
    to.append(" transport=").append(lower(CARRIERS.get(entry.carrier()).name()));
    question(entry, reading, to);
    edns(entry, reading, to);
    reply(entry, to);
    @Nullable QueryCount found = entry.found();
    to.append(" found=").append(found == null ? "-" : found.value());
    to.append(" size=").append(entry.replyLength());
    to.append(" us=").append((entry.tookNanos() + 500) / 1_000).append('\n');
  }

  private void question(Entry entry, Query.Reading reading, StringBuilder to) {
    boolean readable =
        switch (reading) {
          case TOO_SHORT, RESPONSE, MALFORMED, NO_QUESTION -> false;
          // What follows the header of another opcode may be anything.
          case OTHER_OPCODE -> query.edns();
          case OTHER_VERSION, MALFORMED_EDNS, OTHER_CLASS, WELL_FORMED ->
              query.questionEnd() > Query.NAME_AT;
        };
    to.append(" name=");
    if (!readable) {
      to.append("- type=- ").append("query=").append(flags(entry, reading));
      return;
    }
    WireText.name(entry.query(), entry.queryLength(), Query.NAME_AT, to);
    to.append(" type=").append(type(query.type()));
    to.append(" query=").append(flags(entry, reading));
  }

  private String flags(Entry entry, Query.Reading reading) {
    if (reading == Query.Reading.TOO_SHORT) {
      return "-";
    }
    int bits = Octets.get16(entry.query(), 2);
    var flags = new StringBuilder();
    flag(bits, 0x0100, "rd", flags);
    flag(bits, 0x0010, "cd", flags);
    flag(bits, 0x0020, "ad", flags);
    flag(query.dnssecOk() ? 1 : 0, 1, "do", flags);
    return flags.isEmpty() ? "-" : flags.toString();
  }

  private static void flag(int bits, int bit, String name, StringBuilder to) {
    if ((bits & bit) != 0) {
      to.append(to.isEmpty() ? "" : ",").append(name);
    }
  }

  private void edns(Entry entry, Query.Reading reading, StringBuilder to) {
    boolean edns = query.edns() && reading != Query.Reading.TOO_SHORT;
    to.append(" edns=");
    if (edns) {
      to.append(query.udpSizeOctets());
    } else {
      to.append('-');
    }
    to.append(" ecs=");
    QueryOptions options = query.options();
    if (!edns || options.clientSubnetAt() == 0) {
      to.append('-');
      return;
    }
    int octets = options.clientSubnetFamilyOctets();
    int bits = options.clientSubnetBits();
    int at = options.clientSubnetAt() + QueryOptions.SUBNET_ADDRESS;
    byte[] subnet =
        Arrays.copyOf(Arrays.copyOfRange(entry.query(), at, at + (bits + 7) / 8), octets);
    to.append(octets == 0 ? "none" : address(subnet, 0, octets)).append('/').append(bits);
  }

  private static void reply(Entry entry, StringBuilder to) {
    byte[] reply = entry.reply();
    if (entry.replyLength() < Query.NAME_AT) {
      to.append(" rcode=- reply=- records=- answer=-");
      return;
    }
    int rcode = WireText.rcode(reply, entry.replyLength());
    var flags = new StringBuilder();
    int bits = Octets.get16(reply, 2);
    flag(bits, 0x0400, "aa", flags);
    flag(bits, 0x0200, "tc", flags);
    to.append(" rcode=").append(rcodeText(rcode));
    to.append(" reply=").append(flags.isEmpty() ? "-" : flags);
    to.append(" records=").append(Octets.get16(reply, 6));
    to.append('/').append(Octets.get16(reply, 8));
    to.append('/').append(Octets.get16(reply, 10));
    to.append(" answer=");
    WireText.firstAnswer(reply, entry.replyLength(), to);
  }

  private static String rcodeText(int rcode) {
    return switch (rcode) {
      case 16 -> "BADVERS";
      case 23 -> "BADCOOKIE";
      default -> rcode < RCODES.size() ? RCODES.get(rcode) : "RCODE" + rcode;
    };
  }

  /** The mnemonic of a type, or TYPE and its number (RFC 3597, section 5). */
  static String type(int code) {
    RecordType type = RecordType.ofCode(code);
    if (type != null) {
      return type.name();
    }
    return switch (code) {
      case QueryType.DNSKEY -> "DNSKEY";
      case QueryType.RRSIG -> "RRSIG";
      case QueryType.NSEC -> "NSEC";
      case QueryType.IXFR -> "IXFR";
      case QueryType.AXFR -> "AXFR";
      case QueryType.ANY -> "ANY";
      default -> "TYPE" + code;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String address(byte[] octets, int at, int length) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + length)).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + length + " octets", e);
    }
  }
}
