package dev.understudy.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets jobs that come for one thing while another is under way be done together: who finds nobody
 * at work leads; who comes meanwhile waits; and when the leader is done, the first of those leads
 * all of them. Jobs are done in the order in which they came, those of different things at once.
 *
 * @param <J> a job, which carries its own outcome
 */
final class Convoys<J> {
  private final int weightMax;
  private final ReentrantLock lock = new ReentrantLock();

  /** Those who wait, in order; a line exists while somebody leads. Never more than callers. */
  private final Map<String, ArrayDeque<Waiting<J>>> lines = new HashMap<>();

  /** Of jobs that are done together; a single one may weigh more. */
  Convoys(int weightMax) {
    this.weightMax = weightMax;
  }

  /**
   * Returns when the job is done, by {@code work} of this caller or of another.
   *
   * @param work does all of the jobs it is given; what it throws is thrown to the leader only, and
   *     all count as done
   */
  void join(String thing, J job, int weight, Consumer<List<J>> work) {
    var mine = new Waiting<>(job, weight, new CompletableFuture<>());
    if (!enter(thing, mine) && !mine.leads.join()) {
      return;
    }
    List<Waiting<J>> together = take(thing);
    try {
      work.accept(together.stream().map(Waiting::job).toList());
    } finally {
      handOver(thing);
      together.forEach(each -> each.leads.complete(false));
    }
  }

  /** How many wait for one thing now. */
  int waiting(String thing) {
    lock.lock();
    try {
      ArrayDeque<Waiting<J>> line = lines.get(thing);
      return line == null ? 0 : line.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody is at work. */
  private boolean enter(String thing, Waiting<J> waiting) {
    lock.lock();
    try {
      ArrayDeque<Waiting<J>> line = lines.get(thing);
      boolean first = line == null;
      if (line == null) {
        line = new ArrayDeque<>();
        lines.put(thing, line);
      }
      line.add(waiting);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** As many as may go together, the leader first. */
  private List<Waiting<J>> take(String thing) {
    lock.lock();
    try {
      ArrayDeque<Waiting<J>> line = lines.get(thing);
      var together = new ArrayList<Waiting<J>>();
      long weight = 0;
      while (line != null && !line.isEmpty()) {
        weight += line.element().weight;
        if (weight > weightMax && !together.isEmpty()) {
          break;
        }
        together.add(line.remove());
      }
      return together;
    } finally {
      lock.unlock();
    }
  }

  private void handOver(String thing) {
    lock.lock();
    try {
      ArrayDeque<Waiting<J>> line = lines.get(thing);
      if (line == null || line.isEmpty()) {
        lines.remove(thing);
      } else {
        line.element().leads.complete(true);
      }
    } finally {
      lock.unlock();
    }
  }

  private record Waiting<J>(J job, int weight, CompletableFuture<Boolean> leads) {}
}
