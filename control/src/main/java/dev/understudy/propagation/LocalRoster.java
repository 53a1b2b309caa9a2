package dev.understudy.propagation;

import dev.understudy.control.Roster;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/** The roster of one process: its own nameserver, alive as long as the process is. */
public final class LocalRoster implements Roster, LongConsumer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private long appliedRevision = -1;

  /** Tells that the nameserver answers from this revision now; called by {@link Propagation}. */
  @Override
  public void accept(long revision) {
    lock.lock();
    try {
      appliedRevision = revision;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean applied(long revision, Duration patience) {
    long leftNanos = patience.toNanos();
    lock.lock();
    try {
      while (appliedRevision < revision) {
        if (leftNanos <= 0) {
          return false;
        }
        leftNanos = advanced.awaitNanos(leftNanos);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
