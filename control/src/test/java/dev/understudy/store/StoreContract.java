package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.store.Store.CommitOutcome.Committed;
import dev.understudy.store.Store.CommitOutcome.Refused;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Lease;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Store} promises, for every engine. */
@SuppressWarnings("NullAway.Init") // the store is opened before each test
public abstract class StoreContract {
  private Store store;

  /** Opens the engine under test; the second time with what the first left behind. */
  protected abstract Store open() throws Exception;

  /** Lets the time pass by which leases end. */
  protected abstract void pass(Duration time);

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void reopen() throws Exception {
    store.close();
    store = open();
  }

  @Test
  void anEmptyStoreIsAtRevisionZeroAndHoldsNothing() {
    assertThat(store.revision()).isZero();
    assertThat(store.get(Key.of("a"))).isNull();
    assertThat(store.scan(Key.of(""), null, 10_000)).isEmpty();
    assertThat(store.count(Key.of(""))).isZero();
  }

  @Test
  void everyCommitThatChangesSomethingIsOneRevision() {
    assertThat(commit(put("a", "1"), put("b", "1"))).isEqualTo(new Committed(1));
    assertThat(commit(put("a", "2"))).isEqualTo(new Committed(2));
    assertThat(commit(delete("b"), delete("never there"))).isEqualTo(new Committed(3));
    assertThat(commit(delete("never there"))).isEqualTo(new Committed(3));
    assertThat(commit()).isEqualTo(new Committed(3));
    assertThat(store.revision()).isEqualTo(3);
    assertThat(store.get(Key.of("a"))).isEqualTo(entry("a", "2", 2));
    assertThat(store.get(Key.of("b"))).isNull();
  }

  @Test
  void revisionsAndEntriesOutliveTheProcess() throws Exception {
    commit(put("a", "1"));
    commit(put("b", "2"));
    commit(delete("a"));
    reopen();
    assertThat(store.revision()).isEqualTo(3);
    assertThat(store.scan(Key.of(""), null, 10)).containsExactly(entry("b", "2", 2));
    assertThat(commit(put("c", "3"))).isEqualTo(new Committed(4));
  }

  @Test
  void keysAreInUnsignedOctetOrderWithPrefixesFirst() {
    var keys =
        List.of(
            Key.of(),
            Key.of((byte) 0),
            Key.of((byte) 0, (byte) 0),
            Key.of((byte) 1),
            Key.of("a"),
            Key.of("a\0b"),
            Key.of("aa"),
            Key.of((byte) 0x7f),
            Key.of((byte) 0x80),
            Key.of((byte) 0xff),
            Key.of((byte) 0xff, (byte) 0),
            Key.of((byte) 0xff, (byte) 0xff));
    for (Key key : keys.reversed()) {
      store.commit(List.of(), List.of(new Mutation.Put(key, Value.of(key.octets()))));
    }
    assertThat(store.scan(Key.of(), null, 10_000)).extracting(Entry::key).isEqualTo(keys);
    assertThat(store.scan(Key.of(), null, 10_000))
        .allSatisfy(entry -> assertThat(entry.value()).isEqualTo(Value.of(entry.key().octets())));
    assertThat(store.scan(Key.of((byte) 0xff), null, 10_000))
        .extracting(Entry::key)
        .isEqualTo(keys.subList(9, 12));
    assertThat(store.get(Key.of())).isNotNull();
  }

