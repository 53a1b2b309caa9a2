package dev.understudy.health;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.RoutingControl;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.DeleteCidrCollection;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.DeleteZone;
import dev.understudy.intent.Mutation.DeleteZoneSigning;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutCidrCollection;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Mutation.PutZoneSigning;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what every checker last said and the verdict on every check; tells a listener what changes.
 *
 * <p>Every nameserver has one of its own and decides for itself from the beats that reach it. A
 * beat brings a checker's whole table, so losing one costs nothing but time; the work is the same
 * whether everything or nothing changed. When no checker reports, verdicts stay as they are.
 *
 * <p>Any thread may call; calls are serialised by one lock, and so is the listener. Time comes in
 * as an argument and must come from one monotonic clock.
 */
public final class Verdicts implements IntentListener {
  /** A table older than three beats does not count: its checker, or the way from it, is broken. */
  private static final long TABLE_LIFE_NANOS = 3_000_000_000L;

  /** A silent checker's last words stay readable this long. */
  private static final long EVIDENCE_LIFE_NANOS = 3_600_000_000_000L;

  private final StatusListener listener;
  private final Map<String, Docket> dockets = new HashMap<>();
  private final Map<String, Verdict> told = new HashMap<>();
  private final Map<String, Table> tables = new HashMap<>();

  /** What the data say that checks of alarms follow; empty where there are not enough. */
  private final Map<String, Optional<Boolean>> followed = new HashMap<>();

  private final Set<String> remembered;
  private final InstantSource wallClock;
  private List<Table> live = List.of();
  private long flips;

  /** One checker's newest beat, by check. */
  private record Table(Beat beat, long receivedNanos, Map<String, Report> reports) {
    boolean liveAt(long nowNanos) {
      return nowNanos - receivedNanos <= TABLE_LIFE_NANOS;
    }
  }

  /**
   * Without checks and checkers, going on where another left off: a restart does not bring a dead
   * endpoint back.
   *
   * @param listener told of every status from now on
   * @param unhealthy the checks whose standing verdict was unhealthy, from {@link #unhealthy}
   * @param wallClock says since when, to people; decides nothing
   */
  public Verdicts(StatusListener listener, Set<String> unhealthy, InstantSource wallClock) {
    this.listener = listener;
    this.remembered = Set.copyOf(unhealthy);
    this.wallClock = wallClock;
  }

  @Override
  public synchronized void reset(long revision, Iterable<Mutation> everything) {
    Map<String, Docket> before = Map.copyOf(dockets);
    dockets.clear();
    for (Mutation mutation : everything) {
      if (mutation instanceof PutCheck(HealthCheck check)) {
        Docket known = before.get(check.id());
        dockets.put(check.id(), known == null ? open(check) : known.put(check));
      }
    }
    judge();
  }

