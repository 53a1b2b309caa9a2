package dev.understudy.differ;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The explanations of {@code differences.txt}, and which of them were needed. */
final class Differences {
  private final Map<Rule, Set<Peer>> rules = new EnumMap<>(Rule.class);
  private final Map<String, Integer> used = new TreeMap<>();

  /** Reads the file: {@code RULE | PEER PEER | reason}. */
  static Differences read() throws IOException {
    var differences = new Differences();
    try (InputStream in = Differences.class.getResourceAsStream("/differ/differences.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 3 || !cells[2].contains("RFC ")) {
          throw new IllegalStateException("not RULE | PEERS | reason with its RFC: " + line);
        }
        var peers = new TreeSet<Peer>();
        List.of(cells[1].strip().split(" ", -1)).forEach(peer -> peers.add(Peer.valueOf(peer)));
        if (differences.rules.put(Rule.valueOf(cells[0].strip()), peers) != null) {
          throw new IllegalStateException("twice: " + line);
        }
      }
    }
    return differences;
  }

  /** Whether one of the rules says why a peer differs here. */
  boolean explain(Peer peer, Case both, Delta delta) {
    for (Map.Entry<Rule, Set<Peer>> each : rules.entrySet()) {
      if (each.getValue().contains(peer) && each.getKey().explains(both, delta)) {
        used.merge(each.getKey() + " " + peer, 1, Integer::sum);
        return true;
      }
    }
    return false;
  }

  /** How often each rule was needed for each peer. */
  Map<String, Integer> used() {
    return used;
  }

  /** Rules by which nothing was explained. */
  List<Rule> unused() {
    return rules.keySet().stream()
        .filter(rule -> used.keySet().stream().noneMatch(each -> each.startsWith(rule + " ")))
        .toList();
  }
}
