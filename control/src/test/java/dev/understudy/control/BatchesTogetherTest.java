package dev.understudy.control;

import static dev.understudy.control.ApiFixture.alias;
import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.RecordSets.Batch;
import dev.understudy.history.Event;
import dev.understudy.history.EventLog;
import dev.understudy.history.EventPage;
import dev.understudy.history.EventQuery;
import dev.understudy.history.RecordingStore;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.store.FullStore;
import dev.understudy.store.Key;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches taken in together end as the same batches do one after the other, each for itself. */
class BatchesTogetherTest {
  private static final List<ChangeAction> ACTIONS =
      List.of(ChangeAction.CREATE, ChangeAction.UPSERT, ChangeAction.DELETE);
  private static final int BATCHES = 400;
  private static final int QUOTA = 12;

  @TempDir Path folder;

  /**
   * Two zones of the same id: one takes each batch alone, the other in groups. Creations that
   * exist, deletions that do not match, CNAMEs beside others, aliases of nothing and in circles,
   * policies mixed and a full zone: refusals have the same words, the zones hold the same, and the
   * record tells of the same changes with the same states before.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inGroupsAsOneByOne(long seed) throws Exception {
    var random = new Random(seed);
    try (var alone = new World(folder.resolve("alone"));
        var together = new World(folder.resolve("together"))) {
      assertThat(together.zone).isEqualTo(alone.zone);
      int accepted = 0;
      for (int drawn = 0; drawn < BATCHES; ) {
        List<ResourceRecordSet> existing = alone.existing();
        var changes = new ArrayList<List<Change>>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
          changes.add(batch(random, alone.zone, existing));
        }
        drawn += changes.size();
        var expected = new ArrayList<String>();
        for (List<Change> each : changes) {
          expected.addAll(alone.take(List.of(each)));
        }
        assertThat(together.take(changes)).as("seed %d: %s", seed, changes).isEqualTo(expected);
        assertThat(together.held()).as("seed %d: %s", seed, changes).isEqualTo(alone.held());
        accepted += (int) expected.stream().filter(String::isEmpty).count();
      }
      assertThat(accepted).isBetween(BATCHES / 10, BATCHES * 9 / 10);
      assertThat(alone.refusals).hasSizeGreaterThan(6);
      assertThat(together.recorded()).isEqualTo(alone.recorded()).hasSizeGreaterThan(accepted / 2);
      List<Entry> changes = together.store.everything(Keys.prefix(Space.CHANGE));
      assertThat(changes).hasSize(accepted + 1);
      assertThat(changes.stream().map(Entry::revision)).doesNotHaveDuplicates();
    }
  }

  @Test
  void whereThereIsNoRoomForAllEachIsTriedAlone() throws Exception {
    try (var world = new World(folder, new ArrayDeque<>(List.of(true, false, true, false)))) {
      Batch first = world.batch(creating("a"));
      Batch second = world.batch(creating("b"));
      Batch third = world.batch(creating("c"));
      world.sets.take(world.zone, List.of(first, second, third));
      assertThat(first.outcome().id()).startsWith("/change/");
      assertThatThrownBy(second::outcome).isInstanceOf(StoreUnavailableException.class);
      assertThat(third.outcome().id()).startsWith("/change/");
      assertThat(world.names()).containsExactly("a", "c");
    }
  }

  @Test
  void whereTheFateOfTheCommitIsUnknownAllAreToldAndNoneIsTriedAgain() throws Exception {
    var tries = new AtomicInteger();
    try (var world =
        new World(
            folder,
            () -> {
              tries.incrementAndGet();
              throw new StoreUnavailableException("unknown", new IllegalStateException(), true);
            })) {
      List<Batch> batches = List.of(world.batch(creating("a")), world.batch(creating("b")));
      world.sets.take(world.zone, batches);
      for (Batch batch : batches) {
        assertThatThrownBy(batch::outcome).isInstanceOf(StoreUnavailableException.class);
      }
      assertThat(tries).hasValue(1);
    }
  }

  @Test
  void aZoneThatIsGoneRefusesAll() throws Exception {
    try (var world = new World(folder)) {
      List<Batch> batches = List.of(world.batch(creating("a")), world.batch(creating("b")));
      world.sets.take("Z0GONE", batches);
      for (Batch batch : batches) {
        assertThatThrownBy(batch::outcome)
            .isInstanceOfSatisfying(
                ApiException.class, e -> assertThat(e.code()).isEqualTo("NoSuchHostedZone"));
      }
    }
  }

  private static List<Change> creating(String label) {
    return List.of(
        new Change(ChangeAction.CREATE, set(label + ".example.com.", RRType.A, "192.0.2.1")));
  }

  private static List<Change> batch(Random random, String zone, List<ResourceRecordSet> existing) {
    var batch = new ArrayList<Change>();
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      ChangeAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      boolean known = action == ChangeAction.DELETE && !existing.isEmpty() && random.nextInt(5) > 0;
      batch.add(
          new Change(
              action, known ? existing.get(random.nextInt(existing.size())) : drawn(random, zone)));
    }
    return batch;
  }

  private static ResourceRecordSet drawn(Random random, String zone) {
    String name = "n" + random.nextInt(6) + ".example.com.";
    ResourceRecordSet set =
        switch (random.nextInt(5)) {
          case 0, 1 -> set(name, RRType.A, "192.0.2." + random.nextInt(2));
          case 2 -> set(name, RRType.CNAME, "target.example.org");
          default -> alias(name, RRType.A, zone, "n" + random.nextInt(6) + ".example.com.");
        };
    return random.nextInt(4) > 0
        ? set
        : set.toBuilder().setIdentifier("id" + random.nextInt(2)).weight(7L).build();
  }

  /** A zone in a store of its own, with the record of what happens. */
  private static final class World implements AutoCloseable {
    final Store store;
    final String zone;
    final RecordSets sets;
    final List<String> refusals = new ArrayList<>();
    private final EventLog log;

