package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.routing.Candidates;
import dev.understudy.routing.NetworkTable;
import dev.understudy.routing.Policy;
import dev.understudy.routing.Regions;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record sets of one name and type, read in place; one object points at many in turn.
 *
 * <p>Holds a second group for the target of an alias, that one a third, as deep as it was made. A
 * group without record sets is what a missing target looks like.
 */
public final class Group implements Candidates {
  private final @Nullable Group target;

  private AnswerTree tree = AnswerTree.empty();
  private byte[] shard = Shard.empty();
  private int at;
  private int zone;

  /** With room to follow this many aliases in a row. */
  Group(int aliases) {
    this.target = aliases == 0 ? null : new Group(aliases - 1);
  }

  /** Points at the group that starts at {@code at} in a shard, or at none if that is 0. */
  void wrap(AnswerTree tree, byte[] shard, int at, int zone) {
    this.tree = tree;
    this.shard = shard;
    this.at = at;
    this.zone = zone;
  }

  /** The TYPE code of every record in it. */
  public int type() {
    return Octets.get16(shard, at);
  }

  @Override
  public Policy policy() {
    return NodeDecoder.policy(shard[at + Node.GROUP_POLICY]);
  }

  @Override
  public int count() {
    return at == 0 ? 0 : Octets.get16(shard, at + Node.GROUP_COUNT);
  }

  /**
   * Whether the answer is its one candidate's for every client, or that of a failover pair without
   * aliases: health says all.
   */
  public boolean isPlain() {
    return (shard[at + Node.GROUP_POLICY] & Node.PLAIN) != 0;
  }

  /** Whether any candidate is an alias. */
  public boolean hasAlias() {
    return (shard[at + Node.GROUP_POLICY] & Node.HAS_ALIAS) != 0;
  }

  @Override
  public int healthSlot(int ordinal) {
    return Octets.get32(shard, candidate(ordinal) + Node.SLOT);
  }

