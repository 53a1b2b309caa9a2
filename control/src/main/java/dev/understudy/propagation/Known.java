package dev.understudy.propagation;

import dev.understudy.control.StoredIntent.Extensions;
import dev.understudy.control.StoredIntent.Settings;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.ZoneSigning;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was told last of everything but record sets, by id. Only on the follower's thread. */
final class Known {
  /** Those that are answered from. */
  final Map<String, HostedZone> zones = new LinkedHashMap<>();

  final Set<String> privateZones = new HashSet<>();
  final Map<String, Settings> checks = new TreeMap<>();
  final Map<String, Extensions> extensions = new HashMap<>();
  final Map<String, CidrCollection> collections = new HashMap<>();
  final Map<String, ZoneSigning> signings = new HashMap<>();
}
