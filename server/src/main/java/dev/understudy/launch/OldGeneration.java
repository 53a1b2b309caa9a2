package dev.understudy.launch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the old generation of the heap collected when it has grown by half since the last time, and
 * by no less than {@value #GROWTH_MIN_MIB} MiB. The serial collector itself waits until the heap
 * cannot grow any more: what changes of records and statuses leave behind would fill a quarter of
 * the machine's memory first, and the one collection then stop all answers for as long as that
 * takes.
 */
final class OldGeneration implements AutoCloseable {
  /** A collection of so little is not worth the some 30 ms in which nobody is answered. */
  static final long GROWTH_MIN_MIB = 16;

  private static final long LOOK_SECONDS = 5;
  private static final String OF_THE_SERIAL_COLLECTOR = "Tenured Gen";

  private final LongSupplier used;
  private final LongSupplier usedAfterCollection;
  private final Runnable collect;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("old-generation").factory());
  private long collected;
  private long base;

  /**
   * A heap that is looked at from outside.
   *
   * @param used octets of the old generation in use, live or not
   * @param usedAfterCollection the same at the end of its last collection, 0 before the first
   * @param collect collects the whole heap and returns when that is done
   */
  OldGeneration(LongSupplier used, LongSupplier usedAfterCollection, Runnable collect) {
    this.used = used;
    this.usedAfterCollection = usedAfterCollection;
    this.collect = collect;
    this.collected = usedAfterCollection.getAsLong();
    this.base = used.getAsLong();
  }

  /**
   * Looks after this process's heap; with other collectors, which need no such help, at nothing.
   */
  static OldGeneration watch() {
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(pool -> pool.getName().equals(OF_THE_SERIAL_COLLECTOR))
            .toList();
    if (pools.isEmpty()) {
      return new OldGeneration(() -> 0, () -> 0, () -> {});
    }
    MemoryPoolMXBean pool = pools.getFirst();
    var kept =
        new OldGeneration(
            () -> pool.getUsage().getUsed(),
            () -> pool.getCollectionUsage().getUsed(),
            Runtime.getRuntime()::gc);
    ScheduledFuture<?> _ =
        kept.looking.scheduleWithFixedDelay(
            kept::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return kept;
  }

  /** Collects if it is time to. */
  void look() {
    takeBase();
    long growth = used.getAsLong() - base;
    if (growth >= Math.max(base / 2, GROWTH_MIN_MIB << 20)) {
      collect.run();
      takeBase();
    }
  }

  /** After a collection, whoever asked for it, what it left is what growth is measured from. */
  private void takeBase() {
    long now = usedAfterCollection.getAsLong();
    if (now != collected) {
      collected = now;
      base = now;
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
