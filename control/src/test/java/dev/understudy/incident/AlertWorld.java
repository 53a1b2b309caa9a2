package dev.understudy.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.control.CheckLabels;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.incident.HeldStore.Fate;
import dev.understudy.recipient.Recipient;
import dev.understudy.store.Key;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks that turn, a record of them, alerts and a mail server, all in virtual time on one thread.
 * The disk fills, the process dies anywhere, mail is refused for a while.
 */
final class AlertWorld {
  static final int CHECKS = 1_000;
  private static final int PART = 50;
  private static final Recipient ALL = Recipient.parse("https://all.example.com/");
  private static final Key QUEUE = Key.of((byte) 0x40);
  private static final Key STATUS = Key.of((byte) 0x64);
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  /** What somebody got. */
  record Delivery(Instant at, String recipient, JsonNode body) {
    String incident() {
      return body.path("incident").asText();
    }

    String event() {
      return body.path("event").asText();
    }
  }

  private final SplittableRandom random;
  private final HeldStore store = new HeldStore(this::fate);
  private final boolean[] healthy = new boolean[CHECKS];
  private final TreeSet<Integer> turned = new TreeSet<>();
  private final Map<Key, Notification> composed = new HashMap<>();
  private @Nullable Turn unwritten;
  private List<Mutation> writes = List.of();
  private long composedCount;
  private boolean full;
  private boolean mortal;
  private boolean mailRefused;
  private Instant now = START;
  private Alerts alerts;
  final List<Delivery> delivered = new ArrayList<>();
  int deaths;

  AlertWorld(long seed) {
    random = new SplittableRandom(seed);
    java.util.Arrays.fill(healthy, true);
    alerts = open();
  }

  static String id(int check) {
    return "c%04d".formatted(check);
  }

  static String part(int check) {
    return "https://part" + check / PART + ".example.com";
  }

  private Fate fate() {
    if (mortal && random.nextInt(15) == 0) {
      return random.nextBoolean() ? Fate.KILLED_BEFORE : Fate.KILLED_AFTER;
    }
    return full ? Fate.REFUSED : Fate.TAKEN;
  }

  private Alerts open() {
    var settings =
        new AlertSettings(List.of(ALL), () -> "http://127.0.0.1:8053", "example.com", null);
    return Alerts.open(
        store,
        AlertWorld::labels,
        new Sending(this::compose, () -> {}),
        settings,
        () -> new Watch(CHECKS, List.of()),
        Undelivered.open(store, settings),
        () -> now,
        random);
  }

  private static Optional<CheckLabels> labels(String id) {
    int check = Integer.parseInt(id.substring(1));
    return Optional.of(new CheckLabels("", List.of(Recipient.parse(part(check) + "/"))));
  }

  private List<Mutation> compose(List<Notification> notifications) {
    var entries = new ArrayList<Mutation>();
    for (Notification notification : notifications) {
      Key key = key(QUEUE, "%09d".formatted(composedCount++));
      composed.put(key, notification);
      entries.add(new Mutation.Put(key, Value.of("waits")));
    }
    return entries;
  }

