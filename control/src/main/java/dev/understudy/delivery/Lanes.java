package dev.understudy.delivery;

import dev.understudy.store.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is tried next. One lane per recipient, with at most one try under way in each; in a
 * lane, the threads wait for themselves only: the oldest of each thread is tried, again and again
 * until it is done, and those behind it wait, so that no recovery overtakes its first mail. Servers
 * bound how many of their lanes are busy at once.
 *
 * <p>Times are of a ticker in nanoseconds. Not safe for threads: the outbox holds its lock.
 */
final class Lanes {
  private final OutboxLimits limits;
  private final TreeMap<Key, Waiting> waiting = new TreeMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<String, Server> servers = new HashMap<>();

  /** Servers that may begin another try, those with the earliest due lane first. */
  private final TreeSet<Server> open =
      new TreeSet<>(Comparator.comparing(Server::first, Lane.ORDER));

  private long octets;
  private int busy;

  Lanes(OutboxLimits limits) {
    this.limits = limits;
  }

  int size() {
    return waiting.size();
  }

  int busy() {
    return busy;
  }

  /** The oldest that waits or is being tried, or null. */
  @Nullable Key oldest() {
    return waiting.isEmpty() ? null : waiting.firstKey();
  }

  /** Takes in a notification, due at once; false where it is known. */
  boolean add(Waiting fresh, long now) {
    if (waiting.putIfAbsent(fresh.key(), fresh) != null) {
      return false;
    }
    octets += fresh.octets();
    Lane lane =
        lanes.computeIfAbsent(
            fresh.lane(),
            _ -> new Lane(servers.computeIfAbsent(fresh.server(), _ -> new Server())));
    change(lane, () -> lane.entries.put(fresh.key(), new Standing(fresh, now)));
    return true;
  }

  /** What is over a bound by now: the oldest of the longest lane goes, unless it is being tried. */
  List<Waiting> dropExcess(String lastLane) {
    var dropped = new ArrayList<Waiting>();
    Lane last = lanes.get(lastLane);
    if (last != null && last.entries.size() > limits.waitingPerRecipientMax()) {
      drop(last, dropped);
    }
    while (waiting.size() > limits.waitingMax() || octets > limits.waitingOctetsMax()) {
      Lane longest =
          lanes.values().stream()
              .max(Comparator.comparingInt(lane -> lane.entries.size()))
              .orElseThrow();
      if (!drop(longest, dropped)) {
        break;
      }
    }
    return dropped;
  }

  private boolean drop(Lane lane, List<Waiting> dropped) {
    for (Standing standing : lane.entries.values()) {
      if (standing != lane.trying) {
        remove(standing.waiting);
        dropped.add(standing.waiting);
        return true;
      }
    }
    return false;
  }

  /** The next to be tried now, from here on under way; null where nothing is due or all is busy. */
  @Nullable Waiting take(long now) {
    if (busy == limits.attemptsMax() || open.isEmpty()) {
      return null;
    }
    Lane lane = open.first().first();
    if (lane.due - now > 0) {
      return null;
    }
    Standing head = lane.next;
    if (head == null) {
      throw new IllegalStateException("a lane without entries is ready");
    }
    change(
        lane,
        () -> {
          lane.trying = head;
          lane.server.busy++;
          busy++;
        });
    return head.waiting;
  }

  /** When the next is due, or null where nothing can begin before something ends. */
  @Nullable Long nextDue() {
    return busy == limits.attemptsMax() || open.isEmpty() ? null : open.first().first().due;
  }

  /** The try ended without success: it stays, due again later. */
  void retry(Waiting tried, long due) {
    Lane lane = laneOf(tried);
    change(
        lane,
        () -> {
          Standing standing = lane.entries.get(tried.key());
          if (standing != null) {
            standing.due = due;
          }
          release(lane);
        });
  }

  /** The try ended for good. */
  void done(Waiting tried) {
    Lane lane = laneOf(tried);
    change(lane, () -> release(lane));
    remove(tried);
  }

  private void release(Lane lane) {
    lane.trying = null;
    lane.server.busy--;
    busy--;
  }

  private void remove(Waiting gone) {
    waiting.remove(gone.key());
    octets -= gone.octets();
    Lane lane = laneOf(gone);
    change(lane, () -> lane.entries.remove(gone.key()));
    if (lane.entries.isEmpty() && lane.trying == null) {
      lanes.remove(gone.lane());
      if (lane.server.busy == 0 && lane.server.ready.isEmpty()) {
        servers.remove(gone.server(), lane.server);
      }
    }
  }

  private Lane laneOf(Waiting entry) {
    Lane lane = lanes.get(entry.lane());
    if (lane == null) {
      throw new IllegalStateException("no lane for " + entry.key());
    }
    return lane;
  }

  /** Every change of a lane goes through here, so that the sorted sets stay sorted. */
  private void change(Lane lane, Runnable change) {
    Server server = lane.server;
    if (server.mayBegin(limits)) {
      open.remove(server);
    }
    if (lane.next != null && lane.trying == null) {
      server.ready.remove(lane);
    }
    change.run();
    lane.findNext();
    if (lane.next != null && lane.trying == null) {
      server.ready.add(lane);
    }
    if (server.mayBegin(limits)) {
      open.add(server);
    }
  }

  /** One server: how many of its lanes are busy, and which could begin, the earliest due first. */
  private static final class Server {
    final TreeSet<Lane> ready = new TreeSet<>(Lane.ORDER);
    int busy;

    boolean mayBegin(OutboxLimits limits) {
      return busy < limits.attemptsPerServerMax() && !ready.isEmpty();
    }

    Lane first() {
      return ready.first();
    }
  }

  private static final class Lane {
    static final Comparator<Lane> ORDER =
        (one, other) -> {
          int byDue = Long.signum(one.due - other.due);
          return byDue != 0 ? byDue : one.firstKey.compareTo(other.firstKey);
        };

    final Server server;
    final TreeMap<Key, Standing> entries = new TreeMap<>();
    @Nullable Standing trying;
    @Nullable Standing next;

    /** Of {@link #next}. */
    long due;

    Key firstKey = OutboxKeys.PREFIX;

    Lane(Server server) {
      this.server = server;
    }

    /**
     * The oldest of each thread may be tried; of these the one due first, of several the oldest.
     */
    void findNext() {
      next = null;
      var threads = new HashSet<String>();
      for (Standing standing : entries.values()) {
        if (threads.add(standing.waiting.thread())
            && (next == null || standing.due - next.due < 0)) {
          next = standing;
          due = standing.due;
          firstKey = standing.waiting.key();
        }
      }
    }
  }

  private static final class Standing {
    final Waiting waiting;
    long due;

    Standing(Waiting waiting, long due) {
      this.waiting = waiting;
      this.due = due;
    }
  }
}
