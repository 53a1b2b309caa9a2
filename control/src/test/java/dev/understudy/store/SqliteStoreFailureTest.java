package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.store.Store.CommitOutcome.Committed;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a running store when its disk, its file or a follower fails. */
class SqliteStoreFailureTest {
  @TempDir Path directory;

  @Test
  void onAFullDiskACommitWritesNothingAndLaterOnesWorkAgain() throws Exception {
    var follower = new RecordingFollower();
    try (Store store = open(new Limits(40, 100, 1 << 20))) {
      store.follow(follower);
      store.commit(List.of(), List.of(put("small", 10)));
      assertThatThrownBy(
              () -> store.commit(List.of(), List.of(put("other", 10), put("large", 1 << 20))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage(
              "the disk of "
                  + directory.toRealPath().resolve("store.db")
                  + " is full; nothing was written");
      assertThat(store.get(Key.of("other"))).isNull();
      assertThat(store.revision()).isEqualTo(1);
      assertThat(store.commit(List.of(), List.of(put("after", 10)))).isEqualTo(new Committed(2));
      assertThat(follower.at(2)).containsOnlyKeys(Key.of("after"), Key.of("small"));
    }
    try (Store store = SqliteStore.open(directory)) {
      assertThat(store.commit(List.of(), List.of(put("large", 1 << 20))))
          .isEqualTo(new Committed(3));
    }
  }

  @Test
  void aCommitTooLargeForTheDiskTakesNoOtherOfItsGroupDown() throws Exception {
    try (Store store = open(new Limits(40, 100, 1 << 20));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var refused = new ArrayList<CompletableFuture<?>>();
      var kept = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < 30; i++) {
        int number = i;
        boolean large = i % 3 == 0;
        (large ? refused : kept)
            .add(
                CompletableFuture.supplyAsync(
                    () -> store.commit(List.of(), List.of(put("k" + number, large ? 1 << 20 : 10))),
                    threads));
      }
      for (CompletableFuture<?> commit : refused) {
        assertThatThrownBy(commit::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(StoreUnavailableException.class);
      }
      for (CompletableFuture<?> commit : kept) {
        assertThat(commit.get()).isInstanceOf(Committed.class);
      }
      assertThat(store.count(Key.of(""))).isEqualTo(20);
      assertThat(store.revision()).isEqualTo(20);
    }
  }

  @Test
  void aFileDamagedUnderARunningStoreIsSaidToBeCorrupt() throws Exception {
    try (Store store = SqliteStore.open(directory)) {
      var mutations = new ArrayList<Mutation>();
      for (int i = 0; i < 20_000; i++) {
        mutations.add(put("key/" + i, 100));
      }
      store.commit(List.of(), mutations);
    }
    try (Store store = SqliteStore.open(directory);
        var file = new RandomAccessFile(directory.resolve("store.db").toFile(), "rw")) {
      byte[] damage = new byte[4096];
      Arrays.fill(damage, (byte) 0x5a);
      for (int page = 1; page < file.length() / 4096; page++) {
        file.seek(page * 4096L);
        file.write(damage);
      }
      assertThatThrownBy(() -> store.scan(Key.of("key/"), null, 10_000))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageEndingWith("store.db is corrupt; restore it from a backup");
    }
  }

  @Test
  void aFollowerTooSlowForTheLogStartsAnewFromASnapshot() throws Exception {
    var arrived = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var recorded = new RecordingFollower();
    try (Store store = open(new Limits(1 << 20, 5, 1 << 20))) {
      store.commit(List.of(), List.of(put("k0", 1)));
      store.follow(
          new Store.Follower() {
            @Override
            public void reset(long revision, Iterable<Entry> entries) {
              recorded.reset(revision, entries);
              arrived.countDown();
              await(released);
            }

            @Override
            public void committed(long revision, List<Mutation> mutations) {
              recorded.committed(revision, mutations);
            }
          });
      await(arrived);
      for (int i = 2; i <= 20; i++) {
        store.commit(List.of(), List.of(put("k" + i, 1)));
      }
      released.countDown();
      assertThat(recorded.at(20)).hasSize(20);
      assertThat(recorded.resets()).containsExactly(1L, 20L);
    }
  }

  @Test
  void aFollowerThatFailsIsToldEverythingAnew() throws Exception {
    var recorded = new RecordingFollower();
    var failures = new AtomicInteger();
    try (Store store = SqliteStore.open(directory)) {
      store.follow(
          new Store.Follower() {
            @Override
            public void reset(long revision, Iterable<Entry> entries) {
              recorded.reset(revision, entries);
            }

            @Override
            public void committed(long revision, List<Mutation> mutations) {
              if (revision == 2 && failures.getAndIncrement() == 0) {
                throw new IllegalStateException("a follower's own fault, once");
              }
              recorded.committed(revision, mutations);
            }
          });
      recorded.at(0);
      store.commit(List.of(), List.of(put("a", 1)));
      store.commit(List.of(), List.of(put("b", 1)));
      store.commit(List.of(), List.of(put("c", 1)));
      assertThat(recorded.at(3)).hasSize(3);
      assertThat(failures).hasValue(1);
    }
  }

  private Store open(Limits limits) throws StoreOpenException {
    return SqliteStore.open(directory, System::nanoTime, limits);
  }

  private static Mutation put(String key, int length) {
    return new Mutation.Put(Key.of(key), Value.of(new byte[length]));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
