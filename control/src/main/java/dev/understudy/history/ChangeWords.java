package dev.understudy.history;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredNote;
import dev.understudy.history.Event.Item;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.store.Value;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a configuration change wrote, in words: what it was, and what it is. */
final class ChangeWords {
  private static final int VALUES_MAX = 8;

  private ChangeWords() {}

  /**
   * One entry.
   *
   * @param what it is and which one: {@code A www.example.com. "primary"}
   * @param before null where there was none
   * @param after null where it was deleted
   */
  record Words(String what, @Nullable String before, @Nullable String after) {
    /** On one line. */
    @Override
    public String toString() {
      if (before == null) {
        return "new " + what + spaced(after);
      }
      return after == null
          ? "deleted " + what + spaced(before)
          : what + spaced(before) + " → " + after;
    }

    private static String spaced(@Nullable String text) {
      return text == null || text.isEmpty() ? "" : ": " + text;
    }
  }

  static Words of(Item item) {
    return new Words(what(item), state(item, item.before()), state(item, item.after()));
  }

  private static String what(Item item) {
    Value known = item.after() == null ? item.before() : item.after();
    Value readable = known == null || known.lengthOctets() == 0 ? null : known;
    return switch (StoredIntent.read(item.key(), null)) {
      case StoredIntent.OfRecordSet set ->
          set.type()
              + " "
              + NameText.format(set.name())
              + (set.setIdentifier().isEmpty() ? "" : " \"" + set.setIdentifier() + "\"");
      case StoredIntent.OfZone zone -> "hosted zone " + zone.zoneId() + zoneName(item, readable);
      case StoredIntent.OfCheck check -> "health check " + check.checkId();
      case StoredIntent.OfCheckTags tags -> "tags of health check " + tags.checkId();
      case StoredIntent.OfCidrCollection cidr -> "CIDR collection " + cidr.collectionId();
      case StoredIntent.OfZoneKeys keys -> "keys of hosted zone " + keys.zoneId();
      case StoredIntent.Nothing _ ->
          StoredNote.read(item.key(), null).orElse(null)
                  instanceof StoredNote.OfTags(String type, String id, _)
              ? "tags of " + type + " " + id
              : "entry " + item.key();
    };
  }

  private static String zoneName(Item item, @Nullable Value value) {
    return value != null
            && StoredIntent.read(item.key(), value)
                instanceof StoredIntent.OfZone(_, HostedZone zone, _)
            && zone != null
        ? " " + NameText.format(zone.name())
        : "";
  }

  private static @Nullable String state(Item item, @Nullable Value value) {
    if (value == null) {
      return null;
    }
    if (value.lengthOctets() == 0) {
      return ""; // a secret, or too large to be kept
    }
    return switch (StoredIntent.read(item.key(), value)) {
      case StoredIntent.OfRecordSet set -> set(Objects.requireNonNull(set.set()));
      case StoredIntent.OfZone zone -> zone.isPrivate() ? "private" : "public";
      case StoredIntent.OfCheck check -> check(Objects.requireNonNull(check.settings()).with(null));
      case StoredIntent.OfCheckTags _, StoredIntent.Nothing _ -> tags(item, value);
      case StoredIntent.OfCidrCollection cidr ->
          collection(Objects.requireNonNull(cidr.collection()));
      case StoredIntent.OfZoneKeys _ -> "";
    };
  }

  private static String set(ResourceRecordSet set) {
    String check = set.healthCheckId();
    AliasTarget alias = set.alias();
    String values =
        alias != null
            ? "alias of "
                + NameText.format(alias.name())
                + (alias.evaluateTargetHealth() ? ", evaluating its health" : "")
            : set.records().stream()
                    .limit(VALUES_MAX)
                    .map(data -> RdataText.format(set.type(), data))
                    .collect(Collectors.joining(", "))
                + (set.records().size() > VALUES_MAX
                    ? " and " + (set.records().size() - VALUES_MAX) + " more"
                    : "")
                + ", TTL "
                + set.ttlSeconds();
    return Stream.of(policy(set.policy()), values, check == null ? "" : "check " + check)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String policy(RoutingPolicy policy) {
    return switch (policy) {
      case Simple() -> "";
      case Multivalue() -> "multivalue";
      case Failover(boolean primary) -> primary ? "PRIMARY" : "SECONDARY";
      case Weighted(int weight) -> "weight " + weight;
      case Latency(String region) -> "latency " + region;
      case Geolocation(String continent, String country, String subdivision) ->
          "location "
              + Stream.of(continent, country, subdivision)
                  .filter(Objects::nonNull)
                  .collect(Collectors.joining("-"));
      case Geoproximity(String region, String group, var at, int bias) ->
          "near "
              + (at != null
                  ? at.latitude() + "," + at.longitude()
                  : String.valueOf(region == null ? group : region))
              + (bias == 0 ? "" : String.format(" bias %+d", bias));
      case IpBased(_, String location) -> "location " + location;
    };
  }

  private static String check(HealthCheck check) {
    return Testimonies.target(check.subject())
        + (check.inverted() ? ", inverted" : "")
        + (check.disabled() ? ", disabled" : "");
  }

  private static String collection(CidrCollection collection) {
    return collection.locations().stream()
        .limit(VALUES_MAX)
        .map(location -> location.name() + " (" + location.blocks().size() + " blocks)")
        .collect(Collectors.joining(", "));
  }

  /**
   * Addresses of webhooks are secrets, and may stand in tags: only keys are told, and tame values.
   */
  private static String tags(Item item, Value value) {
    return StoredNote.read(item.key(), value).orElse(null) instanceof StoredNote.OfTags tags
        ? tags.tags().entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tame(tag.getValue()))
            .collect(Collectors.joining(", "))
        : "";
  }

  static String tame(String text) {
    return text.replaceAll("(?i)([a-z0-9+.-]+://)([^/@\\s,]*@)?([^/?#,\\s]*)[^,\\s]*", "$1$3");
  }
}
