package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed at any moment: what it acknowledged is there, and no commit is half there. */
class KilledStoreTest {
  private static final int ROUNDS = 12;

  @TempDir Path directory;

  @Test
  void everyAcknowledgedCommitSurvivesSigkillWhole() throws Exception {
    long seed = 20261121;
    var random = new Random(seed);
    long revision = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long[] acknowledged = writeAndKill(1 + random.nextInt(300));
      try (Store store = SqliteStore.open(directory)) {
        assertThat(store.revision()).isGreaterThan(revision);
        revision = store.revision();
        long batches = 0;
        for (int thread = 0; thread < WritingProcess.THREADS; thread++) {
          long head = WritingProcess.head(store, thread);
          batches += head;
          assertThat(head)
              .as("seed %d round %d", seed, round)
              .isGreaterThanOrEqualTo(acknowledged[thread]);
          assertThat(keysOf(store, thread))
              .as("seed %d round %d", seed, round)
              .isEqualTo(wholeBatchesUpTo(thread, head));
        }
        assertThat(revision).isEqualTo(batches);
      }
    }
  }

  private long[] writeAndKill(int acknowledgements) throws Exception {
    long[] acknowledged = new long[WritingProcess.THREADS];
    Process process = WritingProcess.start(directory);
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i < acknowledgements; i++) {
        assertThat(WritingProcess.readAcknowledgement(output, acknowledged)).isTrue();
      }
      // Of the handle: that of the process closes the pipe, and with it what was said last.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      while (WritingProcess.readAcknowledgement(output, acknowledged)) {
        // What it said before it died counts as well.
      }
    }
    process.waitFor();
    return acknowledged;
  }

  private static SortedSet<String> keysOf(Store store, int thread) {
    var keys = new TreeSet<String>();
    List<Store.Entry> entries = store.scan(Key.of(thread + "/"), null, 10_000);
    entries.forEach(entry -> keys.add(entry.key().toString()));
    return keys;
  }

  private static SortedSet<String> wholeBatchesUpTo(int thread, long head) {
    var keys = new TreeSet<String>();
    for (long batch = Math.max(1, head - WritingProcess.KEPT + 1); batch <= head; batch++) {
      for (int i = 0; i < WritingProcess.entriesOf(batch); i++) {
        keys.add(thread + "/" + batch + "/" + i);
      }
    }
    return keys;
  }
}
