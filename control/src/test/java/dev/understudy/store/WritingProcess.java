package dev.understudy.store;

import dev.understudy.store.Store.Mutation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes batch after batch, with several threads at once, and says on its standard
 * output which batches were acknowledged; to be killed at any moment.
 *
 * <p>Batch {@code n} of a thread is {@code 1 + n % 20} entries {@code thread/n/0}, {@code
 * thread/n/1}, and so on, of value n, the removal of those of batch {@code n - 10}, and {@code
 * head/thread} of value n.
 */
final class WritingProcess {
  static final int THREADS = 3;
  static final int KEPT = 10;

  private WritingProcess() {}

  public static void main(String[] arguments) throws StoreOpenException {
    Store store = SqliteStore.open(Path.of(arguments[0]));
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread.ofPlatform().start(() -> write(store, thread, System.out));
    }
  }

  /** Starts it as a process of its own. */
  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads one acknowledgement, {@code thread n}, or notices that the process has ended. */
  static boolean readAcknowledgement(BufferedReader output, long[] acknowledged)
      throws IOException {
    String line = output.readLine();
    if (line == null) {
      return false;
    }
    String[] words = line.split(" ", -1);
    // A line cut short by the kill has no end mark.
    if (words.length == 3) {
      acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
    }
    return true;
  }

  static int entriesOf(long batch) {
    return 1 + (int) (batch % 20);
  }

  static long head(Store store, int thread) {
    Store.Entry head = store.get(Key.of("head/" + thread));
    return head == null ? 0 : Long.parseLong(head.value().toString());
  }

  private static void write(Store store, int thread, PrintStream output) {
    for (long batch = head(store, thread) + 1; ; batch++) {
      var mutations = new ArrayList<Mutation>();
      for (int i = 0; i < entriesOf(batch); i++) {
        mutations.add(
            new Mutation.Put(Key.of(thread + "/" + batch + "/" + i), Value.of("" + batch)));
      }
      for (int i = 0; batch > KEPT && i < entriesOf(batch - KEPT); i++) {
        mutations.add(new Mutation.Delete(Key.of(thread + "/" + (batch - KEPT) + "/" + i)));
      }
      mutations.add(new Mutation.Put(Key.of("head/" + thread), Value.of("" + batch)));
      store.commit(List.of(), mutations);
      output.println(thread + " " + batch + " .");
      output.flush();
    }
  }
}
