package dev.understudy.possibility;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Publisher;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A zone {@code t} in text, with one collection of networks. */
final class World {
  static final String ZONE = "Z1";
  static final CidrCollection NETWORKS =
      new CidrCollection(
          "nets",
          List.of(
              new CidrCollection.Location("office", List.of(block(10, 1, 0, 0, 16))),
              new CidrCollection.Location(
                  "wide", List.of(block(10, 0, 0, 0, 8), block(172, 16, 0, 0, 12)))));

  final CurrentEdition current = new CurrentEdition();
  final Publisher publisher = new Publisher(current);
  private final List<Mutation> mutations = new ArrayList<>();

  World() {
    mutations.add(new Mutation.PutZone(new HostedZone(ZONE, name("t"), 1)));
    mutations.add(new Mutation.PutCidrCollection(NETWORKS));
    for (String id : List.of("a", "b", "c", "d")) {
      check(id);
    }
    put("t", RecordType.SOA, "ns.t. h.t. 1 7200 900 1209600 86400");
  }

  World check(String id) {
    var subject = new HealthCheck.Calculated(0, List.of());
    mutations.add(new Mutation.PutCheck(new HealthCheck(id, 1, false, false, subject)));
    return this;
  }

  World put(String name, RecordType type, String... values) {
    return put(name, type, "", new RoutingPolicy.Simple(), null, values);
  }

  World put(
      String name,
      RecordType type,
      String identifier,
      RoutingPolicy policy,
      @Nullable String check,
      String... values) {
    List<Rdata> data = Arrays.stream(values).map(value -> rdata(type, value)).toList();
    return put(new ResourceRecordSet(name(name), type, identifier, policy, 60, data, null, check));
  }

  World alias(
      String name,
      String identifier,
      RoutingPolicy policy,
      @Nullable String check,
      String target,
      boolean evaluate) {
    return put(
        new ResourceRecordSet(
            name(name),
            RecordType.A,
            identifier,
            policy,
            0,
            List.of(),
            new AliasTarget(ZONE, name(target), evaluate),
            check));
  }

  World put(ResourceRecordSet set) {
    mutations.add(new Mutation.PutRecordSet(ZONE, set));
    return this;
  }

  /** The edition in which these checks are unhealthy. */
  Edition edition(String... unhealthy) {
    publisher.reset(1, mutations);
    for (String id : unhealthy) {
      publisher.statuses(Map.of(id, false));
    }
    return current.get();
  }

  Possibilities possibilities(String name, String... unhealthy) {
    return Possibilities.of(
        edition(unhealthy), name(name), RecordType.A, id -> id.equals("nets") ? NETWORKS : null);
  }

  /** All that a name can answer, a line for each answer. */
  List<String> told(String name) {
    return PossibilitiesText.of(possibilities(name)).lines().map(String::strip).toList();
  }

  static DomainName name(String text) {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new AssertionError(e);
    }
  }

  private static Rdata rdata(RecordType type, String value) {
    try {
      return RdataText.parse(type, value);
    } catch (PresentationException e) {
      throw new AssertionError(new String(value.getBytes(US_ASCII), US_ASCII), e);
    }
  }

  private static CidrBlock block(int a, int b, int c, int d, int length) {
    return CidrBlock.of(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, length);
  }
}
