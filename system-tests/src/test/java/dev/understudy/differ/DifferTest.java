package dev.understudy.differ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.understudy.differ.Reply.Item;
import dev.understudy.intent.DomainName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same questions to Understudy, NSD, Knot and BIND, about the same zones. A peer that is not
 * installed is left out, and said so; {@code system-tests/peers} installs them.
 *
 * <p>Longer: {@code -Ddiffer.seed=7 -Ddiffer.zones=20 -Ddiffer.queries=50000}.
 */
class DifferTest {
  private static final long SEED = Long.getLong("differ.seed", 1);
  private static final int ZONES = Integer.getInteger("differ.zones", 2);
  private static final int QUERIES = Integer.getInteger("differ.queries", 4_000);
  private static final int TOLD_MAX = Integer.getInteger("differ.told", 20);
  private static final boolean DEFAULTS =
      System.getProperties().keySet().stream()
          .noneMatch(key -> key.toString().startsWith("differ."));

  private final Map<Peer, Nameserver> peers = new EnumMap<>(Peer.class);
  private final List<String> unexplained = new ArrayList<>();
  private int compared;
  private int different;

  @Test
  void everyDifferenceIsExplained(@TempDir Path folder) throws Exception {
    var random = new Random(SEED);
    List<Zone> zones = zones(random);
    var questions = new QuestionMaker(random, zones);
    var served = new Served(zones);
    var differences = Differences.read();
    assumeTrue(start(folder, zones), "NSD, Knot or BIND is installed");
    try (Nameserver ours = Nameserver.understudy(folder(folder, "understudy"), zones)) {
      for (Question question : QuestionMaker.all(zones.getFirst())) {
        compare(ours, question, served, differences);
      }
      for (int i = 0; i < QUERIES; i++) {
        compare(ours, questions.next(), served, differences);
      }
    } finally {
      for (Nameserver peer : peers.values()) {
        peer.close();
      }
    }
    System.out.println(
        compared
            + " replies of "
            + peers.keySet()
            + " compared, "
            + different
            + " differ in "
            + differences.used());
    assertThat(unexplained).as("seed " + SEED).isEmpty();
    if (peers.size() == Peer.values().length && DEFAULTS) {
      assertThat(differences.unused()).as("explanations that nothing needs").isEmpty();
    }
  }

  private boolean start(Path folder, List<Zone> zones) throws IOException, InterruptedException {
    for (Peer peer : Peer.values()) {
      Path program = peer.program();
      if (program == null) {
        System.out.println("SKIPPED " + peer + ": it is not installed");
      } else {
        peers.put(peer, Nameserver.start(peer, program, folder(folder, peer.name()), zones));
      }
    }
    return !peers.isEmpty();
  }

  private static Path folder(Path parent, String name) throws IOException {
    return Files.createDirectory(parent.resolve(name));
  }

  private static List<Zone> zones(Random random) {
    var maker = new ZoneMaker(random);
    var zones = new ArrayList<Zone>();
    zones.add(Corners.zone());
    DomainName top = ZoneMaker.name("test", DomainName.ofWire(new byte[1]));
    for (int i = 0; i < ZONES; i++) {
      DomainName apex = ZoneMaker.name("z" + i, top);
      DomainName child = ZoneMaker.name("child", apex);
      zones.add(maker.make(child, child, 40));
      zones.add(maker.make(apex, child, 150));
    }
    return zones;
  }

  private void compare(Nameserver ours, Question question, Served served, Differences differences)
      throws IOException {
    Reply mine = ours.ask(question);
    Reply whole = question.tcp() ? mine : ours.ask(question.overTcp());
    sound(question, mine, whole, served);
    for (Map.Entry<Peer, Nameserver> peer : peers.entrySet()) {
      Reply their = peer.getValue().ask(question);
      var both = new Case(question, mine, their, whole, served);
      compared++;
      List<Delta> deltas = Delta.between(mine, their);
      different += deltas.isEmpty() ? 0 : 1;
      List<Delta> left =
          deltas.stream().filter(d -> !differences.explain(peer.getKey(), both, d)).toList();
      if (!left.isEmpty() && unexplained.size() < TOLD_MAX) {
        unexplained.add(
            question + "\n  " + left + "\n  here " + mine + "\n  " + peer.getKey() + " " + their);
      }
    }
    if (mine.truncated()) {
      compare(ours, question.overTcp(), served, differences);
    }
  }

  /** What holds of our replies whatever others say. */
  private void sound(Question question, Reply reply, Reply whole, Served served) {
    for (List<Item> section : List.of(reply.answer(), reply.authority(), reply.additional())) {
      assertThat(new HashSet<>(section)).as(question + " has nothing twice").hasSameSizeAs(section);
    }
    assertThat(reply.additional()).allMatch(item -> served.has(item.owner()), "is of a zone");
    assertThat(reply.length()).as("length of %s", question).isLessThanOrEqualTo(question.limit());
    var both = new Case(question, reply, reply, whole, served);
    if (!reply.truncated()) {
      assertThat(reply.answer()).hasSameElementsAs(whole.answer());
      assertThat(reply.authority()).hasSameElementsAs(whole.authority());
      assertThat(reply.additional())
          .as("RFC 9471 on %s", question)
          .containsAll(whole.additional().stream().filter(both::isInDomain).toList());
    }
  }
}
