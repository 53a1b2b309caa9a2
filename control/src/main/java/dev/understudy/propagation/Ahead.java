package dev.understudy.propagation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The same elements in the same order, and in the end the same exception, but read ahead on a
 * thread of its own once there turn out to be many: what comes next is read while the last is
 * worked on. At most {@link #BATCH} times {@link #BATCHES_MAX} wait. For one thread.
 */
final class Ahead<T> implements Iterator<T>, AutoCloseable {
  /** So many are read without another thread. */
  static final int FEW = 1_000;

  private static final int BATCH = 256;
  private static final int BATCHES_MAX = 8;
  private static final long LOOK_MILLIS = 100;

  private final Iterator<T> source;
  private final ArrayBlockingQueue<Batch<T>> ready = new ArrayBlockingQueue<>(BATCHES_MAX);
  private @Nullable Thread thread;
  private volatile boolean closed;
  private int given;
  private Batch<T> batch = new Batch<>(List.of(), false, null);
  private int at;

  /** Elements, and what came after them: more, the end, or a failure. */
  private record Batch<T>(List<T> elements, boolean last, @Nullable RuntimeException failure) {}

  /** The source is read by another thread from the first call of a method on. */
  Ahead(Iterator<T> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (thread == null) {
      if (given < FEW) {
        return source.hasNext();
      }
      thread = Thread.ofPlatform().daemon().name("read-ahead").start(this::read);
    }
    while (at == batch.elements.size()) {
      if (batch.failure != null) {
        throw batch.failure;
      }
      if (batch.last) {
        return false;
      }
      batch = take();
      at = 0;
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (thread == null) {
      given++;
      return source.next();
    }
    return batch.elements.get(at++);
  }

  /** Returns when the source is not read any more. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    boolean more = true;
    while (more && !closed) {
      var elements = new ArrayList<T>(BATCH);
      RuntimeException failure = null;
      try {
        while (elements.size() < BATCH && source.hasNext()) {
          elements.add(source.next());
        }
      } catch (RuntimeException e) {
        failure = e;
      } catch (Error e) {
        failure = new IllegalStateException("reading ahead failed", e);
      }
      more = failure == null && elements.size() == BATCH;
      give(new Batch<>(elements, !more, failure));
    }
  }

  private void give(Batch<T> full) {
    boolean given = false;
    while (!given && !closed) {
      try {
        given = ready.offer(full, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread; it only looks again.
      }
    }
  }

  private Batch<T> take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ready.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
