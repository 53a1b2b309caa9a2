package dev.understudy.differ;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of the zones, as replies have them. */
final class Served {
  private final Map<String, Set<String>> names = new HashMap<>();

  Served(List<Zone> zones) {
    for (Zone zone : zones) {
      var texts = new HashSet<String>();
      zone.names().forEach(name -> texts.add(Reply.text(name)));
      names.put(Reply.text(zone.apex()), texts);
    }
  }

  static boolean isBelow(String name, String ancestor) {
    return name.equals(ancestor) || name.endsWith("." + ancestor);
  }

  /** The deepest zone that a name lies in, or nothing. */
  String zoneOf(String name) {
    return names.keySet().stream()
        .filter(apex -> isBelow(name, apex))
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("");
  }

  boolean isApex(String name) {
    return names.containsKey(name);
  }

  /** Whether a name comes from a wildcard: it is not there, and the closest name above has one. */
  boolean isWildcard(String name) {
    if (hasAtOrBelow(name)) {
      return false;
    }
    String above = name;
    while (!hasAtOrBelow(above) && !above.equals(".")) {
      above = above.substring(above.indexOf('.') + 1);
    }
    return has("*." + above);
  }

  private boolean hasAtOrBelow(String name) {
    return names.values().stream().flatMap(Set::stream).anyMatch(each -> isBelow(each, name));
  }

  /** Whether a zone has records of that very name. */
  boolean has(String name) {
    return names.values().stream().anyMatch(texts -> texts.contains(name));
  }

  /** Whether a zone that does not answer for a name has something at it or below it. */
  boolean hidden(String name) {
    String zone = zoneOf(name);
    return names.entrySet().stream()
        .filter(each -> !each.getKey().equals(zone))
        .flatMap(each -> each.getValue().stream())
        .anyMatch(each -> isBelow(each, name));
  }
}