  @Override
  public synchronized void apply(long revision, List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case PutCheck(HealthCheck check) -> {
          Docket known = dockets.get(check.id());
          dockets.put(check.id(), known == null ? open(check) : known.put(check));
        }
        case DeleteCheck(String checkId) -> dockets.remove(checkId);
        case PutZone _, DeleteZone _, PutRecordSet _, DeleteRecordSet _ -> {}
        case PutCidrCollection _, DeleteCidrCollection _ -> {}
        case PutZoneSigning _, DeleteZoneSigning _ -> {}
      }
    }
    judge();
  }

  /** Takes a checker's newest table; one older than the last from this checker is ignored. */
  public synchronized void receive(Beat beat, long nowNanos) {
    Table last = tables.get(beat.checker());
    if (last != null && last.liveAt(nowNanos) && beat.sequence() <= last.beat.sequence()) {
      return;
    }
    Map<String, Report> reports = HashMap.newHashMap(beat.reports().size());
    for (Report report : beat.reports()) {
      reports.put(report.checkId(), report);
    }
    tables.put(beat.checker(), new Table(beat, nowNanos, reports));
    count(nowNanos);
  }

  /** Lets time pass: tables that have grown too old stop counting. Call about once a second. */
  public synchronized void tick(long nowNanos) {
    count(nowNanos);
  }

  /** The checks that follow the data of an alarm, in no order. */
  public synchronized List<HealthCheck> followers() {
    return dockets.values().stream()
        .map(Docket::check)
        .filter(check -> check.subject() instanceof AlarmState)
        .toList();
  }

  /**
   * What the data say that such checks follow, from now on.
   *
   * @param verdicts by check id, true for healthy, empty where there are not enough data; the
   *     others stay
   */
  public synchronized void follow(Map<String, Optional<Boolean>> verdicts) {
    followed.putAll(verdicts);
    followed.keySet().retainAll(dockets.keySet());
    judge();
  }

  /** What each checker last said on a check; when none is left alive, their last words. */
  public synchronized List<Evidence> evidence(String checkId) {
    var evidence = new ArrayList<Evidence>();
    for (Table table : live.isEmpty() ? tables.values() : live) {
      Report report = table.reports.get(checkId);
      if (report != null) {
        Beat beat = table.beat;
        evidence.add(new Evidence(beat.checker(), beat.region(), beat.address(), report));
      }
    }
    return List.copyOf(evidence);
  }

  /** The final status of a check, true for healthy; empty if there is no such check. */
  public synchronized Optional<Boolean> status(String checkId) {
    return Optional.ofNullable(dockets.get(checkId)).map(Docket::status);
  }

  /** The status of a check with since when; empty if there is no such check. */
  public synchronized Optional<Verdict> verdict(String checkId) {
    return Optional.ofNullable(told.get(checkId));
  }

  /** The status of every check, in no order. */
  public synchronized List<Verdict> verdicts() {
    return List.copyOf(told.values());
  }

  /** Every checker that was heard of within the last hour, in no order. */
  public synchronized List<Reporter> reporters(long nowNanos) {
    return tables.values().stream()
        .map(table ->
            new Reporter(
                table.beat.checker(),
                table.beat.region(),
                table.beat.address(),
                nowNanos - table.receivedNanos,
                table.liveAt(nowNanos)))
        .toList();
  }

  /** How often the status of a check that was there has turned, either way. */
  public synchronized long flips() {
    return flips;
  }

  /** The status of a check and what it rests on; empty if there is no such check. */
  public synchronized Optional<Standing> standing(String checkId) {
    Docket docket = dockets.get(checkId);
    Verdict verdict = told.get(checkId);
    return docket == null || verdict == null
        ? Optional.empty()
        : Optional.of(new Standing(docket.check(), docket.standing(), verdict, evidence(checkId)));
  }

  /**
   * The statuses that would differ from those of now if some were as assumed: those assumed, and
   * the calculated checks that follow from them. Changes nothing.
   *
   * @param assumed statuses by check id, true for healthy; of checks that do not exist nothing
   *     follows
   */
  public synchronized Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
    var different = new HashMap<String, Boolean>();
    dockets.forEach((id, docket) -> {
      Boolean status = assumed.get(id);
      if (status == null) {
        status = docket.withStanding(secondInstance(docket, assumed)).status();
      }
      if (!status.equals(docket.status())) {
        different.put(id, status);
      }
    });
    return Map.copyOf(different);
  }

  /** The checks whose standing verdict, before disabling and inversion, is unhealthy. */
  public synchronized Set<String> unhealthy() {
    return dockets.values().stream()
        .filter(docket -> !docket.standing())
        .map(docket -> docket.check().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Docket open(HealthCheck check) {
    Docket fresh = Docket.open(check);
    return remembered.contains(check.id()) ? fresh.withStanding(false) : fresh;
  }

  private void count(long nowNanos) {
    tables.values().removeIf(table -> nowNanos - table.receivedNanos > EVIDENCE_LIFE_NANOS);
    live = tables.values().stream().filter(table -> table.liveAt(nowNanos)).toList();
    judge();
  }

  /** Passes every verdict anew and tells of the statuses that differ from those told before. */
  private void judge() {
    dockets.replaceAll((_, docket) -> docket.withStanding(firstInstance(docket)));
    dockets.replaceAll((_, docket) -> docket.withStanding(secondInstance(docket, Map.of())));
    var news = new HashMap<String, Boolean>();
    dockets.forEach((id, docket) -> {
      boolean status = docket.status();
      Verdict before = told.get(id);
      if (before == null || before.healthy() != status) {
        told.put(id, new Verdict(id, status, wallClock.instant()));
        news.put(id, status);
        flips += before == null ? 0 : 1;
      }
    });
    forgetDeleted(news);
    if (!news.isEmpty()) {
      listener.changed(Map.copyOf(news));
    }
  }

  /** A record set that still names a deleted check is healthy (health-checks.md, H5). */
  private void forgetDeleted(Map<String, Boolean> news) {
    if (told.size() == dockets.size()) {
      return;
    }
    told.forEach((id, verdict) -> {
      if (!verdict.healthy() && !dockets.containsKey(id)) {
        news.put(id, true);
      }
    });
    told.keySet().retainAll(dockets.keySet());
  }

  /** The verdict on what checkers probe, or a rule stands in for; calculated checks come after. */
  private boolean firstInstance(Docket docket) {
    return switch (docket.check().subject()) {
      case Endpoint endpoint ->
          docket.check().disabled()
              ? docket.standing()
              : tally(docket.check(), endpoint).verdict(docket.standing());
      case AlarmState alarm -> followed(docket, alarm);
      case RoutingControl _ -> true;
      case Calculated _ -> docket.standing();
    };
  }

  /** What the data say; until somebody has looked, the verdict stays. */
  private boolean followed(Docket docket, AlarmState alarm) {
    Optional<Boolean> data = followed.get(docket.check().id());
    if (data == null && alarm.criteria() != null) {
      return docket.standing();
    }
    if (data != null && data.isPresent()) {
      return data.get();
    }
    return switch (alarm.insufficientData()) {
      case HEALTHY -> true;
      case UNHEALTHY -> false;
      case LAST_KNOWN_STATUS -> docket.standing();
    };
  }

  private boolean secondInstance(Docket docket, Map<String, Boolean> assumed) {
    return docket.check().subject() instanceof Calculated calculated
        ? calculated.children().stream().filter(child -> childHealthy(child, assumed)).count()
            >= calculated.healthThreshold()
        : docket.standing();
  }

  private Tally tally(HealthCheck check, Endpoint endpoint) {
    var tally = new Tally(0, 0, 0);
    for (Table table : counted(endpoint.regions())) {
      Report report = table.reports.get(check.id());
      if (report != null && report.version() == check.version()) {
        tally = tally.plus(report);
      }
    }
    return tally;
  }

  /** The checkers whose reports count: those asked for, or all where none of them is alive. */
  private Collection<Table> counted(Set<String> regions) {
    if (regions.isEmpty()) {
      return live;
    }
    List<Table> asked = live.stream().filter(t -> regions.contains(t.beat.region())).toList();
    return asked.isEmpty() ? live : asked;
  }

  /** A deleted child contributes nothing, and neither does a calculated one: no nesting. */
  private boolean childHealthy(String checkId, Map<String, Boolean> assumed) {
    Docket child = dockets.get(checkId);
    return child != null
        && !(child.check().subject() instanceof Calculated)
        && assumed.getOrDefault(checkId, child.status());
  }
}
