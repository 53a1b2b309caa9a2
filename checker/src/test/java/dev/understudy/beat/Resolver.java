package dev.understudy.beat;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.wire.RecordType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The real answering side of one nameserver, with a failover pair at www.example.com. */
final class Resolver {
  private static final DomainName APEX = name("example", "com");
  private static final DomainName WWW = name("www", "example", "com");

  private final CurrentEdition current = new CurrentEdition();
  private final Publisher publisher = new Publisher(current);
  private final Responder responder =
      new Responder(current, new QueryLedger().newRow(), new Random(0), AnswerSettings.DEFAULTS);
  private final byte[] query = query();
  private final byte[] reply = new byte[65_535];

  Resolver(HealthCheck primary, HealthCheck secondary) {
    List<Mutation> everything = new ArrayList<>();
    everything.add(new PutZone(new HostedZone("Z1", APEX, 1)));
    everything.add(new PutCheck(primary));
    everything.add(new PutCheck(secondary));
    everything.add(put(true, primary, 1));
    everything.add(put(false, secondary, 2));
    publisher.reset(1, everything);
  }

  void statuses(Map<String, Boolean> changed) {
    publisher.statuses(changed);
  }

  /** The last octets of the addresses answered for www.example.com A. */
  List<Integer> ask() {
    int length =
        responder.respond(query, query.length, Transport.UDP, new byte[] {127, 0, 0, 1}, 4, reply);
    ByteBuffer message = ByteBuffer.wrap(reply, 0, length);
    var addresses = new ArrayList<Integer>();
    message.position(query.length);
    for (int i = 0; i < message.getShort(6); i++) {
      int label = message.get() & 0xff;
      if (label < 0xc0) {
        throw new AssertionError("the owner name is not compressed to the question");
      }
      message.get();
      short type = message.getShort();
      message.position(message.position() + 6);
      int end = message.getShort() + message.position();
      if (type == 1) {
        addresses.add(message.get(end - 1) & 0xff);
      }
      message.position(end);
    }
    return addresses;
  }

  private static PutRecordSet put(boolean primary, HealthCheck check, int lastOctet) {
    return new PutRecordSet(
        "Z1",
        new ResourceRecordSet(
            WWW,
            RecordType.A,
            primary ? "one" : "two",
            new Failover(primary),
            15,
            List.of(Rdata.of((byte) 10, (byte) 0, (byte) 0, (byte) lastOctet)),
            null,
            check.id()));
  }

  private static byte[] query() {
    byte[] name = WWW.wire();
    return ByteBuffer.allocate(12 + name.length + 4)
        .put(new byte[] {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0})
        .put(name)
        .put(new byte[] {0, 1, 0, 1})
        .array();
  }

  private static DomainName name(String... labels) {
    var wire = ByteBuffer.allocate(64);
    for (String label : labels) {
      wire.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    wire.put((byte) 0).flip();
    byte[] octets = new byte[wire.limit()];
    wire.get(octets);
    return DomainName.ofWire(octets);
  }
}
