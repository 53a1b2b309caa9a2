package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.wire.RecordType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state as it is kept, each thing read once; for one look, then thrown away. One thread. */
final class StoredSurroundings implements Surroundings {
  private final StoredGroups stored;
  private final Map<GroupId, List<ResourceRecordSet>> sets = new HashMap<>();
  private final Map<GroupId, Set<GroupId>> aliases = new HashMap<>();
  private final Map<String, Optional<HealthCheck>> checks = new HashMap<>();
  private final Map<String, Optional<GroupId>> hosts = new HashMap<>();

  StoredSurroundings(StoredGroups stored) {
    this.stored = stored;
  }

  @Override
  public List<ResourceRecordSet> sets(GroupId group) {
    return sets.computeIfAbsent(group, stored::sets);
  }

  @Override
  public Set<GroupId> aliasesOf(GroupId group) {
    return aliases.computeIfAbsent(group, key -> stored.aliasesOf(key, Tree.GROUPS_MAX));
  }

  @Override
  public Optional<HealthCheck> check(String checkId) {
    return checks.computeIfAbsent(checkId, stored::check);
  }

  @Override
  public Optional<GroupId> groupOf(String host) {
    return hosts.computeIfAbsent(host, this::find);
  }

  /** Checkers resolve a host name to IPv4 addresses only. */
  private Optional<GroupId> find(String host) {
    DomainName name;
    try {
      name = NameText.parse(host);
    } catch (PresentationException e) {
      return Optional.empty();
    }
    return stored
        .zoneOf(name)
        .map(zone -> {
          var addresses = new GroupId(zone, name, RecordType.A);
          return sets(addresses).isEmpty() ? new GroupId(zone, name, RecordType.CNAME) : addresses;
        });
  }
}
