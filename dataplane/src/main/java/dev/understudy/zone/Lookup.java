package dev.understudy.zone;

import dev.understudy.dnssec.SigningKeys;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.routing.Router;
import dev.understudy.wire.Names;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.RecordType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the zones say of a name and type. One object for each serving thread; what it found
 * stands until the next call of {@link #find}, and it allocates nothing.
 *
 * <p>An exact hit costs one probe. A miss walks up to the closest encloser, which exists for every
 * name in a zone served, because empty non-terminals are nodes too.
 */
public final class Lookup {
  private static final int DS = RecordType.DS.code();
  private static final int NS = RecordType.NS.code();
  private static final int CNAME = RecordType.CNAME.code();

  private final byte[] name = new byte[Names.LENGTH_MAX_OCTETS + 1];
  private final Group group = new Group(Router.GROUPS_MAX - 1);
  private final Group apexGroup = new Group(0);

  private AnswerTree tree = AnswerTree.empty();
  private int length;
  private byte[] shard = Shard.empty();
  private int node;
  private int zone;
  private int cutAt;
  private boolean wildcard;
  private boolean delegated;

  /** Starts with nothing found. */
  public Lookup() {}

  /**
   * Looks a name up, whatever the case of its letters.
   *
   * @param octets holds the name uncompressed from {@code at}, well-formed
   * @param length 1 to 255
   * @param type a QTYPE; ANY finds the record sets with the lowest type code
   */
  public Outcome find(AnswerTree tree, byte[] octets, int at, int length, int type) {
    this.tree = tree;
    this.length = length;
    this.wildcard = false;
    this.delegated = false;
    if (!probe(NameHash.fold(octets, at, name, length), 0)) {
      return miss(type);
    }
    zone = Node.zone(shard, node);
    int flags = Node.flags(shard, node);
    if (type == DS && (flags & (Node.APEX | Node.CUT)) != 0) {
      delegated = (flags & Node.APEX) == 0;
      if (!delegated) {
        return dsAtApex();
      }
    }
    if (tree.delegates() && tree.zone(zone).delegates() && isCut(0, type)) {
      return Outcome.REFERRAL;
    }
    return select(type);
  }

  /**
   * What {@link #find} found: the candidates of the type, the CNAME, or the NS of the cut. Nothing
   * to read after NODATA, NXDOMAIN and NOT_OURS.
   */
  public Group group() {
    return group;
  }

  /** Whether the answer comes from a wildcard. */
  public boolean wildcard() {
    return wildcard;
  }

  /** The name that was looked up, for explanation. Allocates. */
  public DomainName asked() {
    return DomainName.ofWire(Arrays.copyOf(name, length));
  }

  /** The zone that answered, for explanation; not after NOT_OURS. */
  public HostedZone hostedZone() {
    return tree.zone(zone).zone();
  }

  /**
   * The name whose record sets were found, for explanation: the one looked up, the wildcard that
   * covers it, or the cut above it. Allocates; not after NXDOMAIN and NOT_OURS.
   */
  public DomainName source(Outcome outcome) {
    return switch (outcome) {
      case REFERRAL -> DomainName.ofWire(Arrays.copyOfRange(name, cutAt, length));
      case RRSET, ALIAS, CNAME, NODATA -> NodeDecoder.name(shard, node);
      case NXDOMAIN, NOT_OURS -> throw new IllegalStateException("nothing was found");
    };
  }

  /**
   * Whether DS was asked for at a name that the zone which answered leaves to another: its NS are
   * there, or a hosted zone of that name answers for it.
   */
  public boolean delegated() {
    return delegated;
  }

  /** With what the zone that answered is signed, or null; not after NOT_OURS. */
  public @Nullable SigningKeys keys() {
    return tree.signs() ? tree.zone(zone).keys() : null;
  }

  /** Octets of the name looked up that precede the name of the cut; after REFERRAL only. */
  public int cutAt() {
    return cutAt;
  }

  /** The ordinal of the zone that answered; not after NOT_OURS. */
  public int zone() {
    return zone;
  }

  /** Length in octets of the name of the zone that answered. */
  public int zoneNameLengthOctets() {
    return zoneName().length;
  }

  /** The name of the zone that answered, in wire form and lower case; never written to. */
  public byte[] zoneName() {
    return tree.zone(zone).wire();
  }

  /** The record sets of a type at the apex of the zone that answered; without aliases to follow. */
  public Group atApex(RecordType type) {
    if (node != 0 && (Node.flags(shard, node) & Node.APEX) != 0 && Node.zone(shard, node) == zone) {
      apexGroup.wrap(tree, shard, Node.group(shard, node, type.code()), zone);
      return apexGroup;
    }
    ServedZone served = tree.zone(zone);
    byte[] wire = served.wire();
    byte[] found = tree.names().shard(served.hash());
    int apex = Shard.find(found, served.hash(), wire, 0, wire.length);
    if (apex == 0 || Node.zone(found, apex) != zone) {
      apexGroup.wrap(tree, found, 0, zone);
    } else {
      apexGroup.wrap(tree, found, Node.group(found, apex, type.code()), zone);
    }
    return apexGroup;
  }

  /**
   * Looks for a name as it stands, without wildcard or delegation, for the additional section.
   *
   * @return whether record sets of the type exist; {@link #group} then points at them
   */
  public boolean findLiteral(AnswerTree tree, byte[] octets, int at, int length, int type) {
    this.tree = tree;
    this.length = length;
    this.wildcard = false;
    if (!probe(NameHash.fold(octets, at, name, length), 0)) {
      return false;
    }
    zone = Node.zone(shard, node);
    return point(type);
  }

  /** Whether the name that starts at {@code from} is a node; if so, points at it. */
  private boolean probe(int from) {
    return probe(NameHash.of(name, from, length - from), from);
  }

  private boolean probe(int hash, int from) {
    byte[] candidate = tree.names().shard(hash);
    int found = Shard.find(candidate, hash, name, from, length - from);
    if (found == 0) {
      return false;
    }
    shard = candidate;
    node = found;
    return true;
  }

  private boolean point(int type) {
    int at = type == QueryType.ANY ? Node.firstGroup(shard, node) : Node.group(shard, node, type);
    group.wrap(tree, shard, at, zone);
    return at != 0;
  }

  private Outcome select(int type) {
    if (point(type)) {
      return group.hasAlias() ? Outcome.ALIAS : Outcome.RRSET;
    }
    if ((Node.flags(shard, node) & Node.CNAME) != 0 && !QueryType.standsByCname(type)) {
      point(CNAME);
      return Outcome.CNAME;
    }
    return Outcome.NODATA;
  }

  private Outcome miss(int type) {
    int from = 0;
    do {
      if (name[from] == 0) {
        return Outcome.NOT_OURS;
      }
      from += 1 + name[from];
    } while (!probe(from));
    zone = Node.zone(shard, node);
    if (tree.delegates() && tree.zone(zone).delegates() && isCut(from, type)) {
      return Outcome.REFERRAL;
    }
    if ((Node.flags(shard, node) & Node.WILDCARD_CHILD) != 0 && probeWildcard(from)) {
      wildcard = true;
      return select(type);
    }
    return Outcome.NXDOMAIN;
  }

  /** Probes {@code *} under the closest encloser, over the two octets that precede it. */
  private boolean probeWildcard(int encloser) {
    int at = encloser - 2;
    byte first = name[at];
    byte second = name[at + 1];
    name[at] = 1;
    name[at + 1] = '*';
    boolean found = probe(at);
    name[at] = first;
    name[at + 1] = second;
    return found;
  }

  /**
   * Whether a cut lies between the apex and the node pointed at, which starts at {@code from}; if
   * so, points at the NS of the cut nearest to the apex. DS at the cut itself belongs to this side.
   */
  private boolean isCut(int from, int type) {
    byte[] ownShard = shard;
    int ownNode = node;
    boolean found = false;
    int at = from;
    while ((Node.flags(shard, node) & Node.APEX) == 0) {
      if ((Node.flags(shard, node) & Node.CUT) != 0 && (type != DS || at != 0)) {
        found = true;
        cutAt = at;
        group.wrap(tree, shard, Node.group(shard, node, NS), zone);
      }
      at += 1 + name[at];
      if (!probe(at)) {
        break;
      }
    }
    shard = ownShard;
    node = ownNode;
    return found;
  }

  /** DS at the apex of a zone belongs to the zone above, if that is ours too. */
  private Outcome dsAtApex() {
    byte[] ownShard = shard;
    int ownNode = node;
    int from = 0;
    boolean found = false;
    while (!found && name[from] != 0) {
      from += 1 + name[from];
      found = probe(from);
    }
    if (!found) {
      shard = ownShard;
      node = ownNode;
      return select(DS);
    }
    delegated = true;
    zone = Node.zone(shard, node);
    if (tree.zone(zone).delegates() && isCut(from, DS)) {
      return Outcome.REFERRAL;
    }
    int hash = NameHash.aside(NameHash.of(name, 0, length), zone);
    shard = tree.aside().shard(hash);
    node = Shard.find(shard, hash, zone, name, 0, length);
    if (node != 0 && point(DS)) {
      return group.hasAlias() ? Outcome.ALIAS : Outcome.RRSET;
    }
    return Outcome.NODATA;
  }
}