  /** Trouble of every kind for a while. */
  void trouble(int steps) {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(100)) {
        case 0, 1 -> full = !full;
        case 2, 3 -> mailRefused = !mailRefused;
        case 4 -> die();
        case 5 -> massFailure();
        default -> {
          int check = random.nextInt(4) == 0 ? random.nextInt(5) : random.nextInt(CHECKS);
          turn(check, !healthy[check]);
        }
      }
      mortal = random.nextInt(4) == 0;
      pass(random.nextInt(4_000));
    }
    mortal = false;
    full = false;
    mailRefused = false;
  }

  void massFailure() {
    for (int check = 0; check < CHECKS; check++) {
      turn(check, false);
    }
  }

  void allHealthy() {
    for (int check = 0; check < CHECKS; check++) {
      turn(check, true);
    }
  }

  private void turn(int check, boolean to) {
    if (healthy[check] != to) {
      healthy[check] = to;
      turned.add(check);
    }
  }

  /** As the processes do it: the record, then alerts, then mail; each when it likes. */
  void pass(long millis) {
    Instant end = now.plusMillis(millis);
    while (now.isBefore(end)) {
      try {
        if (random.nextBoolean()) {
          record();
        }
        step();
      } catch (HeldStore.Killed _) {
        die();
      }
      deliver();
      now = now.plusMillis(Math.min(1 + random.nextInt(300), Math.max(1, left(end))));
    }
  }

  private long left(Instant end) {
    return end.toEpochMilli() - now.toEpochMilli();
  }

  private void step() {
    try {
      alerts.step();
    } catch (StoreUnavailableException _) {
      // tried again at the next step
    }
  }

  private void record() {
    if (unwritten == null && !turned.isEmpty()) {
      Turn turn = new Turn(turned.stream().map(this::transition).toList(), List.of(), 0);
      turned.clear();
      writes = new ArrayList<>(alerts.mutations(turn));
      for (HealthTransition flip : turn.flips()) {
        writes.add(
            new Mutation.Put(key(STATUS, flip.checkId()), Value.of(flip.to() ? "up" : "down")));
      }
      unwritten = turn;
      if (mortal && random.nextInt(10) == 0) {
        throw new HeldStore.Killed(); // between the decision and its commit
      }
    }
    Turn turn = unwritten;
    if (turn != null) {
      try {
        store.commit(List.of(), writes);
      } catch (StoreUnavailableException _) {
        return;
      }
      unwritten = null;
      alerts.committed(turn);
    }
  }

  private HealthTransition transition(int check) {
    return new HealthTransition(
        now, id(check), "tcp://127.0.0.1:80", !healthy[check], healthy[check], 0, false, List.of());
  }

  /** Killed and started: the record finds what differs from what it last wrote. */
  private void die() {
    deaths++;
    unwritten = null;
    turned.clear();
    for (int check = 0; check < CHECKS; check++) {
      Entry stored = store.get(key(STATUS, id(check)));
      boolean before = stored == null || stored.value().equals(Value.of("up"));
      if (before != healthy[check]) {
        turned.add(check);
      }
    }
    alerts = open();
  }

  private void deliver() {
    if (mailRefused || full) {
      return;
    }
    for (Entry entry : store.scan(QUEUE, null, 1_000)) {
      Notification notification = composed.get(entry.key());
      if (notification == null) {
        throw new IllegalStateException("never composed");
      }
      Post post = (Post) notification.message();
      try {
        delivered.add(
            new Delivery(now, post.recipient(), new ObjectMapper().readTree(post.body())));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      boolean was = mortal;
      mortal = false;
      store.commit(List.of(), List.of(new Mutation.Delete(entry.key())));
      mortal = was;
    }
  }

  boolean healthy(int check) {
    return healthy[check];
  }

  int stored() {
    return (int) (store.count(StateCodec.INCIDENTS) + store.count(StateCodec.MEMBERS));
  }

  /** What each was told last of each check: by recipient, then by check. */
  Map<String, Map<String, String>> told() {
    var told = new TreeMap<String, Map<String, String>>();
    for (Delivery delivery : delivered) {
      Map<String, String> of = told.computeIfAbsent(delivery.recipient(), _ -> new TreeMap<>());
      delivery
          .body()
          .path("checks")
          .forEach(check -> of.put(check.path("id").asText(), check.path("state").asText()));
    }
    return told;
  }

  private static Key key(Key space, String rest) {
    byte[] name = rest.getBytes(StandardCharsets.US_ASCII);
    byte[] octets = java.util.Arrays.copyOf(space.octets(), space.octets().length + name.length);
    System.arraycopy(name, 0, octets, space.octets().length, name.length);
    return Key.of(octets);
  }
}
