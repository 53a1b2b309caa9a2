package dev.understudy.beat;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order of time and then of planning. One thread. */
final class Stage {
  private final PriorityQueue<Cue> cues = new PriorityQueue<>();
  private long now;
  private long planned;

  private record Cue(long time, long order, Runnable work) implements Comparable<Cue> {
    @Override
    public int compareTo(Cue other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  long now() {
    return now;
  }

  void at(long time, Runnable work) {
    if (time < now) {
      throw new IllegalStateException("cue at " + time + " is before now " + now);
    }
    cues.add(new Cue(time, planned++, work));
  }

  /** Plays until nothing is due by {@code end}. */
  void playUntil(long end) {
    while (!cues.isEmpty() && cues.element().time <= end) {
      Cue cue = cues.remove();
      now = cue.time;
      cue.work.run();
    }
    now = end;
  }
}
