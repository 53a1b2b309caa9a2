package dev.understudy.resolution;

import dev.understudy.resolution.Agenda.Item;
import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.RememberedFile.Entry;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of the targets outside up to date: one thread of its own takes what is wanted
 * and what was answered, in order, and is the only one that publishes. Everything here is bounded:
 * askings under way, the wait for one, the records of one, the lines in the log.
 */
public final class OutsideTargets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideTargets.class);

  private static final int ASKING_MAX = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longer than all tries of one target take. */
  private static final Duration ASKING_MAX_TIME = Duration.ofSeconds(60);

  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private sealed interface Event {}

  private record Wanted(Set<OutsideTarget> targets) implements Event {}

  private record Settled(Item item, Outcome outcome) implements Event {}

  private record Stop() implements Event {}

  private final Agenda agenda;
  private final Asker asker;
  private final RememberedFile file;
  private final LongSupplier ticker;
  private final InstantSource clock;
  private final Consumer<Map<OutsideTarget, OutsideRecords>> publish;

  /** Wanted sets come one for each change of intent, answers one for each asking. */
  private final LinkedBlockingQueue<Event> inbox = new LinkedBlockingQueue<>();

  private final Map<ResolutionCount, LongAdder> counts = new EnumMap<>(ResolutionCount.class);
  private final Thread thread = Thread.ofPlatform().daemon().name("outside").unstarted(this::run);

  // Only on that thread.
  private Map<OutsideTarget, Standing> remembered = Map.of();
  private boolean unsaved;
  private long savedNanos;
  private boolean troubled;
  private long toldNanos;

  OutsideTargets(
      Agenda agenda,
      Asker asker,
      RememberedFile file,
      LongSupplier ticker,
      InstantSource clock,
      Consumer<Map<OutsideTarget, OutsideRecords>> publish) {
    this.agenda = agenda;
    this.asker = asker;
    this.file = file;
    this.ticker = ticker;
    this.clock = clock;
    this.publish = publish;
    for (ResolutionCount count : ResolutionCount.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /**
   * Publishes what was known before the last stop and starts. Nobody is asked before something is
   * wanted.
   *
   * @param data the directory that holds the file {@code outside}
   * @param resolvers asked in this order; none means the system's
   * @param publish takes what is known from now on, as far as it changed
   */
  public static OutsideTargets start(
      Path data,
      List<InetSocketAddress> resolvers,
      Consumer<Map<OutsideTarget, OutsideRecords>> publish) {
    Supplier<List<InetSocketAddress>> servers =
        resolvers.isEmpty() ? ResolverAddresses.ofFile(ResolverAddresses.SYSTEM) : () -> resolvers;
    long origin = System.nanoTime();
    var targets =
        new OutsideTargets(
            new Agenda(new SecureRandom(), ASKING_MAX),
            new DnsAsker(servers, PATIENCE),
            new RememberedFile(data.resolve("outside")),
            () -> System.nanoTime() - origin,
            Clock.systemUTC(),
            publish);
    targets.start();
    return targets;
  }

  void start() {
    long now = ticker.getAsLong();
    var known = new HashMap<OutsideTarget, OutsideRecords>();
    var standings = new HashMap<OutsideTarget, Standing>();
    file.read()
        .forEach((target, entry) -> {
          Duration age = Duration.between(entry.confirmed(), clock.instant());
          long confirmed = now - Math.max(0, age.toNanos());
          known.put(target, entry.records());
          standings.put(target, Standing.remembered(entry.records(), confirmed, now));
        });
    remembered = standings;
    if (!known.isEmpty()) {
      publish.accept(known);
    }
    thread.start();
  }

  /** These targets are wanted from now on, and no others. Returns at once. */
  public void wanted(Set<OutsideTarget> targets) {
    inbox.add(new Wanted(targets));
  }

  /** How many askings ended so. */
  public long total(ResolutionCount count) {
    return Objects.requireNonNull(counts.get(count)).sum();
  }

  /** How many targets are wanted. */
  public int targets() {
    synchronized (agenda) {
      return agenda.size();
    }
  }

  /** Of how many nothing is known yet. */
  public int unresolved() {
    int unresolved = 0;
    synchronized (agenda) {
      for (Item item : agenda.items()) {
        unresolved += item.standing().known() == null ? 1 : 0;
      }
    }
    return unresolved;
  }

  /** Seconds since the records were confirmed that have not been for the longest time. */
  public double oldestSeconds() {
    long now = ticker.getAsLong();
    long oldest = now;
    synchronized (agenda) {
      for (Item item : agenda.items()) {
        if (item.standing().known() != null) {
          oldest = Math.min(oldest, item.standing().confirmedNanos());
        }
      }
    }
    return (now - oldest) / 1e9;
  }

  /** Stops asking and remembers what is known. */
  @Override
  public void close() {
    inbox.add(new Stop());
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asker.close();
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = turn();
      } catch (InterruptedException e) {
        goesOn = false;
      } catch (RuntimeException e) {
        LOG.error("resolving alias targets met a bug; please report it", e);
      }
    }
    save();
  }

  /** Waits for something to do and does it; whether to go on. */
  private boolean turn() throws InterruptedException {
    var events = new ArrayList<Event>();
    Event first = inbox.poll(Math.max(0, waitNanos()), TimeUnit.NANOSECONDS);
    if (first != null) {
      events.add(first);
      inbox.drainTo(events);
    }
    long now = ticker.getAsLong();
    var changes = new HashMap<OutsideTarget, OutsideRecords>();
    List<Item> due;
    boolean stops = false;
    synchronized (agenda) {
      for (Event event : events) {
        switch (event) {
          case Wanted(var targets) -> want(targets, now, changes);
          case Settled(Item item, Outcome outcome) -> settle(item, outcome, now, changes);
          case Stop() -> stops = true;
        }
      }
      due = stops ? List.of() : agenda.take(now);
    }
    if (!changes.isEmpty()) {
      publish.accept(changes);
      unsaved = true;
    }
    due.forEach(this::ask);
    if (unsaved && now - savedNanos >= SAVE_NANOS) {
      savedNanos = now;
      save();
    }
    return !stops;
  }

  private long waitNanos() {
    long now = ticker.getAsLong();
    long due;
    synchronized (agenda) {
      due = agenda.nextNanos();
    }
    long wait = due == Agenda.NEVER ? Long.MAX_VALUE : due - now;
    return unsaved ? Math.min(wait, savedNanos + SAVE_NANOS - now) : wait;
  }

  private void want(
      Set<OutsideTarget> targets, long now, Map<OutsideTarget, OutsideRecords> changes) {
    changes.putAll(agenda.want(targets, remembered, now));
    remembered = Map.of();
    unsaved = true;
  }

  private void settle(
      Item item, Outcome outcome, long now, Map<OutsideTarget, OutsideRecords> changes) {
    Objects.requireNonNull(counts.get(ResolutionCount.of(outcome))).increment();
    OutsideRecords known = agenda.settle(item, outcome, now);
    if (known != null) {
      changes.put(item.target(), known);
      if (known.records().isEmpty()) {
        LOG.info("{} has no records, say the resolvers: nothing to answer", item.target());
      }
    }
    if (agenda.failing() == 0) {
      if (troubled) {
        LOG.info("all alias targets outside our zones are resolved again");
      }
      troubled = false;
    } else if (outcome instanceof Failed(Failure failure)
        && (!troubled || now - toldNanos >= TELL_NANOS)) {
      troubled = true;
      toldNanos = now;
      LOG.warn(
          "{} of {} alias targets outside our zones cannot be resolved, such as {}: {}; what was"
              + " known last is answered",
          agenda.failing(),
          agenda.size(),
          item.target(),
          failure);
    }
  }

  private void ask(Item item) {
    CompletableFuture<Outcome> _ =
        CompletableFuture.completedStage(item.target())
            .thenCompose(asker::ask)
            .toCompletableFuture()
            .completeOnTimeout(
                new Failed(Failure.UNANSWERED), ASKING_MAX_TIME.toSeconds(), TimeUnit.SECONDS)
            .whenComplete((outcome, problem) -> {
              if (problem != null) {
                LOG.error("asking for {} met a bug; please report it", item.target(), problem);
              }
              inbox.add(
                  new Settled(item, problem == null ? outcome : new Failed(Failure.UNANSWERED)));
            });
  }

  /** What is not wanted any more is forgotten; before the first word of that nothing is. */
  private void save() {
    unsaved = false;
    if (!remembered.isEmpty()) {
      return;
    }
    var entries = new HashMap<OutsideTarget, Entry>();
    long now = ticker.getAsLong();
    synchronized (agenda) {
      for (Item item : agenda.items()) {
        OutsideRecords known = item.standing().known();
        if (known != null && !known.records().isEmpty()) {
          Duration age = Duration.ofNanos(now - item.standing().confirmedNanos());
          entries.put(item.target(), new Entry(known, clock.instant().minus(age)));
        }
      }
    }
    file.write(entries);
  }
}
