package dev.understudy.control;

import dev.understudy.control.StoredIntent.OfCheck;
import dev.understudy.control.StoredIntent.OfCheckTags;
import dev.understudy.control.StoredIntent.OfCidrCollection;
import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.control.StoredIntent.OfZone;
import dev.understudy.control.StoredIntent.OfZoneKeys;
import dev.understudy.store.Key;
import dev.understudy.store.Store.Mutation;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one commit is about, for those who look at the state after it.
 *
 * @param groups whose record sets changed, and those that an alias began or ceased to point at; but
 *     not those of {@code plain}
 * @param plain groups of which now nothing is left but one record set that neither chooses, watches
 *     nor points elsewhere, as most are
 * @param checks that were put or deleted, or whose tags changed
 * @param zones whether hosted zones came, went or changed
 */
public record Touched(Set<GroupId> groups, Set<GroupId> plain, Set<String> checks, boolean zones) {
  public Touched {
    groups = Collections.unmodifiableSet(groups);
    plain = Collections.unmodifiableSet(plain);
    checks = Set.copyOf(checks);
  }

  /** Reads a commit. */
  public static Touched of(List<Mutation> mutations) {
    var groups = new LinkedHashSet<GroupId>();
    var plain = new LinkedHashSet<GroupId>();
    var checks = new LinkedHashSet<String>();
    boolean zones = false;
    for (Mutation mutation : mutations) {
      Key key = mutation.key();
      StoredIntent intent =
          switch (mutation) {
            case Mutation.Put(_, var value) -> StoredIntent.read(key, value);
            case Mutation.Delete _ -> StoredIntent.read(key, null);
          };
      switch (intent) {
        case OfRecordSet set -> {
          var group = new GroupId(set.zoneId(), set.name(), set.type());
          if (set.set() != null && StoredGroups.isPlain(set.set())) {
            plain.add(group);
          } else {
            groups.add(group);
          }
          if (set.set() != null) {
            StoredGroups.targetOf(set.zoneId(), set.set()).ifPresent(groups::add);
          }
        }
        case OfCheck check -> checks.add(check.checkId());
        case OfCheckTags tags -> checks.add(tags.checkId());
        case OfZone _ -> zones = true;
        case OfCidrCollection _, OfZoneKeys _ -> {}
        case StoredIntent.Nothing _ -> {
          GroupId target = aliasTarget(key.octets());
          if (target != null) {
            groups.add(target);
          }
        }
      }
    }
    plain.removeAll(groups);
    return new Touched(groups, plain, checks, zones);
  }

  private static @Nullable GroupId aliasTarget(byte[] key) {
    return Keys.in(Space.ALIAS, key) ? Keys.targetOfAlias(key) : null;
  }
}
