package dev.understudy.answer;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.InsufficientData;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A nameserver without a network, for tests: zones and records in text, health by hand, questions
 * in, replies out. Each call that changes something is one commit.
 */
public final class Lab {
  public static final String SOA = "ns1.example.net. host.example.net. 1 7200 900 1209600 86400";

  public final CurrentEdition current = new CurrentEdition();
  public final Publisher publisher = new Publisher(current);
  public final QueryLedger ledger = new QueryLedger();
  private final Map<String, String> ids = new HashMap<>();
  private final Responder responder;
  private long revision;

  public Lab() {
    this(AnswerSettings.DEFAULTS);
  }

  public Lab(AnswerSettings settings) {
    this(settings, () -> System.currentTimeMillis() / 1_000);
  }

  public Lab(AnswerSettings settings, LongSupplier epochSeconds) {
    var random = new SplittableRandom(1);
    responder = new Responder(current, ledger.newRow(), random, settings, null, epochSeconds);
  }

  public Responder responder() {
    return responder;
  }

  public Lab apply(Mutation... mutations) {
    publisher.apply(++revision, List.of(mutations));
    return this;
  }

  /** A zone with Route 53's SOA and NS at its apex; its id is its name in capitals after Z. */
  public Lab zone(String name) {
    return zone("Z" + name.toUpperCase(java.util.Locale.ROOT), name, revision + 1);
  }

  public Lab zone(String id, String name, long created) {
    ids.put(name, id);
    return apply(
        new Mutation.PutZone(new HostedZone(id, Text.name(name), created)),
        put(id, values(name, RecordType.SOA, 900, SOA)),
        put(id, values(name, RecordType.NS, 172_800, "ns1.example.net", "ns2.example.net")));
  }

  public String id(String zone) {
    return Objects.requireNonNull(ids.get(zone));
  }

  /** A simple record set, in the deepest zone made with {@link #zone(String)}. */
  public Lab put(String name, RecordType type, int ttl, String... values) {
    return apply(put(zoneOf(name), values(name, type, ttl, values)));
  }

  public Lab put(ResourceRecordSet set) {
    return apply(put(zoneOf(set.name().toString()), set));
  }

  public Lab delete(String name, RecordType type) {
    return apply(new Mutation.DeleteRecordSet(zoneOf(name), Text.name(name), type, ""));
  }

  /** A check that nobody has judged yet. */
  public Lab check(String... checks) {
    for (String id : checks) {
      apply(new Mutation.PutCheck(checkNamed(id)));
    }
    return this;
  }

  public Lab up(String check) {
    publisher.statuses(Map.of(check, true));
    return this;
  }

  public Lab down(String check) {
    publisher.statuses(Map.of(check, false));
    return this;
  }

  public static HealthCheck checkNamed(String id) {
    return new HealthCheck(id, 1, false, false, new AlarmState(InsufficientData.HEALTHY));
  }

  public static Mutation put(String zoneId, ResourceRecordSet set) {
    return new Mutation.PutRecordSet(zoneId, set);
  }

  public static ResourceRecordSet values(String name, RecordType type, int ttl, String... values) {
    return set(name, type, "", new RoutingPolicy.Simple(), ttl, null, values);
  }

  public static ResourceRecordSet set(
      String name,
      RecordType type,
      String identifier,
      RoutingPolicy policy,
      int ttl,
      @Nullable String check,
      String... values) {
    List<Rdata> records = Arrays.stream(values).map(value -> Text.rdata(type, value)).toList();
    return new ResourceRecordSet(
        Text.name(name), type, identifier, policy, ttl, records, null, check);
  }

  public ResourceRecordSet alias(
      String name,
      RecordType type,
      String identifier,
      RoutingPolicy policy,
      String target,
      boolean evaluate,
      @Nullable String check) {
    var alias = new AliasTarget(zoneOf(name), Text.name(target), evaluate);
    return new ResourceRecordSet(
        Text.name(name), type, identifier, policy, 0, List.of(), alias, check);
  }

  /** A simple alias that names another service's hosted zone. */
  public ResourceRecordSet outside(String name, RecordType type, String target) {
    return outside(name, type, "", new RoutingPolicy.Simple(), target, false, null);
  }

  public ResourceRecordSet outside(
      String name,
      RecordType type,
      String identifier,
      RoutingPolicy policy,
      String target,
      boolean evaluate,
      @Nullable String check) {
    var alias = new AliasTarget("Z35SXDOTRQ7X7K", Text.name(target), evaluate);
    return new ResourceRecordSet(
        Text.name(name), type, identifier, policy, 0, List.of(), alias, check);
  }

  /** What was resolved of a target outside. */
  public Lab resolved(String target, RecordType type, int ttl, String... values) {
    List<Rdata> records = Arrays.stream(values).map(value -> Text.rdata(type, value)).toList();
    publisher.outside(
        Map.of(new OutsideTarget(Text.name(target), type), new OutsideRecords(ttl, records)));
    return this;
  }

