package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.wire.Octets;
import java.util.List;

/** One node of one zone being changed. Writer thread only. */
final class NodeDraft {
  final ZoneState zone;
  final DomainName name;
  final byte[] wire;
  final int hash;

  /** Whether the node was there before. */
  boolean existed;

  /** Whether it goes into the run of a first load. */
  boolean inRun;

  /** Whether it has to be written back. */
  boolean changed;

  /** Nodes one label below. */
  int children;

  /** As in {@link Node}. */
  int flags;

  RecordSets sets = new RecordSets();

  private int cuts;

  NodeDraft(ZoneState zone, DomainName name) {
    this.zone = zone;
    this.name = name;
    this.wire = name.wire();
    this.hash = NameHash.of(wire, 0, wire.length);
  }

  void load(byte[] octets, int node, List<ResourceRecordSet> loaded) {
    existed = true;
    children = Octets.get32(octets, node + Node.CHILDREN);
    flags = Node.flags(octets, node);
    cuts = (flags & Node.CUT) != 0 ? 1 : 0;
    sets = new RecordSets(loaded);
  }

  /** Zone cuts at this node as it was loaded, 0 or 1. */
  int cuts() {
    return cuts;
  }
}