    World(Path folder) throws Exception {
      this(folder, () -> false);
    }

    World(Path folder, Deque<Boolean> full) throws Exception {
      this(folder, full::remove);
    }

    World(Path folder, BooleanSupplier full) throws Exception {
      store = SqliteStore.open(folder);
      InstantSource clock = () -> ApiFixture.START;
      log = new EventLog(store, clock, Duration.ofDays(1), 1);
      var quotas = new Quotas(9, QUOTA, 9, 9);
      zone = created(new RecordingStore(store, log, clock), clock, quotas);
      var seen = new RecordingStore(new FullStore(store, full), log, clock);
      sets = new RecordSets(seen, new Zones(seen), changes(seen, clock), new Locks(), quotas);
    }

    private static Changes changes(Store store, InstantSource clock) {
      return new Changes(store, (_, _) -> true, clock, new Ids(new Random(11)));
    }

    private static String created(Store store, InstantSource clock, Quotas quotas)
        throws ApiException {
      var zones = new Zones(store);
      var hosted =
          new HostedZones(
              store,
              zones,
              new Changes(store, (_, _) -> true, clock, new Ids(new Random(10))),
              new Ids(new Random(12)),
              new Locks(),
              new ControlSettings(quotas, true, List.of("ns.example.org")));
      var request =
          dev.understudy.model.CreateHostedZoneRequest.builder()
              .name("example.com")
              .callerReference("one")
              .build();
      return Zones.bareId(hosted.create(request).hostedZone().id());
    }

    Batch batch(List<Change> changes) throws ApiException {
      return new Batch(ChangeReader.read(new ChangeBatch("a comment", changes)), "a comment");
    }

    /** Of each batch what it was refused with, or "". */
    List<String> take(List<List<Change>> changes) throws ApiException {
      var batches = new ArrayList<Batch>();
      for (List<Change> each : changes) {
        batches.add(batch(each));
      }
      sets.take(zone, batches);
      var outcomes = new ArrayList<String>();
      for (Batch batch : batches) {
        try {
          batch.outcome();
          outcomes.add("");
        } catch (ApiException e) {
          outcomes.add(e.code() + ": " + e.message());
          refusals.add(e.message().replaceAll("[0-9]", ""));
        }
      }
      return outcomes;
    }

    /** All of the zone: its head, its record sets and the index of aliases. */
    List<String> held() {
      var held = new ArrayList<String>();
      for (Key prefix :
          List.of(Keys.zoneHead(zone), Keys.recordSets(zone), Keys.prefix(Space.ALIAS))) {
        store.everything(prefix).forEach(entry -> held.add(entry.key() + "=" + entry.value()));
      }
      return held;
    }

    /** What may be deleted. */
    List<ResourceRecordSet> existing() {
      return store.everything(Keys.recordSets(zone)).stream()
          .map(entry ->
              RecordSetPresenter.show(
                  RecordSetCodec.read(
                      Keys.identityOfRecordSet(entry.key().octets()), entry.value().octets())))
          .filter(set -> set.type() == RRType.A || set.type() == RRType.CNAME)
          .toList();
    }

    List<String> names() {
      return store.everything(Keys.recordSets(zone)).stream()
          .map(entry -> Keys.identityOfRecordSet(entry.key().octets()))
          .filter(id -> id.type() == dev.understudy.wire.RecordType.A)
          .map(id -> id.name().toString().replaceFirst("[.].*", ""))
          .toList();
    }

    /** What the record says of changes, but for their ids. */
    List<String> recorded() {
      var recorded = new ArrayList<String>();
      EventPage page = log.query(EventQuery.everything(null));
      page.events()
          .forEach(entry -> {
            if (entry.event() instanceof Event.ConfigurationChange change) {
              recorded.add(change.comment() + " " + change.items());
            }
          });
      return recorded;
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
