package dev.understudy.delivery;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time; work runs on virtual threads. */
final class SystemPace implements Pace {
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("outbox-", 0).factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("outbox-timer").factory());

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void soon(Runnable work) {
    try {
      workers.execute(work);
    } catch (RejectedExecutionException _) {
      return; // what was to be done is in the store, for the next start
    }
  }

  @Override
  public void after(Duration delay, Runnable work) {
    try {
      ScheduledFuture<?> _ =
          timer.schedule(() -> soon(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      return; // as above
    }
  }

  @Override
  public void stop() {
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
