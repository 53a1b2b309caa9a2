package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Attempt.Refused;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A few hours in the life of an outbox, drawn from a seed: servers that are down for ten minutes,
 * hang, greylist or refuse; a disk that is full for a while; a process that is killed and starts
 * again; callers whose commit fails, or who die before they wake the outbox.
 */
final class MailWorld {
  static final String REFUSED = "refused@example.com";
  private static final List<String> RECIPIENTS =
      List.of(
          "a@example.com", "b@example.com", "c@example.com", REFUSED, "https://a/", "https://b/");
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration END = Duration.ofHours(100);

  /** Of an outage and what comes of it: how much later than without it something may arrive. */
  private static final Duration TROUBLE = Duration.ofMinutes(60);

  final MemoryStore store = new MemoryStore();

  /** Committed, in the order of acceptance. */
  final Map<String, Notification> caused = new LinkedHashMap<>();

  /** What each recipient's server took over, in order. */
  final Map<String, List<String>> received = new HashMap<>();

  /** When each was taken over first. */
  final Map<String, Instant> receivedAt = new HashMap<>();

  /** The one that its recipient always puts off. */
  String poison = "";

  /** Taken over, but its entry was still there when the process died. */
  final Set<String> mayBeDoubled = new HashSet<>();

  private final SplittableRandom random;
  private final VirtualTime time;
  private final Map<String, Duration> downUntil = new HashMap<>();
  private final Map<String, Long> greylisted = new HashMap<>();
  private VirtualTime.OfProcess process;
  private Outbox outbox;
  private int number;

  MailWorld(long seed) {
    random = new SplittableRandom(seed);
    time = new VirtualTime(random.split());
    process = time.new OfProcess();
    outbox = newOutbox();
  }

  void play() {
    for (int i = random.nextInt(5, 60); i > 0; i--) {
      time.at(moment(), this::cause);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      time.at(moment(), () -> downUntil.put(draw(RECIPIENTS), in(Duration.ofMinutes(10))));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      time.at(moment(), this::crash);
    }
    if (random.nextInt(3) == 0) {
      Duration full = moment();
      time.at(full, () -> store.broken = true);
      time.at(full.plusSeconds(random.nextInt(1, 90)), () -> store.broken = false);
    }
    outbox.begin();
    time.runUntil(END);
  }

  /** Whether it may overtake older ones of its thread when it arrived. */
  boolean mayOvertake(Notification arrived) {
    Duration age = Duration.between(arrived.accepted(), receivedAt.get(arrived.id()));
    return age.compareTo(OutboxLimits.DEFAULT.orderMax()) >= 0;
  }

  /** Whether it came as soon as it must, whatever else its recipient does not take. */
  boolean cameInTime(Notification arrived) {
    Duration age = Duration.between(arrived.accepted(), receivedAt.get(arrived.id()));
    return age.compareTo(OutboxLimits.DEFAULT.orderMax().plus(TROUBLE)) <= 0;
  }

  /** What is on record of last outcomes: id to what became of it. */
  String recorded(String id) {
    Store.Entry entry = store.get(recordKey(id));
    return entry == null ? "nothing" : entry.value().toString();
  }

  OutboxCounts counts() {
    return outbox.counts();
  }

  private void cause() {
    var batch = new ArrayList<Notification>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      batch.add(notification("n" + number++));
    }
    List<Mutation> entries = outbox.entries(batch);
    if (random.nextInt(10) == 0) {
      return; // the caller's commit was refused
    }
    try {
      store.commit(List.of(), entries);
    } catch (StoreUnavailableException e) {
      return;
    }
    batch.forEach(one -> caused.put(one.id(), one));
    if (poison.isEmpty() && random.nextInt(40) == 0) {
      poison = batch.getFirst().id();
    }
    if (random.nextInt(20) == 0) {
      crash(); // between the commit and the call
    } else {
      outbox.wake();
    }
  }

  private Notification notification(String id) {
    String to = draw(RECIPIENTS);
    String thread = "incident " + random.nextInt(3);
    Message message =
        to.contains("@")
            ? new Mail(MailAddress.parse(to), id, "", null, "<" + id + "@x>", List.of(), null)
            : new Post(HttpUrl.parse(to), "text/plain", id, Map.of());
    return Notification.of(id, thread, time.instant(), "", message);
  }

  private void crash() {
    process.stop();
    boolean was = store.broken;
    store.broken = false;
    for (Store.Entry entry : store.scan(OutboxKeys.PREFIX, null, 10_000)) {
      Notification left = NotificationCodec.read(entry.value());
      if (received.getOrDefault(destination(left), List.of()).contains(left.id())) {
        mayBeDoubled.add(left.id());
      }
    }
    store.broken = was;
    process = time.new OfProcess();
    outbox = newOutbox();
    outbox.begin();
  }

  private Outbox newOutbox() {
    VirtualTime.OfProcess mine = process;
    return new Outbox(
        store,
        (notification, done) -> carry(mine, notification, done),
        MailWorld::record,
        time,
        random.split(),
        mine,
        OutboxLimits.DEFAULT);
  }

  private void carry(
      VirtualTime.OfProcess mine, Notification notification, Consumer<Attempt> done) {
    String to = destination(notification);
    Duration latency = Duration.ofMillis(random.nextInt(1, 2000));
    if (downUntil.getOrDefault(to, Duration.ZERO).toNanos() > time.nanos()) {
      if (random.nextBoolean()) {
        mine.after(Duration.ofMinutes(1), () -> done.accept(new Deferred("hung", null)));
      } else {
        mine.after(Duration.ofMillis(1), () -> done.accept(Attempt.unreachable("refused")));
      }
    } else if (notification.id().equals(poison)) {
      mine.after(latency, () -> done.accept(new Deferred("450 never", null)));
    } else if (to.equals(REFUSED)) {
      mine.after(latency, () -> done.accept(new Refused("550 no such user")));
    } else if (to.startsWith("c@") && isGreylisted(to)) {
      mine.after(latency, () -> done.accept(new Deferred("450 later", null)));
    } else {
      // The server takes it over whether or not we live to hear of it.
      time.after(latency, () -> takeOver(mine, to, notification.id()));
      mine.after(latency.plusMillis(random.nextInt(1, 50)), () -> done.accept(new Accepted("250")));
    }
  }

  private void takeOver(VirtualTime.OfProcess sender, String to, String id) {
    received.computeIfAbsent(to, _ -> new ArrayList<>()).add(id);
    receivedAt.putIfAbsent(id, time.instant());
    if (sender.isStopped()) {
      mayBeDoubled.add(id);
    }
  }

  private boolean isGreylisted(String to) {
    long first = greylisted.computeIfAbsent(to, _ -> time.nanos());
    return time.nanos() - first < Duration.ofMinutes(5).toNanos();
  }

  private static List<Mutation> record(Outcome outcome) {
    Key key = recordKey(outcome.notification().id());
    return switch (outcome) {
      case Outcome.Delivered _ -> List.of(new Mutation.Put(key, Value.of("delivered")));
      case Outcome.GivenUp _ -> List.of(new Mutation.Put(key, Value.of("given up")));
      case Outcome.Delayed _ -> List.of();
    };
  }

  static String destination(Notification notification) {
    return notification.message().destination();
  }

  private static Key recordKey(String id) {
    return Key.of("record " + id);
  }

  private Duration moment() {
    return Duration.ofMillis(random.nextLong(LIFE.toMillis()));
  }

  private Duration in(Duration delay) {
    return Duration.ofNanos(time.nanos()).plus(delay);
  }

  private String draw(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
