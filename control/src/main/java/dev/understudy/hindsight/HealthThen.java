package dev.understudy.hindsight;

import dev.understudy.explain.HealthKnowledge;
import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdict;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Testimony;
import dev.understudy.history.EventLog;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The health checks of a time: as they were configured, their status, and what was said of them.
 */
final class HealthThen implements HealthKnowledge, IntentListener {
  private static final long ANOTHER_VERSION = -1;

  private final EventLog log;
  private final Instant then;
  private final Undone undone;

  /** The status last recorded, read before {@link #undone}. */
  private final Map<String, Boolean> recorded;

  private final Function<String, Optional<Standing>> now;
  private final Map<String, HealthCheck> checks = new HashMap<>();
  private final Map<String, Optional<HealthTransition>> turns = new HashMap<>();

  HealthThen(
      EventLog log,
      Instant then,
      Undone undone,
      Map<String, Boolean> recorded,
      Function<String, Optional<Standing>> now) {
    this.log = log;
    this.then = then;
    this.undone = undone;
    this.recorded = recorded;
    this.now = now;
  }

  @Override
  public void reset(long revision, Iterable<Mutation> everything) {
    checks.clear();
    everything.forEach(this::take);
  }

  @Override
  public void apply(long revision, List<Mutation> mutations) {
    mutations.forEach(this::take);
  }

  private void take(Mutation mutation) {
    switch (mutation) {
      case Mutation.PutCheck(HealthCheck check) -> checks.put(check.id(), check);
      case Mutation.DeleteCheck(String id) -> checks.remove(id);
      case Mutation.PutZone _, Mutation.DeleteZone _ -> {}
      case Mutation.PutRecordSet _, Mutation.DeleteRecordSet _ -> {}
      case Mutation.PutZoneSigning _, Mutation.DeleteZoneSigning _ -> {}
      case Mutation.PutCidrCollection _, Mutation.DeleteCidrCollection _ -> {}
    }
  }

  /** The status of every check that there was. */
  Map<String, Boolean> statuses() {
    var statuses = new HashMap<String, Boolean>();
    checks.keySet().forEach(id -> statuses.put(id, healthy(id)));
    return statuses;
  }

  @Override
  public Optional<Standing> standing(String checkId) {
    HealthCheck check = checks.get(checkId);
    if (check == null) {
      return Optional.empty();
    }
    boolean healthy = healthy(checkId);
    HealthTransition turn = inForce(checkId).filter(found -> found.to() == healthy).orElse(null);
    Instant since = turn == null ? since(checkId, healthy) : turn.at();
    return Optional.of(
        new Standing(
            check,
            healthy != check.inverted(),
            new Verdict(checkId, healthy, since),
            turn == null
                ? List.of()
                : turn.evidence().stream().map(said -> evidence(check, said)).toList()));
  }

  /** Of a status that never turned, from those who hold it now, if they held it then. */
  private Instant since(String checkId, boolean healthy) {
    return now.apply(checkId)
        .map(Standing::status)
        .filter(status -> status.healthy() == healthy && !status.since().isAfter(then))
        .map(Verdict::since)
        .orElse(Instant.MIN);
  }

  @Override
  public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
    throw new IllegalStateException("nothing is assumed of the past");
  }

  /** The turn by which a check had its status then; empty if the record has none. */
  Optional<HealthTransition> inForce(String checkId) {
    return turns.computeIfAbsent(checkId, id -> undone.late(id).or(() -> log.lastTurn(id, then)));
  }

  private boolean healthy(String checkId) {
    Optional<HealthTransition> next = undone.next(checkId);
    if (next.isPresent()) {
      return next.get().from();
    }
    Standing standing = now.apply(checkId).orElse(null);
    if (standing != null && !standing.status().since().isAfter(then)) {
      return standing.status().healthy();
    }
    Boolean status = recorded.get(checkId);
    return status != null
        ? status
        : inForce(checkId).map(HealthTransition::to).orElse(Boolean.TRUE);
  }

  private static Evidence evidence(HealthCheck check, Testimony said) {
    return new Evidence(
        said.checker(),
        said.region(),
        "",
        new Report(
            check.id(),
            said.counted() ? check.version() : ANOTHER_VERSION,
            said.healthy(),
            said.counted(),
            observation(said.last(), said.lastTime()),
            observation(said.lastFailure(), said.lastFailureTime()),
            said.alikeSince()));
  }

  private static @Nullable Observation observation(@Nullable String text, @Nullable Instant time) {
    return text == null || time == null
        ? null
        : new Observation(text.startsWith("Success"), time, text, null);
  }
}