  @Test
  void scansKeepToThePrefixTheStartAndTheLimit() {
    commit(put("a", "1"), put("b/", "2"), put("b/1", "3"), put("b/2", "4"), put("b0", "5"));
    assertThat(keys("b/", null, 10)).containsExactly("b/", "b/1", "b/2");
    assertThat(keys("b/", "b/1", 10)).containsExactly("b/1", "b/2");
    assertThat(keys("b/", "b/11", 10)).containsExactly("b/2");
    assertThat(keys("b/", "a", 2)).containsExactly("b/", "b/1");
    assertThat(keys("b/", "c", 10)).isEmpty();
    assertThat(keys("b/1", null, 10)).containsExactly("b/1");
    assertThat(keys("", "b/2", 1)).containsExactly("b/2");
    assertThat(store.count(Key.of("b/"))).isEqualTo(3);
    assertThat(store.count(Key.of(""))).isEqualTo(5);
    assertThat(store.count(Key.of("c"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void scanLimitsOutsideOneToTenThousandAreOurBug(int limit) {
    assertThatThrownBy(() -> store.scan(Key.of(""), null, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(limit));
  }

  @Test
  void oneKeyInTwoMutationsIsOurBug() {
    assertThatThrownBy(() -> commit(put("a", "1"), delete("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.revision()).isZero();
  }

  @Test
  void commitsInTurnHaveTheirOwnRevisionsAndAreToldOneByOne() throws Exception {
    commit(put("a", "0"));
    var follower = new RecordingFollower();
    try (var _ = store.follow(follower)) {
      var outcome =
          store.commitInTurn(
              List.of(new Condition.AtRevision(Key.of("a"), 1)),
              List.of(
                  List.of(put("a", "1"), put("b", "1")),
                  List.of(put("a", "2")),
                  List.of(delete("never there")),
                  List.of(delete("b"))));
      assertThat(outcome).isEqualTo(new Committed(4));
      assertThat(store.get(Key.of("a"))).isEqualTo(entry("a", "2", 3));
      assertThat(store.get(Key.of("b"))).isNull();
      assertThat(follower.at(4)).containsOnlyKeys(Key.of("a"));
    }
    assertThat(
            store.commitInTurn(
                List.of(new Condition.AtRevision(Key.of("a"), 1)),
                List.of(List.of(put("c", "1")), List.of(put("d", "1")))))
        .isEqualTo(new Refused(new Condition.AtRevision(Key.of("a"), 1)));
    assertThat(keys("", null, 10)).containsExactly("a");
  }

  @Test
  void aCommitWhoseConditionsHoldIsApplied() {
    commit(put("a", "1"));
    List<Condition> conditions =
        List.of(
            new Condition.AtRevision(Key.of("a"), 1),
            new Condition.AtRevision(Key.of("absent"), 0),
            new Condition.Present(Key.of("a")));
    assertThat(store.commit(conditions, List.of(put("a", "2")))).isEqualTo(new Committed(2));
  }

  @Test
  void aCommitWithOneConditionThatDoesNotHoldWritesNothingAndNamesIt() {
    commit(put("a", "1"));
    commit(put("a", "2"));
    for (Condition broken :
        List.of(
            new Condition.AtRevision(Key.of("a"), 1),
            new Condition.AtRevision(Key.of("a"), 0),
            new Condition.AtRevision(Key.of("absent"), 1),
            new Condition.Present(Key.of("absent")))) {
      List<Condition> conditions = List.of(new Condition.Present(Key.of("a")), broken);
      assertThat(store.commit(conditions, List.of(put("b", "1"), delete("a"))))
          .isEqualTo(new Refused(broken));
    }
    assertThat(store.revision()).isEqualTo(2);
    assertThat(store.scan(Key.of(""), null, 10)).containsExactly(entry("a", "2", 2));
  }

  @Test
  void largeValuesAndManyMutationsFitInOneCommit() throws Exception {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    var mutations = new ArrayList<Mutation>();
    mutations.add(new Mutation.Put(Key.of("large"), Value.of(large)));
    mutations.add(new Mutation.Put(Key.of("empty"), Value.of()));
    mutations.add(new Mutation.Put(Key.of(new byte[4096]), Value.of("long key")));
    for (int i = 0; i < 5000; i++) {
      mutations.add(put("many/" + i, "" + i));
    }
    assertThat(store.commit(List.of(), mutations)).isEqualTo(new Committed(1));
    reopen();
    assertThat(store.get(Key.of("large")))
        .isEqualTo(new Entry(Key.of("large"), Value.of(large), 1));
    assertThat(store.get(Key.of("empty"))).isEqualTo(entry("empty", "", 1));
    assertThat(store.get(Key.of(new byte[4096]))).isNotNull();
    assertThat(store.count(Key.of("many/"))).isEqualTo(5000);
  }

  @Test
  void racingWritersOfOneKeyEachWinOnce() throws Exception {
    commit(put("counter", "0"));
    runTogether(
        8,
        _ -> {
          for (int round = 0; round < 50; round++) {
            increment();
          }
        },
        () -> {});
    assertThat(store.get(Key.of("counter"))).isEqualTo(entry("counter", "400", 401));
  }

  private void increment() {
    while (true) {
      Entry now = Objects.requireNonNull(store.get(Key.of("counter")));
      int next = 1 + Integer.parseInt(now.value().toString());
      var condition = new Condition.AtRevision(now.key(), now.revision());
      if (store.commit(List.of(condition), List.of(put("counter", "" + next)))
          instanceof Committed) {
        return;
      }
    }
  }

  @Test
  void whatACommitReturnedIsSeenAtOnceByEveryReader() {
    for (int i = 1; i <= 100; i++) {
      commit(put("k", "" + i));
      assertThat(store.get(Key.of("k"))).isEqualTo(entry("k", "" + i, i));
      assertThat(store.revision()).isEqualTo(i);
    }
  }

  @Test
  void aFollowerIsToldTheWholeStateAndThenEveryCommit() throws Exception {
    commit(put("a", "1"), put("b", "1"));
    commit(delete("a"));
    var follower = new RecordingFollower();
    try (var _ = store.follow(follower)) {
      assertThat(follower.at(2)).isEqualTo(new TreeMap<>(Map.of(Key.of("b"), Value.of("1"))));
      commit(put("c", "3"), delete("b"), delete("never there"));
      commit(delete("never there"));
      assertThat(follower.at(3)).containsOnlyKeys(Key.of("c"));
      assertThat(follower.resets()).containsExactly(2L);
    }
  }

  @Test
  void anEmptyStoreIsToldToo() throws Exception {
    var follower = new RecordingFollower();
    try (var _ = store.follow(follower)) {
      assertThat(follower.at(0)).isEmpty();
    }
  }

  @Test
  void followersThatJoinAmidConcurrentWritersMissNothing() throws Exception {
    var followers = new ArrayList<RecordingFollower>();
    runTogether(
        4,
        writer -> {
          var random = new Random(writer);
          for (int i = 0; i < 100; i++) {
            commit(put("last/" + writer, "" + i), put("k" + random.nextInt(50), writer + "/" + i));
          }
        },
        () -> {
          for (int i = 0; i < 5; i++) {
            var follower = new RecordingFollower();
            followers.add(follower);
            store.follow(follower);
          }
        });
    var truth = new TreeMap<Key, Value>();
    store.scan(Key.of(""), null, 10_000).forEach(entry -> truth.put(entry.key(), entry.value()));
    assertThat(store.revision()).isEqualTo(400);
    for (RecordingFollower follower : followers) {
      assertThat(follower.at(400)).isEqualTo(truth);
    }
  }

  @Test
  void aFollowerIsNotCalledAnyMoreOnceItsSubscriptionIsClosed() throws Exception {
    var follower = new RecordingFollower();
    var subscription = store.follow(follower);
    follower.at(0);
    subscription.close();
    commit(put("a", "1"));
    assertThat(follower.at(0)).isEmpty();
    subscription.close();
  }

  @Test
  void aFollowerThatStandsStillHoldsUpNobody() throws Exception {
    var released = new CountDownLatch(1);
    var slow = new StandingFollower(released);
    var subscription = store.follow(slow);
    for (int i = 1; i <= 50; i++) {
      commit(put("k", "" + i));
    }
    assertThat(store.get(Key.of("k"))).isEqualTo(entry("k", "50", 50));
    released.countDown();
    subscription.close();
  }

  private record StandingFollower(CountDownLatch released) implements Store.Follower {
    @Override
    public void reset(long revision, Iterable<Entry> entries) {
      try {
        assertThat(released.await(5, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void committed(long revision, List<Mutation> mutations) {}
  }

  @Test
  void entriesUnderALeaseLiveAsLongAsItIsRenewed() {
    Lease lease = store.lease(Duration.ofSeconds(10));
    lease.put(Key.of("roster/1"), Value.of("here"));
    pass(Duration.ofMillis(9999));
    lease.renew();
    pass(Duration.ofMillis(9999));
    assertThat(keys("roster/", null, 10)).containsExactly("roster/1");
    assertThat(store.count(Key.of("roster/"))).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(keys("roster/", null, 10)).isEmpty();
    assertThat(store.get(Key.of("roster/1"))).isNull();
    assertThat(store.count(Key.of("roster/"))).isZero();
    assertThatThrownBy(lease::renew).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> lease.put(Key.of("roster/1"), Value.of("late")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aClosedLeaseTakesItsEntriesAlongAndNoOthers() {
    Lease first = store.lease(Duration.ofSeconds(10));
    Lease second = store.lease(Duration.ofSeconds(10));
    first.put(Key.of("roster/1"), Value.of("one"));
    second.put(Key.of("roster/2"), Value.of("two"));
    first.close();
    assertThat(keys("roster/", null, 10)).containsExactly("roster/2");
  }

  @Test
  void entriesUnderALeaseAreListedAmongTheDurableOnesInOrder() {
    commit(put("a/1", "durable"), put("a/3", "durable"));
    Lease lease = store.lease(Duration.ofSeconds(10));
    lease.put(Key.of("a/0"), Value.of("leased"));
    lease.put(Key.of("a/2"), Value.of("leased"));
    lease.put(Key.of("a/4"), Value.of("leased"));
    assertThat(keys("a/", null, 10)).containsExactly("a/0", "a/1", "a/2", "a/3", "a/4");
    assertThat(keys("a/", "a/1", 2)).containsExactly("a/1", "a/2");
    assertThat(store.count(Key.of("a/"))).isEqualTo(5);
    assertThat(store.get(Key.of("a/2"))).isEqualTo(entry("a/2", "leased", 0));
  }

  @Test
  void entriesUnderALeaseAreNoRevisionAndNotForFollowersOrForTheNextProcess() throws Exception {
    var follower = new RecordingFollower();
    try (var _ = store.follow(follower)) {
      Lease lease = store.lease(Duration.ofSeconds(10));
      lease.put(Key.of("roster/1"), Value.of("here"));
      assertThat(store.revision()).isZero();
      commit(put("a", "1"));
      assertThat(follower.at(1)).containsOnlyKeys(Key.of("a"));
    }
    reopen();
    assertThat(keys("", null, 10)).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT1H0.001S"})
  void leasesOutsideOneSecondToOneHourAreOurBug(Duration ttl) {
    assertThatThrownBy(() -> store.lease(ttl)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedStoreSaysSoAndEndsItsFollowersAndLeases() throws Exception {
    var follower = new RecordingFollower();
    store.follow(follower);
    Lease lease = store.lease(Duration.ofSeconds(10));
    follower.at(0);
    store.close();
    store.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> store.get(Key.of("a")),
            () -> store.scan(Key.of("a"), null, 1),
            () -> store.count(Key.of("a")),
            () -> commit(put("a", "1")),
            () -> store.follow(follower),
            () -> store.lease(Duration.ofSeconds(10)),
            lease::renew)) {
      assertThatThrownBy(call)
          .isInstanceOf(StoreUnavailableException.class)
          .message()
          .isIn("the store is closed", "the lease has ended");
    }
  }

  /** Random histories against a sorted map that does one thing after the other. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void behavesAsASortedMapWithRevisions(long seed) throws Exception {
    var random = new Random(seed);
    var model = new StoreModel();
    var follower = new RecordingFollower();
    store.follow(follower);
    for (int step = 0; step < 400; step++) {
      List<Condition> conditions = model.randomConditions(random);
      List<List<Mutation>> turns = model.randomTurns(random);
      assertThat(store.commitInTurn(conditions, turns))
          .as("seed %d step %d", seed, step)
          .isEqualTo(model.commitInTurn(conditions, turns));
      List<Key> prefixes = List.of(model.randomKey(random), model.randomKey(random));
      assertThat(store.scanAll(prefixes)).containsExactlyInAnyOrderElementsOf(all(model, prefixes));
      Key prefix = model.randomKey(random);
      @Nullable Key from = random.nextBoolean() ? model.randomKey(random) : null;
      int limit = 1 + random.nextInt(20);
      assertThat(store.scan(prefix, from, limit)).isEqualTo(model.scan(prefix, from, limit));
      assertThat(store.count(prefix)).isEqualTo(model.scan(prefix, null, 10_000).size());
      assertThat(store.get(prefix)).isEqualTo(model.get(prefix));
      if (step % 100 == 99) {
        assertThat(follower.at(model.revision())).isEqualTo(model.values());
        reopen();
        follower = new RecordingFollower();
        store.follow(follower);
      }
    }
  }

  private static List<Entry> all(StoreModel model, List<Key> prefixes) {
    return prefixes.stream().flatMap(prefix -> model.scan(prefix, null, 10_000).stream()).toList();
  }

  /** What is staged reads as if it had been committed, whatever was loaded before or after. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void stagedMutationsReadAsIfTheyWereCommitted(long seed) {
    var random = new Random(seed);
    var model = new StoreModel();
    for (int round = 0; round < 60; round++) {
      var staged = new Staged(store);
      var before = model.copy();
      for (int step = 0; step < 6; step++) {
        if (random.nextBoolean()) {
          staged.load(List.of(model.randomKey(random), model.randomKey(random)));
        }
        List<Mutation> mutations = model.randomMutations(random);
        staged.apply(mutations);
        model.commit(List.of(), mutations);
        Key prefix = model.randomKey(random);
        @Nullable Key from = random.nextBoolean() ? model.randomKey(random) : null;
        int limit = 1 + random.nextInt(20);
        assertThat(values(staged.scan(prefix, from, limit)))
            .as("seed %d round %d step %d", seed, round, step)
            .isEqualTo(values(model.scan(prefix, from, limit)));
        assertThat(values(staged.everything(prefix)))
            .isEqualTo(values(model.scan(prefix, null, 10_000)));
        @Nullable Entry held = model.get(prefix);
        @Nullable Entry seen = staged.get(prefix);
        assertThat(seen == null ? null : seen.value())
            .isEqualTo(held == null ? null : held.value());
      }
      model = before;
      List<Mutation> mutations = model.randomMutations(random);
      store.commit(List.of(), mutations);
      model.commit(List.of(), mutations);
    }
  }

  @Test
  void noConditionHoldsOnWhatIsOnlyStaged() {
    commit(put("a", "1"));
    var staged = new Staged(store);
    staged.apply(List.of(put("a", "2"), put("b", "2")));
    for (String key : List.of("a", "b")) {
      Entry entry = Objects.requireNonNull(staged.get(Key.of(key)));
      var condition = new Condition.AtRevision(entry.key(), entry.revision());
      assertThat(store.commit(List.of(condition), List.of(delete(key))))
          .isEqualTo(new Refused(condition));
    }
  }

  private static List<String> values(List<Entry> entries) {
    return entries.stream().map(entry -> entry.key() + "=" + entry.value()).toList();
  }

  private static void runTogether(int threads, IntConsumer each, Runnable meanwhile) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(CompletableFuture.runAsync(() -> each.accept(number), executor));
      }
      meanwhile.run();
      running.forEach(CompletableFuture::join);
    }
  }

  private Store.CommitOutcome commit(Mutation... mutations) {
    return store.commit(List.of(), List.of(mutations));
  }

  private List<String> keys(String prefix, @Nullable String from, int limit) {
    return store.scan(Key.of(prefix), from == null ? null : Key.of(from), limit).stream()
        .map(entry -> entry.key().toString())
        .toList();
  }

  private static Mutation put(String key, String value) {
    return new Mutation.Put(Key.of(key), Value.of(value));
  }

  private static Mutation delete(String key) {
    return new Mutation.Delete(Key.of(key));
  }

  private static Entry entry(String key, String value, long revision) {
    return new Entry(Key.of(key), Value.of(value), revision);
  }
}
