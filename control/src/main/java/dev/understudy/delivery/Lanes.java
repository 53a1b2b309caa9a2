package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is tried next. One {@link Lane} per recipient, with at most one try under way in
 * each. Servers bound how many of their lanes are busy at once.
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

  /**
   * Takes in a notification, due at once; false where it is known.
   *
   * @param age since it was accepted
   */
  boolean add(Waiting fresh, long now, Duration age) {
    if (waiting.putIfAbsent(fresh.key(), fresh) != null) {
      return false;
    }
    octets += fresh.octets();
    Lane lane =
        lanes.computeIfAbsent(
            fresh.lane(),
            _ -> new Lane(servers.computeIfAbsent(fresh.server(), _ -> new Server())));
    Duration patience = limits.orderMax().minus(age.isNegative() ? Duration.ZERO : age);
    long freeAt = now + Math.max(0, patience.toNanos());
    change(lane, () -> lane.add(fresh, now, freeAt));
    return true;
  }

  /** What is over a bound by now: the oldest of the longest lane goes, unless it is being tried. */
  List<Waiting> dropExcess(String lastLane) {
    var dropped = new ArrayList<Waiting>();
    Lane last = lanes.get(lastLane);
    if (last != null && last.size() > limits.waitingPerRecipientMax()) {
      drop(last, dropped);
    }
    while (waiting.size() > limits.waitingMax() || octets > limits.waitingOctetsMax()) {
      Lane longest = lanes.values().stream().max(Comparator.comparingInt(Lane::size)).orElseThrow();
      if (!drop(longest, dropped)) {
        break;
      }
    }
    return dropped;
  }

  private boolean drop(Lane lane, List<Waiting> dropped) {
    Waiting gone = lane.oldestIdle();
    if (gone == null) {
      return false;
    }
    remove(gone);
    dropped.add(gone);
    return true;
  }

  /** The next to be tried now, from here on under way; null where nothing is due or all is busy. */
  @Nullable Waiting take(long now) {
    if (busy == limits.attemptsMax() || open.isEmpty()) {
      return null;
    }
    Lane lane = open.first().first();
    if (lane.due() - now > 0) {
      return null;
    }
    change(
        lane,
        () -> {
          lane.begin();
          lane.server.busy++;
          busy++;
        });
    return lane.trying();
  }

  /** When the next is due, or null where nothing can begin before something ends. */
  @Nullable Long nextDue() {
    return busy == limits.attemptsMax() || open.isEmpty() ? null : open.first().first().due();
  }

  /** The try ended without success: it stays, due again after a delay. */
  void retry(Waiting tried, long now, Duration delay, Deferred why) {
    Lane lane = laneOf(tried);
    change(
        lane,
        () -> {
          lane.failed(tried, now, now + delay.toNanos(), why);
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
    lane.end();
    lane.server.busy--;
    busy--;
  }

  private void remove(Waiting gone) {
    waiting.remove(gone.key());
    octets -= gone.octets();
    Lane lane = laneOf(gone);
    change(lane, () -> lane.remove(gone));
    if (lane.size() == 0 && lane.isIdle()) {
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
    if (lane.isReady()) {
      server.ready.remove(lane);
    }
    change.run();
    lane.findNext();
    if (lane.isReady()) {
      server.ready.add(lane);
    }
    if (server.mayBegin(limits)) {
      open.add(server);
    }
  }

  /** One server: how many of its lanes are busy, and which could begin, the earliest due first. */
  static final class Server {
    final TreeSet<Lane> ready = new TreeSet<>(Lane.ORDER);
    int busy;

    boolean mayBegin(OutboxLimits limits) {
      return busy < limits.attemptsPerServerMax() && !ready.isEmpty();
    }

    Lane first() {
      return ready.first();
    }
  }
}
