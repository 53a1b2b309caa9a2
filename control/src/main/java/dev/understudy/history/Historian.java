package dev.understudy.history;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.health.Standing;
import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Backlog.Round;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.FlipQueue.Flip;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records flips of health and what they and changes of the configuration make of answers, on a
 * thread of its own. Whoever tells it something never waits: {@link #changed} only puts statuses
 * into a bounded queue.
 *
 * <p>The status last recorded of each check is written in the same commit, and a turn is a
 * difference to that: what a crash kept from being recorded is found at the next start. While the
 * store takes nothing the commit is tried again, and the queue merges what comes meanwhile.
 *
 * <p>Answers are compared from edition to edition, only those that the flips and changes may
 * concern, and a bounded number at once; of the others the record says that nobody looked.
 */
public final class Historian implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Historian.class);

  /**
   * So many are compared however long it takes: a process that waits for its turn loses nothing.
   */
  private static final int QUESTIONS_SURE = 50;

  private static final long COMPARING_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Changes that came while one round was recorded, by several clients that do not rest. */
  private static final int MANY_CHANGES = 4;

  private static final long BETWEEN_CHANGES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** While much is changed it rests so many times as long as it worked, but not for longer. */
  private static final int REST_TIMES = 9;

  private static final long REST_MAX_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long NOT_YET_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long CLOSE_MILLIS = 2_000;

  private final Store store;
  private final EventLog log;
  private final AnswerIndex index;
  private final CurrentEdition current;
  private final Function<String, Optional<Standing>> checks;
  private final AnswerChanges listener;
  private final InstantSource clock;
  private final Thread thread = Thread.ofPlatform().daemon().name("history").unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Backlog backlog = new Backlog();
  private boolean closed;

  /** Only on the thread. */
  private final Map<String, Boolean> recorded = new HashMap<>();

  private final Set<String> told = new HashSet<>();
  private Edition seen;
  private Store.@Nullable Subscription subscription;

  /**
   * Not started.
   *
   * @param current what is answered from
   * @param checks what a check's status rests on; called while the statuses are told
   */
  public Historian(
      Store store,
      EventLog log,
      AnswerIndex index,
      CurrentEdition current,
      Function<String, Optional<Standing>> checks,
      AnswerChanges listener,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.index = index;
    this.current = current;
    this.checks = checks;
    this.listener = listener;
    this.clock = clock;
    this.seen = current.get();
  }

  /**
   * Takes statuses as {@code Verdicts} tells them, after whoever answers; returns at once.
   *
   * @param publishedWith the edition that answers with them
   */
  public void changed(Map<String, Boolean> statuses, Edition publishedWith) {
    Instant now = clock.instant();
    var standings = new HashMap<String, Standing>();
    statuses.keySet().forEach(id -> checks.apply(id).ifPresent(found -> standings.put(id, found)));
    lock.lock();
    try {
      statuses.forEach((id, healthy) -> {
        Standing standing = standings.get(id);
        Instant at = standing == null ? now : standing.status().since();
        backlog.add(id, healthy, at, standing, publishedWith);
      });
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to record: whatever is committed after this returns is looked at. Call when what the
   * store holds is answered from.
   *
   * @throws StoreUnavailableException if the store cannot be read
   */
  public void start() {
    log.begin();
    recorded.putAll(log.statuses());
    seen = Comparison.with(current.get(), recorded);
    Uncompared uncompared = uncompared();
    subscription = store.follow(new Notes());
    if (uncompared.count() > 0) {
      record(uncompared);
    }
    thread.start();
  }

  /** Records what it was told, for up to 2 s; what is left is found at the next start. */
  @Override
  public void close() {
    Store.Subscription following = subscription;
    if (following != null) {
      following.close();
    }
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      try {
        Round round = await();
        if (round == null) {
          return;
        }
        work(round);
      } catch (StoreUnavailableException e) {
        LOG.warn("history cannot be read, trying again: {}", e.getMessage());
        pause(RETRY_NANOS, false);
      } catch (RuntimeException e) { // one event that cannot be recorded must not be the last
        LOG.error("recording met a bug and left something out; please report it", e);
        pause(RETRY_NANOS, false);
      }
    }
  }

  /** Changes recorded by a process that ended before it looked what they made of answers. */
  private record Uncompared(int count, @Nullable String last) {}

  private Uncompared uncompared() {
    Entry mark = store.get(EventKeys.COMPARED);
    String last =
        mark == null ? null : new String(mark.value().octets(), StandardCharsets.US_ASCII);
    int count = 0;
    String next = last;
    do {
      EventPage page =
          log.query(
              new EventQuery(
                  null, null, null, null, Set.of(Event.Kind.CHANGE), next, EventQuery.LIMIT_MAX));
      count += page.events().size();
      last = page.events().isEmpty() ? last : page.events().getLast().id();
      next = page.next();
    } while (next != null);
    return new Uncompared(count, last);
  }

  /** Tells of them; where the store takes nothing now, the next start does. */
  private void record(Uncompared uncompared) {
    var writes =
        new ArrayList<>(
            log.entries(
                new Gap(
                    clock.instant(),
                    "the process ended before it looked what configuration changes made of"
                        + " answers",
                    uncompared.count())));
    writes.add(mark(Objects.requireNonNull(uncompared.last())));
    try {
      store.commit(List.of(), writes);
    } catch (StoreUnavailableException e) {
      LOG.warn("history cannot be written: {}", e.getMessage());
    }
  }

  private static Store.Mutation mark(String event) {
    return new Store.Mutation.Put(EventKeys.COMPARED, Value.of(event));
  }

  /** What is to be recorded next; null at the end. */
  private @Nullable Round await() {
    lock.lock();
    try {
      while (true) {
        Round round = backlog.next(current.get(), closed);
        if (round != null) {
          return round;
        }
        if (closed) {
          return null;
        }
        boolean notYet = backlog.hasChanges();
        long left = news.awaitNanos(notYet ? NOT_YET_NANOS : IDLE_NANOS);
        if (left <= 0 && !notYet) {
          lock.unlock();
          try {
            log.prune();
          } finally {
            lock.lock();
          }
        }
      }
    } catch (InterruptedException e) {
      return null; // nobody interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  private void work(Round round) {
    long start = System.nanoTime();
    Instant now = clock.instant();
    var events = new ArrayList<Event>();
    var writes = new ArrayList<Store.Mutation>();
    var turned = new ArrayList<HealthTransition>();
    var turnedChecks = new LinkedHashSet<String>();
    var next = new HashMap<>(recorded);
    for (Flip flip : round.flips()) {
      boolean first = told.add(flip.checkId());
      boolean before = next.getOrDefault(flip.checkId(), true);
      if (flip.standing() == null) {
        forget(flip.checkId(), next, writes);
        if (!before) {
          turnedChecks.add(flip.checkId());
        }
      } else if (before != flip.healthy()) {
        turned.add(Testimonies.transition(flip, before, first, now));
        turnedChecks.add(flip.checkId());
        next.put(flip.checkId(), flip.healthy());
        writes.add(
            new Store.Mutation.Put(
                EventKeys.status(flip.checkId()), Value.of((byte) (flip.healthy() ? 1 : 0))));
      } else if (flip.merged() > 0) {
        events.add(
            new Gap(
                now,
                "health check " + flip.checkId() + " turned and turned back, too fast to record",
                flip.merged() + 1));
      }
    }
    events.addAll(turned);
    // A flip may be told after changes that were answered after it.
    boolean late = round.edition().revision() < seen.revision();
    Edition after = Comparison.with(late ? seen : round.edition(), next);
    var answers = new ArrayList<AnswerChange>();
    int omitted =
        compare(round.changes(), turnedChecks, after, now, answers) + round.questionsLost();
    events.addAll(answers);
    if (omitted > 0) {
      events.add(
          new Gap(
              now, "too many answers may have changed at once: not all were looked at", omitted));
    }
    round.changes().stream()
        .flatMap(touch -> touch.deletedChecks().stream())
        .filter(id -> checks.apply(id).isEmpty())
        .forEach(id -> {
          if (next.containsKey(id)) {
            forget(id, next, writes);
          }
          told.remove(id);
        });
    record(new Turn(turned, answers, omitted), events, writes, round.changes());
    seen = after;
    recorded.clear();
    recorded.putAll(next);
    if (round.flips().isEmpty()) {
      long worked = System.nanoTime() - start;
      boolean much = omitted > 0 || round.changes().size() >= MANY_CHANGES;
      // While much is changed: a tenth of one core, and few commits among those of changes.
      long rest = Math.min(REST_TIMES * worked, REST_MAX_NANOS);
      pause(much ? Math.max(rest, BETWEEN_CHANGES_NANOS) : worked, true);
    }
  }

  private static void forget(
      String check, Map<String, Boolean> statuses, List<Store.Mutation> writes) {
    statuses.remove(check);
    Key key = EventKeys.status(check);
    if (writes.stream().noneMatch(write -> write.key().equals(key))) {
      writes.add(new Store.Mutation.Delete(key));
    }
  }

  /** Finds changed answers; returns how many questions nobody looked at. */
  private int compare(
      List<Touches> changes,
      Set<String> turned,
      Edition after,
      Instant now,
      List<AnswerChange> answers) {
    var changeIds = new LinkedHashMap<Question, String>();
    var questions = new LinkedHashSet<Question>();
    int further = 0;
    for (Touches change : changes) {
      further += change.further();
      questions.addAll(change.questions());
      String id = change.changeId();
      if (id != null) {
        change.questions().forEach(question -> changeIds.put(question, id));
      }
    }
    AnswerIndex.Affected affected = index.affected(turned, questions, Backlog.QUESTIONS_MAX);
    var comparison = new Comparison(seen, after, index::collection);
    long start = System.nanoTime();
    int omitted = further + affected.omitted() + (index.isFull() && !turned.isEmpty() ? 1 : 0);
    String only = changes.size() == 1 ? changes.getFirst().changeId() : null;
    int looked = 0;
    for (Map.Entry<Question, Set<String>> question : affected.questions().entrySet()) {
      if (looked >= QUESTIONS_SURE && System.nanoTime() - start > COMPARING_MAX_NANOS) {
        omitted++;
        continue;
      }
      looked++;
      Set<String> because = question.getValue();
      String changeId = changeIds.get(question.getKey());
      answers.addAll(
          comparison.of(
              question.getKey(),
              now,
              because,
              changeId == null && because.isEmpty() ? only : changeId));
    }
    return omitted;
  }

  /** Writes until the store takes it, or until the end. */
  private void record(
      Turn turn, List<Event> events, List<Store.Mutation> statuses, List<Touches> changes) {
    var writes = new ArrayList<>(log.entries(events));
    writes.addAll(statuses);
    changes.stream()
        .map(Touches::event)
        .filter(Objects::nonNull)
        .reduce((_, last) -> last)
        .ifPresent(last -> writes.add(mark(last)));
    boolean tell = !turn.flips().isEmpty() || !turn.answers().isEmpty();
    if (tell) {
      writes.addAll(listener.mutations(turn));
    }
    if (writes.isEmpty()) {
      return;
    }
    boolean said = false;
    while (true) {
      try {
        store.commit(List.of(), writes);
        if (tell) {
          listener.committed(turn);
        }
        return;
      } catch (StoreUnavailableException e) {
        if (!said) {
          LOG.warn("history cannot be written, trying again each second: {}", e.getMessage());
          said = true;
        }
        if (isClosed()) {
          return;
        }
        pause(RETRY_NANOS, false);
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long nanos, boolean untilFlips) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closed && !(untilFlips && backlog.hasFlips())) {
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Notes on the store's thread what commits may change of answers. */
  private final class Notes implements Store.Follower {
    @Override
    public void reset(long revision, Iterable<Entry> entries) {
      // What is there is compared when it changes.
      note(revision, Optional.empty());
    }

    @Override
    public void committed(long revision, List<Store.Mutation> mutations) {
      note(revision, Touches.of(revision, mutations));
    }

    private void note(long revision, Optional<Touches> touched) {
      lock.lock();
      try {
        touched.ifPresent(backlog::add);
        backlog.noted(revision);
        news.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
