package dev.understudy.control;

import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.model.GetHealthCheckCountResponse;
import dev.understudy.model.GetHealthCheckLastFailureReasonRequest;
import dev.understudy.model.GetHealthCheckLastFailureReasonResponse;
import dev.understudy.model.GetHealthCheckRequest;
import dev.understudy.model.GetHealthCheckResponse;
import dev.understudy.model.GetHealthCheckStatusRequest;
import dev.understudy.model.GetHealthCheckStatusResponse;
import dev.understudy.model.HealthCheck;
import dev.understudy.model.HealthCheckObservation;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.ListHealthChecksRequest;
import dev.understudy.model.ListHealthChecksResponse;
import dev.understudy.model.StatusReport;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads health checks, and what checkers saw of them. */
final class Checks {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1000;
  private static final int ID_MAX = 64;
  private static final String NEVER_FAILED =
      "The health check endpoint has not failed since the Route 53 health checker for this endpoint"
          + " restarted at ";

  /** As the API's sample has it: {@code 2014-10-24T02:55:12.106+00:00}. */
  private static final DateTimeFormatter RESTARTED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private final Store store;
  private final Observations observations;

  Checks(Store store, Observations observations) {
    this.store = store;
    this.observations = observations;
  }

  /**
   * The entry of a check.
   *
   * @throws ApiException NoSuchHealthCheck
   */
  Entry entry(String id) throws ApiException {
    Entry entry = id.length() > ID_MAX ? null : store.get(Keys.check(id));
    if (entry == null) {
      throw Errors.noSuchHealthCheck(id);
    }
    return entry;
  }

  Check get(String id) throws ApiException {
    return CheckCodec.read(id, entry(id).value().octets());
  }

  GetHealthCheckResponse get(GetHealthCheckRequest request) throws ApiException {
    return new GetHealthCheckResponse(show(get(request.healthCheckId())));
  }

  GetHealthCheckCountResponse count() {
    return new GetHealthCheckCountResponse(store.count(Keys.prefix(Space.CHECK)));
  }

  ListHealthChecksResponse list(ListHealthChecksRequest request) throws ApiException {
    int size = Pages.size(request.maxItems(), PAGE, PAGE_MAX);
    String marker =
        request.marker() == null || request.marker().isEmpty() ? null : request.marker();
    Key from = marker == null ? null : Keys.checkCreated(createdOf(marker));
    List<Entry> page = store.scan(Keys.prefix(Space.CHECK_CREATED), from, size + 1);
    var shown = new ArrayList<HealthCheck>(size);
    for (Entry entry : page.subList(0, Math.min(size, page.size()))) {
      String id = SmallCodecs.readText(entry.value().octets());
      Entry held = store.get(Keys.check(id));
      if (held != null) {
        shown.add(show(CheckCodec.read(id, held.value().octets())));
      }
    }
    boolean truncated = page.size() > size;
    return ListHealthChecksResponse.builder()
        .healthChecks(shown)
        .marker(marker == null ? "" : marker)
        .isTruncated(truncated)
        .nextMarker(truncated ? SmallCodecs.readText(page.get(size).value().octets()) : null)
        .maxItems(Integer.toString(size))
        .build();
  }

  private long createdOf(String marker) throws ApiException {
    try {
      return get(marker).created();
    } catch (ApiException e) {
      return Pages.createdOfGone(store, marker, "health check");
    }
  }

  GetHealthCheckStatusResponse status(GetHealthCheckStatusRequest request) throws ApiException {
    return new GetHealthCheckStatusResponse(
        observed(request.healthCheckId(), e -> report(e.report().last())));
  }

  GetHealthCheckLastFailureReasonResponse lastFailure(
      GetHealthCheckLastFailureReasonRequest request) throws ApiException {
    return new GetHealthCheckLastFailureReasonResponse(
        observed(request.healthCheckId(), this::failureReport));
  }

  private List<HealthCheckObservation> observed(
      String id, Function<Evidence, @Nullable StatusReport> report) throws ApiException {
    HealthCheckType type = get(id).config().type();
    if (type == HealthCheckType.CALCULATED) {
      throw Errors.invalidInput(
          "The status of health check " + id + " is not available: its type is CALCULATED.");
    }
    if (!CheckRules.hasEndpoint(type)) {
      return List.of();
    }
    var seen = new ArrayList<HealthCheckObservation>();
    observations.evidence(id).stream()
        .sorted(Comparator.comparing(Evidence::region).thenComparing(Evidence::checker))
        .forEach(evidence -> {
          StatusReport status = report.apply(evidence);
          if (status != null) {
            seen.add(new HealthCheckObservation(evidence.region(), evidence.address(), status));
          }
        });
    return seen;
  }

  private @Nullable StatusReport failureReport(Evidence evidence) {
    Observation last = evidence.report().last();
    Observation failure = evidence.report().lastFailure();
    if (failure == null && last != null) {
      String since = RESTARTED.format(observations.watchingSince(evidence.checker()));
      return new StatusReport(NEVER_FAILED + since, last.checkedTime());
    }
    return report(failure);
  }

  private static @Nullable StatusReport report(@Nullable Observation observation) {
    return observation == null
        ? null
        : new StatusReport(observation.status(), observation.checkedTime());
  }

  static HealthCheck show(Check check) {
    return HealthCheck.builder()
        .id(check.id())
        .callerReference(check.callerReference())
        .healthCheckConfig(check.config())
        .healthCheckVersion(check.version())
        .cloudWatchAlarmConfiguration(check.alarm())
        .build();
  }
}
