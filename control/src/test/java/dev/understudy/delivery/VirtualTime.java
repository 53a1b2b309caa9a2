package dev.understudy.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Time that passes only when something is to happen; one thread plays all, in a drawn order. */
final class VirtualTime implements InstantSource {
  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
  private final SplittableRandom random;
  private long now;
  private long number;

  VirtualTime(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now);
  }

  long nanos() {
    return now;
  }

  void at(Duration time, Runnable work) {
    events.add(new Event(time.toNanos(), number++, work));
  }

  void after(Duration delay, Runnable work) {
    events.add(new Event(now + delay.toNanos(), number++, work));
  }

  /** Plays until the time, or until nothing is left to happen. */
  void runUntil(Duration end) {
    for (Event next = events.peek();
        next != null && next.nanos <= end.toNanos();
        next = events.peek()) {
      events.remove();
      now = Math.max(now, next.nanos);
      next.work.run();
    }
  }

  /** The pace of one process: when it dies, what it had begun does not happen. */
  final class OfProcess implements Pace {
    private boolean stopped;

    boolean isStopped() {
      return stopped;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void soon(Runnable work) {
      after(Duration.ofNanos(random.nextInt(1_000_000)), work);
    }

    @Override
    public void after(Duration delay, Runnable work) {
      VirtualTime.this.after(
          delay,
          () -> {
            if (!stopped) {
              work.run();
            }
          });
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private record Event(long nanos, long number, Runnable work) {}
}
