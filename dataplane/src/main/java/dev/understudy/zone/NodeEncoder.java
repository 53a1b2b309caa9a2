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
import java.util.Arrays;
import java.util.List;

/**
 * Writes nodes into one buffer, used again and again. See {@link Node} for the form. Writer thread
 * only.
 */
final class NodeEncoder {
  private final Slots slots;
  private final CidrBook cidrs;
  private final OutsideBook outside;
  private byte[] out = new byte[1024];
  private int at;

  NodeEncoder(Slots slots, CidrBook cidrs, OutsideBook outside) {
    this.slots = slots;
    this.cidrs = cidrs;
    this.outside = outside;
  }

  /** The node last written, from index 0. */
  byte[] octets() {
    return out;
  }

  /**
   * Writes a node.
   *
   * @param zoneId of the zone with this ordinal
   * @param flags all but {@link Node#OF_GROUPS}, which follow from the sets
   * @param sets in stored order
   * @return the length of the node
   */
  int encode(
      int hash,
      int zone,
      String zoneId,
      int children,
      int flags,
      DomainName name,
      List<ResourceRecordSet> sets) {
    at = 0;
    put32(hash);
    put32(zone);
    put32(children);
    put8(flags & ~Node.OF_GROUPS);
    put8(name.lengthOctets());
    room(name.lengthOctets());
    at += name.copyTo(out, at);
    int groupCountAt = at;
    put8(0);
    int first = 0;
    while (first < sets.size()) {
      RecordType type = sets.get(first).type();
      int end = first + 1;
      while (end < sets.size() && sets.get(end).type() == type) {
        end++;
      }
      boolean all = first == 0 && end == sets.size();
      putGroup(type, all ? sets : sets.subList(first, end), zoneId);
      out[groupCountAt]++;
      if (type == RecordType.CNAME) {
        out[Node.FLAGS] |= Node.CNAME;
      } else if (type == RecordType.NS && (flags & Node.APEX) == 0 && !name.isWildcard()) {
        out[Node.FLAGS] |= Node.CUT;
      }
      first = end;
    }
    return at;
  }

  /** One simple record set without a node around it, from index {@link Outside#GROUP}. */
  byte[] encodeAlone(ResourceRecordSet set) {
    at = 0;
    put8(0);
    putGroup(set.type(), List.of(set), "");
    return Arrays.copyOf(out, at);
  }

  private void putGroup(RecordType type, List<ResourceRecordSet> sets, String zoneId) {
    int group = at;
    boolean alias = false;
    for (int i = 0; i < sets.size(); i++) {
      alias |= sets.get(i).alias() != null;
    }
    Policy policy = PolicyParameters.policy(sets.getFirst().policy());
    boolean plain = !alias && isPlain(policy, sets.size());
    put16(type.code());
    put8(
        NodeDecoder.code(policy) << Node.POLICY_SHIFT
            | (alias ? Node.HAS_ALIAS : 0)
            | (plain ? Node.PLAIN : 0));
    put32(0);
    put16(sets.size());
    int offsets = at;
    if (sets.size() > 1) {
      room(4 * sets.size());
      at += 4 * sets.size();
    }
    for (int i = 0; i < sets.size(); i++) {
      if (sets.size() > 1) {
        Octets.put32(out, offsets + 4 * i, at - group);
      }
      putCandidate(sets.get(i), zoneId);
    }
    Octets.put32(out, group + Node.GROUP_LENGTH, at - group - Node.GROUP_HEAD);
  }

  /** Of the policies that may have no candidate for a client not even one is plain. */
  private static boolean isPlain(Policy policy, int count) {
    return switch (policy) {
      case FAILOVER -> count <= 2;
      case SIMPLE, WEIGHTED, LATENCY, GEOPROXIMITY, MULTIVALUE -> count == 1;
      case GEOLOCATION, IP_BASED -> false;
    };
  }

  private void putCandidate(ResourceRecordSet set, String zoneId) {
    AliasTarget alias = set.alias();
    String check = set.healthCheckId();
    int flags = NodeDecoder.code(PolicyParameters.policy(set.policy())) << Node.POLICY_SHIFT;
    if (alias != null) {
      flags |= Node.ALIAS;
      flags |= alias.evaluateTargetHealth() ? Node.EVALUATE_TARGET_HEALTH : 0;
      flags |= alias.hostedZoneId().equals(zoneId) ? Node.OWN_ZONE : 0;
    }
    flags |= PolicyParameters.isPrimary(set.policy()) ? Node.PRIMARY : 0;
    put8(flags);
    put32(check == null ? HealthView.UNCHECKED : slots.slot(check));
    boolean elsewhere = alias != null && (flags & Node.OWN_ZONE) == 0;
    put32(elsewhere ? outside.slot(set) : set.ttlSeconds());
    putOctets(PolicyParameters.encode(set.policy(), cidrs));
    if (alias != null) {
      put8(alias.name().lengthOctets());
      room(alias.name().lengthOctets());
      at += alias.name().copyTo(out, at);
      byte[] id = alias.hostedZoneId().getBytes(UTF_8);
      put16(id.length);
      putOctets(id);
    } else {
      put16(set.records().size());
      for (Rdata value : set.records()) {
        put16(value.lengthOctets());
        room(value.lengthOctets());
        at += value.copyTo(out, at);
      }
    }
    byte[] identifier = set.setIdentifier().getBytes(UTF_8);
    put16(identifier.length);
    putOctets(identifier);
  }

  private void put8(int value) {
    room(1);
    out[at++] = (byte) value;
  }

  private void put16(int value) {
    room(2);
    Octets.put16(out, at, value);
    at += 2;
  }

  private void put32(int value) {
    room(4);
    Octets.put32(out, at, value);
    at += 4;
  }

  private void putOctets(byte[] octets) {
    room(octets.length);
    System.arraycopy(octets, 0, out, at, octets.length);
    at += octets.length;
  }

  private void room(int octets) {
    if (at + octets > out.length) {
      out = Arrays.copyOf(out, Math.addExact(at, octets) * 2);
    }
  }
}
