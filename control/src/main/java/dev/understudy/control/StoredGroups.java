package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.store.Contents;
import dev.understudy.store.Key;
import dev.understudy.store.Staged;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.UnreadableStateException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept now, read group by group for those who judge it. Only of zones that are answered
 * from: a private zone has no groups here. Each call reads the store anew, but for {@link #near}.
 */
public final class StoredGroups {
  /** Above the quota of any routing policy. */
  private static final int SETS_MAX = 1_000;

  private static final int ZONES_MAX = 1_000;

  /** Of one zone, to be looked at together rather than group by group. */
  private static final int ALIASES_MAX = 1_000;

  private final Contents contents;

  /** Over a store, which it only reads. */
  public StoredGroups(Store store) {
    this((Contents) store);
  }

  private StoredGroups(Contents contents) {
    this.contents = contents;
  }

  /**
   * The same, with what is kept of these groups read at once and not again; for one thread, and for
   * one look.
   */
  public StoredGroups near(Collection<GroupId> groups) {
    var prefixes = new HashSet<Key>();
    for (GroupId group : groups) {
      prefixes.add(Keys.zone(group.zoneId()));
      prefixes.add(Keys.recordSets(group.zoneId(), group.name(), group.type()));
      prefixes.add(Keys.aliasesOf(group.zoneId(), group.name(), group.type()));
    }
    var staged = new Staged(contents);
    staged.load(prefixes);
    return new StoredGroups(staged);
  }

  /**
   * Some of the groups, in the order of the store.
   *
   * @param groups those that choose, watch or point elsewhere, and what they point at
   * @param next where the following page begins, or null after the last
   */
  public record Page(Set<GroupId> groups, @Nullable Key next) {}

  /**
   * The groups of the next record sets.
   *
   * @param from where an earlier page said that this one begins; null for the first
   * @param limit how many record sets are looked at, 1 to 9,999
   */
  public Page page(@Nullable Key from, int limit) {
    List<Entry> entries = contents.scan(Keys.prefix(Space.RECORD_SET), from, limit + 1);
    var groups = new LinkedHashSet<GroupId>();
    for (Entry entry : entries.size() > limit ? entries.subList(0, limit) : entries) {
      try {
        if (StoredIntent.read(entry.key(), entry.value())
                instanceof StoredIntent.OfRecordSet(String zoneId, _, _, _, ResourceRecordSet set)
            && set != null
            && !isPlain(set)) {
          groups.add(new GroupId(zoneId, set.name(), set.type()));
          targetOf(zoneId, set).ifPresent(groups::add);
        }
      } catch (UnreadableStateException e) {
        // Told of where it is missing from answers; nothing can be said about it here.
      }
    }
    return new Page(groups, entries.size() > limit ? entries.get(limit).key() : null);
  }

  /** Whether it neither chooses, watches nor points elsewhere; then it is alone in its group. */
  static boolean isPlain(ResourceRecordSet set) {
    return set.policy() instanceof Simple && set.alias() == null && set.healthCheckId() == null;
  }

  /** The group an alias leads to, if that lies in its own zone. */
  public static Optional<GroupId> targetOf(String zoneId, ResourceRecordSet set) {
    AliasTarget target = set.alias();
    return target != null && target.hostedZoneId().equals(zoneId)
        ? Optional.of(new GroupId(zoneId, target.name(), set.type()))
        : Optional.empty();
  }

  /**
   * Those of the groups that aliases of their zone may lead to: exactly those, unless a zone has
   * more aliases than are looked at; then all.
   */
  public Set<GroupId> pointedAt(Collection<GroupId> groups) {
    var pointed = new LinkedHashSet<GroupId>();
    var targetsByZone = new HashMap<String, Optional<Set<GroupId>>>();
    for (GroupId group : groups) {
      Optional<Set<GroupId>> targets =
          targetsByZone.computeIfAbsent(group.zoneId(), this::targetsIn);
      if (targets.isEmpty() || targets.get().contains(group)) {
        pointed.add(group);
      }
    }
    return pointed;
  }

  /** What the aliases of a zone lead to within it; empty if they are too many to look at. */
  private Optional<Set<GroupId>> targetsIn(String zoneId) {
    List<Entry> aliases = contents.scan(Keys.aliases(zoneId), null, ALIASES_MAX + 1);
    if (aliases.size() > ALIASES_MAX) {
      return Optional.empty();
    }
    var targets = new HashSet<GroupId>();
    aliases.forEach(entry -> targets.add(Keys.targetOfAlias(entry.key().octets())));
    return Optional.of(targets);
  }

  /** The record sets of a group, in order of set identifiers; empty where there are none. */
  public List<ResourceRecordSet> sets(GroupId group) {
    if (!answered(group.zoneId())) {
      return List.of();
    }
    Key prefix = Keys.recordSets(group.zoneId(), group.name(), group.type());
    var sets = new ArrayList<ResourceRecordSet>();
    for (Entry entry : contents.scan(prefix, null, SETS_MAX)) {
      Identity identity = Keys.identityOfRecordSet(entry.key().octets());
      try {
        sets.add(RecordSetCodec.readMeaning(identity, entry.value().octets()));
      } catch (UnreadableStateException e) {
        // As above.
      }
    }
    return sets;
  }

  /**
   * The groups with an alias of a group among their record sets.
   *
   * @param limit how many aliases are looked at, 1 to 10,000
   */
  public Set<GroupId> aliasesOf(GroupId group, int limit) {
    Key prefix = Keys.aliasesOf(group.zoneId(), group.name(), group.type());
    var groups = new LinkedHashSet<GroupId>();
    for (Entry entry : contents.scan(prefix, null, limit)) {
      Identity alias = Keys.identityOfAlias(entry.key().octets());
      groups.add(new GroupId(group.zoneId(), alias.name(), alias.type()));
    }
    return groups;
  }

  /** A health check, its tags left aside; empty where it was deleted or is damaged. */
  public Optional<HealthCheck> check(String checkId) {
    Entry entry = contents.get(Keys.check(checkId));
    try {
      return entry == null
          ? Optional.empty()
          : Optional.of(
              CheckMeaning.of(CheckCodec.read(checkId, entry.value().octets()), CheckTags.NONE));
    } catch (UnreadableStateException e) {
      return Optional.empty();
    }
  }

  /** The zone that answers for a name: the deepest, and of several with one name the oldest. */
  public Optional<String> zoneOf(DomainName name) {
    for (DomainName at = name; ; at = at.parent()) {
      Zone oldest = null;
      for (Entry entry : contents.scan(Keys.zoneName(at, null), null, ZONES_MAX)) {
        Zone zone = zone(SmallCodecs.readText(entry.value().octets()));
        if (zone != null
            && !zone.privateZone()
            && (oldest == null || zone.created() < oldest.created())) {
          oldest = zone;
        }
      }
      if (oldest != null) {
        return Optional.of(oldest.id());
      }
      if (at.lengthOctets() == 1) {
        return Optional.empty();
      }
    }
  }

  private boolean answered(String zoneId) {
    Zone zone = zone(zoneId);
    return zone != null && !zone.privateZone();
  }

  /** Null where it was deleted in the meantime, or is damaged. */
  private @Nullable Zone zone(String zoneId) {
    Entry entry = contents.get(Keys.zone(zoneId));
    try {
      return entry == null ? null : ZoneCodec.read(zoneId, entry.value().octets());
    } catch (UnreadableStateException e) {
      return null;
    }
  }
}
