package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import dev.understudy.zonefile.ZoneText.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts records together to record sets: same owner, type and set identifier. */
final class Assembly {
  /** The caller's own spelling of a value, where Route 53 would spell it otherwise. */
  static final String VALUE = "Value";

  private record Key(DomainName owner, RecordType type, String identifier) {}

  private static final class Gathering {
    private final Place place;
    private final long ttl;
    private final Annotation note;
    private final boolean alias;
    private final Set<Rdata> data = new LinkedHashSet<>();
    private final List<ResourceRecord> values = new ArrayList<>(1);

    Gathering(Place place, long ttl, Annotation note, boolean alias) {
      this.place = place;
      this.ttl = ttl;
      this.note = note;
      this.alias = alias;
    }
  }

  private final Map<Key, Gathering> sets = new LinkedHashMap<>();

  /**
   * Adds a record; one that is there already is left out (RFC 2181, section 5).
   *
   * @return the TTL of its set, which is that of the set's first record
   * @throws IllegalArgumentException with what is wrong with it
   */
  long add(Place place, DomainName owner, RecordType type, long ttl, Rdata rdata, Annotation note) {
    Annotation policy = note.without(VALUE);
    String spelling = note.get(VALUE);
    String value = spelling == null ? RdataText.format(type, rdata) : spelling;
    Rdata meant;
    try {
      meant = RdataText.parse(type, value);
    } catch (PresentationException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
    if (!meant.equals(rdata)) {
      throw new IllegalArgumentException(
          Lexer.MARK + " Value= is not what the record says; take Value= out");
    }
    var key = new Key(owner, type, identifier(policy));
    Gathering set = sets.get(key);
    if (set == null) {
      Policies.apply(policy, false, ResourceRecordSet.builder()); // to be told of it here
      set = new Gathering(place, ttl, policy, false);
      sets.put(key, set);
    }
    if (set.alias || !set.note.members().equals(policy.members())) {
      throw new IllegalArgumentException(
          "the comment " + Lexer.MARK + " is not that of the same record set at " + set.place);
    }
    if (set.data.add(rdata)) {
      set.values.add(new ResourceRecord(value));
    }
    return set.ttl;
  }

  /**
   * Adds an alias.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  void addAlias(Place place, Annotation note, DomainName owner, RecordType type) {
    Policies.apply(note, true, ResourceRecordSet.builder());
    var set = new Gathering(place, 0, note, true);
    Gathering other = sets.putIfAbsent(new Key(owner, type, identifier(note)), set);
    if (other != null) {
      throw new IllegalArgumentException("the same record set is at " + other.place + " already");
    }
  }

  List<Placed> finish() {
    var placed = new ArrayList<Placed>(sets.size());
    sets.forEach((key, set) -> {
      var built =
          ResourceRecordSet.builder()
              .name(NameText.format(key.owner()))
              .type(RRType.valueOf(key.type().name()));
      Policies.apply(set.note, set.alias, built);
      if (!set.alias) {
        built.ttl(set.ttl).resourceRecords(set.values);
      }
      placed.add(new Placed(key.owner(), built.build(), set.place));
    });
    return placed;
  }

  private static String identifier(Annotation note) {
    String identifier = note.get("SetIdentifier");
    return identifier == null ? "" : identifier;
  }
}
