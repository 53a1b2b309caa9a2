package dev.understudy.benchmarks;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records of one zone, example.com, and queries for them. */
final class Records {
  static final String ZONE = "example.com";
  private static final String ZONE_ID = "Z1";

  private Records() {}

  /** The zone with SOA and NS. */
  static Stream<Mutation> apex() {
    var soa = new ByteArrayOutputStream();
    soa.writeBytes(name("ns1." + ZONE).wire());
    soa.writeBytes(name("hostmaster." + ZONE).wire());
    soa.writeBytes(new byte[20]);
    return Stream.of(
        new Mutation.PutZone(new HostedZone(ZONE_ID, name(ZONE), 1)),
        put(ZONE, RecordType.SOA, soa.toByteArray()),
        put(ZONE, RecordType.NS, name("ns1." + ZONE).wire()));
  }

  /** One A record. */
  static Mutation address(String owner, int ip) {
    return put(owner, RecordType.A, ip(ip));
  }

  /** One A record among others of its name. */
  static Mutation address(
      String owner, String identifier, RoutingPolicy policy, @Nullable String check, int ip) {
    return new Mutation.PutRecordSet(
        ZONE_ID,
        new ResourceRecordSet(
            name(owner),
            RecordType.A,
            identifier,
            policy,
            60,
            List.of(Rdata.of(ip(ip))),
            null,
            check));
  }

  /** One alias among others of its name, which evaluates its target. */
  static Mutation alias(String owner, String identifier, RoutingPolicy policy, String target) {
    return new Mutation.PutRecordSet(
        ZONE_ID,
        new ResourceRecordSet(
            name(owner),
            RecordType.A,
            identifier,
            policy,
            0,
            List.of(),
            new AliasTarget(ZONE_ID, name(target), true),
            null));
  }

  /** A query for the A records of a name. */
  static byte[] query(String text) {
    byte[] name = name(text).wire();
    return ByteBuffer.allocate(12 + name.length + 4)
        .putShort(4, (short) 1)
        .put(12, name)
        .putShort(12 + name.length, (short) 1)
        .putShort(12 + name.length + 2, (short) 1)
        .array();
  }

  /** The same with EDNS Client Subnet: 24 bits of an address (RFC 7871). */
  static byte[] query(String text, int subnet) {
    byte[] plain = query(text);
    byte[] option = {0, 0, 41, 4, (byte) 208, 0, 0, 0, 0, 0, 11, 0, 8, 0, 7, 0, 1, 24, 0};
    return ByteBuffer.allocate(plain.length + option.length + 3)
        .put(plain)
        .put(option)
        .put(ip(subnet), 0, 3)
        .putShort(10, (short) 1)
        .array();
  }

  static byte[] ip(int address) {
    return ByteBuffer.allocate(4).putInt(address).array();
  }

  private static Mutation put(String owner, RecordType type, byte[] data) {
    return new Mutation.PutRecordSet(
        ZONE_ID,
        new ResourceRecordSet(
            name(owner),
            type,
            "",
            new RoutingPolicy.Simple(),
            60,
            List.of(Rdata.of(data)),
            null,
            null));
  }

  private static DomainName name(String text) {
    var wire = new ByteArrayOutputStream();
    for (String label : text.split("\\.", -1)) {
      wire.write(label.length());
      wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    wire.write(0);
    return DomainName.ofWire(wire.toByteArray());
  }
}
