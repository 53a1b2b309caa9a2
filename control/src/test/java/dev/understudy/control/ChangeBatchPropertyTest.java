package dev.understudy.control;

import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches drawn at random, against a map that does what the API Reference says in the plainest way:
 * identity, CNAMEs alone, one policy a group. Whatever was accepted and refused, store and map hold
 * the same in the end.
 */
class ChangeBatchPropertyTest {
  private static final List<ChangeAction> ACTIONS = List.of(ChangeAction.values());
  private static final int BATCHES = 300;
  private static final long SEED = 20_260_301L;

  @TempDir Path folder;

  @Test
  void theStoreHoldsWhatTheModelHolds() throws Exception {
    var random = new Random(SEED);
    try (var api = new ApiFixture(folder)) {
      String zone = api.zone("example.com");
      var model = new TreeMap<String, ResourceRecordSet>();
      int accepted = 0;
      for (int round = 0; round < BATCHES; round++) {
        List<Change> batch = batch(random, model);
        var next = new TreeMap<>(model);
        boolean expected = apply(batch, next);
        String refusal = api.refusal(zone, batch.toArray(Change[]::new));
        assertThat(refusal.isEmpty())
            .as("seed %s round %s: %s gave '%s'", SEED, round, batch, refusal)
            .isEqualTo(expected);
        if (expected) {
          model = next;
          accepted++;
        }
      }
      assertThat(accepted).isBetween(BATCHES / 10, BATCHES * 9 / 10);
      List<ResourceRecordSet> listed = api.list(zone);
      assertThat(listed.subList(2, listed.size()))
          .containsExactlyInAnyOrderElementsOf(model.values());
      var got = (GetHostedZoneResponse) api.api.handle(new GetHostedZoneRequest(zone));
      assertThat(got.hostedZone().resourceRecordSetCount()).isEqualTo(listed.size());
    }
  }

  private static List<Change> batch(Random random, Map<String, ResourceRecordSet> model) {
    var batch = new ArrayList<Change>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      ChangeAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      boolean existing = action == ChangeAction.DELETE && !model.isEmpty() && random.nextInt(4) > 0;
      batch.add(
          new Change(
              action,
              existing
                  ? new ArrayList<>(model.values()).get(random.nextInt(model.size()))
                  : drawn(random)));
    }
    return batch;
  }

  private static ResourceRecordSet drawn(Random random) {
    String name = "n" + random.nextInt(4) + ".example.com.";
    ResourceRecordSet set =
        switch (random.nextInt(3)) {
          case 0 -> set(name, RRType.A, "192.0.2." + random.nextInt(3));
          case 1 -> set(name, RRType.TXT, "\"" + random.nextInt(3) + "\"");
          default -> set(name, RRType.CNAME, "target.example.org");
        };
    return random.nextInt(3) > 0
        ? set
        : set.toBuilder().setIdentifier("id" + random.nextInt(2)).weight(7L).build();
  }

  /** In order, stopping at the first thing that is wrong; true if nothing was. */
  private static boolean apply(List<Change> batch, Map<String, ResourceRecordSet> sets) {
    if (!distinct(batch)) {
      return false;
    }
    for (Change change : batch) {
      ResourceRecordSet set = change.resourceRecordSet();
      ResourceRecordSet old = sets.get(key(set));
      boolean fits =
          switch (change.action()) {
            case CREATE -> old == null && fits(set, sets);
            case UPSERT -> fits(set, sets);
            case DELETE -> set.equals(old);
          };
      if (!fits) {
        return false;
      }
      switch (change.action()) {
        case CREATE, UPSERT -> sets.put(key(set), set);
        case DELETE -> sets.remove(key(set));
      }
    }
    return true;
  }

  private static boolean distinct(List<Change> batch) {
    Map<String, String> actions = new TreeMap<>();
    for (Change change : batch) {
      String key = key(change.resourceRecordSet());
      actions.merge(key, change.action().value(), (a, b) -> a.compareTo(b) < 0 ? a + b : b + a);
    }
    return actions.values().stream()
        .allMatch(a -> Set.of("CREATE", "DELETE", "UPSERT", "CREATEDELETE").contains(a));
  }

  private static boolean fits(ResourceRecordSet set, Map<String, ResourceRecordSet> sets) {
    for (ResourceRecordSet other : sets.values()) {
      if (other.name().equals(set.name()) && !key(other).equals(key(set))) {
        boolean cname = set.type() == RRType.CNAME;
        if (cname != (other.type() == RRType.CNAME)) {
          return false;
        }
        if (other.type() == set.type() && (other.weight() == null || set.weight() == null)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String key(ResourceRecordSet set) {
    return set.name() + " " + set.type() + " " + set.setIdentifier();
  }
}