  @Override
  public int weight(int ordinal) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? Octets.get8(shard, candidate + Node.PARAMETERS + 2) : 0;
  }

  @Override
  public int region(int ordinal) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? (int) number(candidate, 0) : Regions.UNKNOWN;
  }

  @Override
  public double coordinate(int ordinal, int axis) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? Double.longBitsToDouble(number(candidate, 1 + axis)) : Double.NaN;
  }

  @Override
  public int bias(int ordinal) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? (int) number(candidate, 0) : 0;
  }

  @Override
  public long area(int ordinal) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? number(candidate, 0) : 0;
  }

  @Override
  public NetworkTable networks() {
    int first = candidate(0);
    return isOfGroup(first) ? tree.cidrTable((int) number(first, 0)) : NetworkTable.EMPTY;
  }

  @Override
  public int networkLocation(int ordinal) {
    int candidate = candidate(ordinal);
    return isOfGroup(candidate) ? (int) number(candidate, 1) : NOWHERE;
  }

  @Override
  public boolean isAlias(int ordinal) {
    return (shard[candidate(ordinal)] & Node.ALIAS) != 0;
  }

  @Override
  public boolean evaluatesTargetHealth(int ordinal) {
    return (shard[candidate(ordinal)] & Node.EVALUATE_TARGET_HEALTH) != 0;
  }

  /** Where the target of an alias is, and what is known of it. */
  public enum Whereabouts {
    /** Among the names answered from here, whether or not it exists. */
    HERE,
    /** Outside, and {@link #target} gives what was resolved. */
    OUTSIDE,
    /** Outside, where it has no records of this type. */
    OUTSIDE_WITHOUT_RECORDS,
    /** Outside, and it has not been resolved yet. */
    OUTSIDE_UNRESOLVED
  }

  /** Where the target of an alias is. */
  public Whereabouts whereabouts(int ordinal) {
    Outside outside = outside(candidate(ordinal));
    if (outside == null) {
      return Whereabouts.HERE;
    }
    if (outside.records() == null) {
      return Whereabouts.OUTSIDE_UNRESOLVED;
    }
    return outside.hasRecords() ? Whereabouts.OUTSIDE : Whereabouts.OUTSIDE_WITHOUT_RECORDS;
  }

  /**
   * The group of the same type at the target's name, taken literally: a wildcard does not cover it.
   * An alias within its zone sees what its zone holds, even where another zone answers. Of a target
   * outside it is what was resolved, or null where that is nothing.
   */
  @Override
  public @Nullable Group target(int ordinal) {
    Group next = target;
    if (next == null) {
      return null;
    }
    int candidate = candidate(ordinal);
    boolean ownZone = (shard[candidate] & Node.OWN_ZONE) != 0;
    Outside outside = outside(candidate);
    if (outside != null) {
      if (!outside.hasRecords()) {
        return null;
      }
      next.wrap(tree, outside.octets(), Outside.GROUP, zone);
      return next;
    }
    int length = Octets.get8(shard, body(candidate));
    int name = body(candidate) + 1;
    int hash = NameHash.of(shard, name, length);
    byte[] found = tree.names().shard(hash);
    int node = Shard.find(found, hash, shard, name, length);
    if (ownZone && (node == 0 || Node.zone(found, node) != zone)) {
      int asideHash = NameHash.aside(hash, zone);
      found = tree.aside().shard(asideHash);
      node = Shard.find(found, asideHash, zone, shard, name, length);
    }
    int group = node == 0 ? 0 : Node.group(found, node, type());
    next.wrap(tree, found, group, node == 0 ? zone : Node.zone(found, node));
    return next;
  }

  /** The target outside of an alias; null where the target is answered from here. */
  private @Nullable Outside outside(int candidate) {
    boolean ownZone = (shard[candidate] & Node.OWN_ZONE) != 0;
    return ownZone ? null : tree.outside(Octets.get32(shard, candidate + Node.TARGET_SLOT));
  }

  /**
   * A candidate as it was submitted, for explanation. Allocates.
   *
   * @param owner the name of the group: that of a wildcard where one answers
   */
  public ResourceRecordSet recordSet(DomainName owner, int ordinal) {
    RecordType type = Objects.requireNonNull(RecordType.ofCode(type()));
    return NodeDecoder.set(owner, type, shard, candidate(ordinal), tree::checkId);
  }

  /** Seconds; without meaning for an alias. */
  public int ttl(int ordinal) {
    return Octets.get32(shard, candidate(ordinal) + Node.TTL);
  }

  /** The number of values of a record set that is no alias. */
  public int valueCount(int ordinal) {
    return Octets.get16(shard, body(candidate(ordinal)));
  }

  /** Where the first value starts in {@link #octets}: two octets of length, then the data. */
  public int firstValue(int ordinal) {
    return body(candidate(ordinal)) + 2;
  }

  /** Where the value after this one starts. */
  public int nextValue(int value) {
    return value + 2 + Octets.get16(shard, value);
  }

  /** What the places above point into; never written to. */
  public byte[] octets() {
    return shard;
  }

  /** One of the numbers that a candidate's parameters start with. */
  private long number(int candidate, int index) {
    return Octets.get64(shard, candidate + Node.PARAMETERS + 2 + Long.BYTES * index);
  }

  /** Whether a candidate has the group's policy, as all have but for broken intent. */
  private boolean isOfGroup(int candidate) {
    return ((shard[candidate] ^ shard[at + Node.GROUP_POLICY]) & 0xff) >>> Node.POLICY_SHIFT == 0;
  }

  private int candidate(int ordinal) {
    return Node.candidate(shard, at, ordinal);
  }

  private int body(int candidate) {
    int parameters = candidate + Node.PARAMETERS;
    int code = (shard[candidate] & 0xff) >>> Node.POLICY_SHIFT;
    return parameters + PolicyParameters.length(code, shard, parameters);
  }
}