  private String zoneOf(String name) {
    String at = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    while (!ids.containsKey(at)) {
      at = at.substring(at.indexOf('.') + 1);
    }
    return Objects.requireNonNull(ids.get(at));
  }

  /** Asks over UDP with EDNS and room for 1232 octets. */
  public Message ask(String name, String type) {
    return ask(query(name, type, 1232), Transport.UDP);
  }

  /** Asks on behalf of a network, as {@code address/bits} (RFC 7871). */
  public Message askFrom(String name, String type, String network) {
    return ask(query(name, type, network), Transport.UDP);
  }

  /** A query with EDNS Client Subnet. */
  public static byte[] query(String name, String type, String network) {
    String[] parts = network.split("/", -1);
    boolean six = parts[0].contains(":");
    int bits = Integer.parseInt(parts[1]);
    byte[] address = Text.rdata(six ? RecordType.AAAA : RecordType.A, parts[0]).octets();
    var option = new ByteArrayOutputStream();
    option.writeBytes(new byte[] {0, (byte) (six ? 2 : 1), (byte) bits, 0});
    option.write(address, 0, (bits + 7) / 8);
    return withOption(query(name, type, 1232), 8, option.toByteArray());
  }

  /** A query with EDNS, whose OPT ends it, and one option of less than 256 octets more. */
  public static byte[] withOption(byte[] query, int code, byte[] data) {
    byte[] longer = Arrays.copyOf(query, query.length + 4 + data.length);
    int lengthAt = optLengthAt(query);
    int options = query.length - lengthAt - 2 + 4 + data.length;
    longer[lengthAt] = (byte) (options >>> 8);
    longer[lengthAt + 1] = (byte) options;
    longer[longer.length - 4 - data.length] = (byte) (code >>> 8);
    longer[longer.length - 3 - data.length] = (byte) code;
    longer[longer.length - 1 - data.length] = (byte) data.length;
    System.arraycopy(data, 0, longer, query.length + 4, data.length);
    return longer;
  }

  /** A query with options, as {@code code=data} in decimal and hex, with semicolons between. */
  public static byte[] withOptions(byte[] query, String options) {
    byte[] longer = query;
    for (String option : options.isEmpty() ? new String[0] : options.split(";", -1)) {
      String[] parts = option.split("=", -1);
      longer = withOption(longer, Integer.parseInt(parts[0]), HexFormat.of().parseHex(parts[1]));
    }
    return longer;
  }

  /** Where the length of OPT stands: it follows the question. */
  private static int optLengthAt(byte[] query) {
    int at = 12;
    while (query[at] != 0) {
      at += 1 + query[at];
    }
    return at + 5 + 9;
  }

  public Message ask(byte[] query, Transport transport) {
    return ask(query, transport, new byte[] {127, 0, 0, 1});
  }

  /** Asks from an address of 4 or 16 octets. */
  public Message ask(byte[] query, Transport transport, byte[] source) {
    byte[] response = reply(query, transport, source);
    return Message.read(response, response.length);
  }

  /** The octets of a reply. */
  public byte[] reply(byte[] query, Transport transport) {
    return reply(query, transport, new byte[] {127, 0, 0, 1});
  }

  /** The octets of a reply to an address of 4 or 16 octets. */
  public byte[] reply(byte[] query, Transport transport, byte[] source) {
    byte[] response = new byte[65_535];
    int length = responder.respond(query, query.length, transport, source, source.length, response);
    if (length == Responder.DROP) {
      throw new AssertionError("dropped");
    }
    return Arrays.copyOf(response, length);
  }

  /** A query with DO set, for signatures (RFC 3225). */
  public static byte[] signedQuery(String name, int code, int size) {
    byte[] query = query(name, code, size);
    query[query.length - 4] = (byte) 0x80;
    return query;
  }

  public long counted(QueryCount count) {
    return ledger.total(count);
  }

  /** A query with id 0x1234 and RD set; with EDNS unless {@code size} is 0. */
  public static byte[] query(String name, String type, int size) {
    int code =
        switch (type) {
          case "ANY" -> 255;
          case "AXFR" -> 252;
          case "IXFR" -> 251;
          default -> RecordType.valueOf(type).code();
        };
    return query(name, code, size);
  }

  public static byte[] query(String name, int code, int size) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, (byte) (size > 0 ? 1 : 0)});
    out.writeBytes(Text.wire(name));
    out.writeBytes(new byte[] {(byte) (code >>> 8), (byte) code, 0, 1});
    if (size > 0) {
      out.writeBytes(new byte[] {0, 0, 41, (byte) (size >>> 8), (byte) size, 0, 0, 0, 0, 0, 0});
    }
    return out.toByteArray();
  }

  /** Every answer seen in so many tries, each sorted, told apart. */
  public List<List<String>> answersSeen(String name, String type, int tries) {
    var seen = new ArrayList<List<String>>();
    for (int i = 0; i < tries; i++) {
      List<String> answer = ask(name, type).answer().stream().sorted().toList();
      if (!seen.contains(answer)) {
        seen.add(answer);
      }
    }
    return seen;
  }
}
