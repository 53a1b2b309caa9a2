package dev.understudy.zone;

import dev.understudy.wire.Octets;

/**
 * How one name of one zone lies in a shard, and the reading of it in place.
 *
 * <pre>
 *  0 hash | 4 zone ordinal | 8 children | 12 flags | 13 name length | 14 name | group count | groups
 *
 *  group:      0 type | 2 policy and flags | 3 length of the rest | 7 count | 9 candidates
 *              with more than one candidate, their offsets from the group come first, four octets each
 *
 *  candidate:  0 policy and flags | 1 health slot | 5 TTL | 9 policy parameters | values or target
 *              | identifier
 *    TTL:          of an alias the slot of its target, unless that is in its own zone
 *    parameters:   none for simple, failover and multivalue; else two octets of length and the rest
 *    values:       count, then length and data of each, two octets for each number
 *    target:       length and name, length and hosted zone id, one octet for each length
 *    identifier:   length of two octets, then UTF-8
 * </pre>
 *
 * <p>Numbers are in network order. A node exists while it has groups, children, or a reason to be
 * pinned. Groups are sorted by type code.
 */
final class Node {
  static final int HASH = 0;
  static final int ZONE = 4;
  static final int CHILDREN = 8;
  static final int FLAGS = 12;
  static final int NAME_LENGTH = 13;
  static final int NAME = 14;

  /** The apex of the node's own zone. */
  static final int APEX = 1;

  /** A hosted zone has this name, so it exists although its zone may hold nothing here. */
  static final int PINNED = 2;

  /** NS below the apex: a delegation starts here. */
  static final int CUT = 4;

  /** The child {@code *} exists (RFC 4592). */
  static final int WILDCARD_CHILD = 8;

  /** There is a CNAME group, which answers for every other type. */
  static final int CNAME = 16;

  /** Flags that follow from the groups; the others follow from other nodes. */
  static final int OF_GROUPS = CUT | CNAME;

  static final int GROUP_POLICY = 2;
  static final int GROUP_LENGTH = 3;
  static final int GROUP_COUNT = 7;
  static final int GROUP_CANDIDATES = 9;
  static final int GROUP_HEAD = 7;

  /** The policy is that of the first candidate; a group whose sets disagree does not last. */
  static final int POLICY_SHIFT = 4;

  static final int HAS_ALIAS = 1;

  /** Health alone says which candidate answers: there is one, for every client, or a pair. */
  static final int PLAIN = 2;

  static final int SLOT = 1;
  static final int TTL = 5;

  /** In place of the TTL: the slot in {@link OutsideBook} of an alias without {@link #OWN_ZONE}. */
  static final int TARGET_SLOT = TTL;

  static final int PARAMETERS = 9;

  static final int ALIAS = 1;
  static final int EVALUATE_TARGET_HEALTH = 2;

  /** The alias names its own zone, so its target is looked up there only. */
  static final int OWN_ZONE = 4;

  static final int PRIMARY = 8;

  private Node() {}

  static int zone(byte[] shard, int node) {
    return Octets.get32(shard, node + ZONE);
  }

  static int flags(byte[] shard, int node) {
    return shard[node + FLAGS];
  }

  static int nameLength(byte[] shard, int node) {
    return Octets.get8(shard, node + NAME_LENGTH);
  }

  /** Takes note of further children, in octets that are not published yet. */
  static void addChildren(byte[] shard, int node, int more, boolean wildcard) {
    Octets.put32(shard, node + CHILDREN, Octets.get32(shard, node + CHILDREN) + more);
    if (wildcard) {
      shard[node + FLAGS] |= WILDCARD_CHILD;
    }
  }

  static boolean isNamed(byte[] shard, int node, byte[] name, int from, int length) {
    return nameLength(shard, node) == length
        && Octets.equal(shard, node + NAME, name, from, length);
  }

  /** Where the group of a type starts, or 0. */
  static int group(byte[] shard, int node, int type) {
    int at = node + NAME + nameLength(shard, node);
    int left = shard[at++];
    while (left-- > 0) {
      int here = Octets.get16(shard, at);
      if (here >= type) {
        return here == type ? at : 0;
      }
      at += GROUP_HEAD + Octets.get32(shard, at + GROUP_LENGTH);
    }
    return 0;
  }

  /** Where the group with the lowest type code starts, or 0. */
  static int firstGroup(byte[] shard, int node) {
    int at = node + NAME + nameLength(shard, node);
    return shard[at] == 0 ? 0 : at + 1;
  }

  /** The first index after the node. */
  static int end(byte[] shard, int node) {
    int at = node + NAME + nameLength(shard, node);
    int left = shard[at++];
    while (left-- > 0) {
      at += GROUP_HEAD + Octets.get32(shard, at + GROUP_LENGTH);
    }
    return at;
  }

  /** Where a candidate of a group starts. */
  static int candidate(byte[] shard, int group, int ordinal) {
    int first = group + GROUP_CANDIDATES;
    if (ordinal == 0) { // the first one follows the offsets, if any: one look less into the shard
      int count = Octets.get16(shard, group + GROUP_COUNT);
      return count == 1 ? first : first + 4 * count;
    }
    return group + Octets.get32(shard, first + 4 * ordinal);
  }
}
