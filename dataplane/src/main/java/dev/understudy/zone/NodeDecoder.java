package dev.understudy.zone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.health.HealthView;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.routing.Policy;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads the record sets of a node back, since the tree is the only copy of them in memory. */
final class NodeDecoder {
  private static final List<Policy> POLICIES = List.of(Policy.values());

  /** The same for the hot path. */
  private static final Policy[] BY_CODE = Policy.values();

  private NodeDecoder() {}

  static DomainName name(byte[] shard, int node) {
    int from = node + Node.NAME;
    return DomainName.ofWire(Arrays.copyOfRange(shard, from, from + Node.nameLength(shard, node)));
  }

  static int code(Policy policy) {
    return POLICIES.indexOf(policy);
  }

  static Policy policy(int policyAndFlags) {
    return BY_CODE[(policyAndFlags & 0xff) >>> Node.POLICY_SHIFT];
  }

  /**
   * All record sets of a node, in stored order.
   *
   * @param checkIds the health check that holds a slot
   */
  static List<ResourceRecordSet> sets(byte[] shard, int node, IntFunction<String> checkIds) {
    DomainName name = name(shard, node);
    var sets = new ArrayList<ResourceRecordSet>();
    int at = node + Node.NAME + Node.nameLength(shard, node);
    int left = shard[at++];
    while (left-- > 0) {
      RecordType type = Objects.requireNonNull(RecordType.ofCode(Octets.get16(shard, at)));
      int count = Octets.get16(shard, at + Node.GROUP_COUNT);
      for (int ordinal = 0; ordinal < count; ordinal++) {
        sets.add(set(name, type, shard, Node.candidate(shard, at, ordinal), checkIds));
      }
      at += Node.GROUP_HEAD + Octets.get32(shard, at + Node.GROUP_LENGTH);
    }
    return sets;
  }

  /** One candidate of a group. */
  static ResourceRecordSet set(
      DomainName name, RecordType type, byte[] shard, int candidate, IntFunction<String> checkIds) {
    int flags = shard[candidate];
    Policy policy = policy(flags);
    int slot = Octets.get32(shard, candidate + Node.SLOT);
    int parameters = candidate + Node.PARAMETERS;
    int at = parameters + PolicyParameters.length(code(policy), shard, parameters);
    AliasTarget alias = null;
    var records = new ArrayList<Rdata>();
    if ((flags & Node.ALIAS) != 0) {
      int nameEnd = at + 1 + Octets.get8(shard, at);
      int idEnd = nameEnd + 2 + Octets.get16(shard, nameEnd);
      alias =
          new AliasTarget(
              new String(shard, nameEnd + 2, idEnd - nameEnd - 2, UTF_8),
              DomainName.ofWire(Arrays.copyOfRange(shard, at + 1, nameEnd)),
              (flags & Node.EVALUATE_TARGET_HEALTH) != 0);
      at = idEnd;
    } else {
      int left = Octets.get16(shard, at);
      at += 2;
      while (left-- > 0) {
        int end = at + 2 + Octets.get16(shard, at);
        records.add(Rdata.of(Arrays.copyOfRange(shard, at + 2, end)));
        at = end;
      }
    }
    String identifier = new String(shard, at + 2, Octets.get16(shard, at), UTF_8);
    return new ResourceRecordSet(
        name,
        type,
        identifier,
        PolicyParameters.decode(policy, (flags & Node.PRIMARY) != 0, shard, parameters),
        alias == null ? Octets.get32(shard, candidate + Node.TTL) : 0,
        records,
        alias,
        checkId(slot, checkIds));
  }

  private static @Nullable String checkId(int slot, IntFunction<String> checkIds) {
    return slot == HealthView.UNCHECKED ? null : checkIds.apply(slot);
  }
}
