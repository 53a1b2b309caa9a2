package dev.understudy.launch;

import dev.understudy.certificate.CertificateFiles;
import dev.understudy.certificate.Shown;
import dev.understudy.control.Inventory;
import dev.understudy.delivery.OutboxCounts;
import dev.understudy.delivery.Outcome;
import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Reporter;
import dev.understudy.health.Verdict;
import dev.understudy.health.Verdicts;
import dev.understudy.lint.Findings;
import dev.understudy.lint.Warning;
import dev.understudy.presentation.NameText;
import dev.understudy.propagation.Damage;
import dev.understudy.route53.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /status}: how this process is, as JSON. The names of its members are a promise, written
 * down in the README; members may be added.
 *
 * <p>Put together at most once a second, whoever asks: taking stock walks over all zones, and
 * anybody may ask.
 */
final class StatusPage implements Page {
  /** So many checks are listed, the unhealthy first. */
  private static final int CHECKS_MAX = 1_000;

  private static final long LIFE_NANOS = 1_000_000_000L;

  private final Sources sources;
  private @Nullable String newest;
  private long madeNanos;

  StatusPage(Sources sources) {
    this.sources = sources;
  }

  /**
   * What the document is put together from.
   *
   * @param start when the process started
   * @param revision the newest of the store
   * @param applied the one that queries are answered from
   * @param damage what of the store could not be taken in
   * @param certificate what is shown over TLS, null without
   * @param outbox what was sent and waits, null before there is an outbox
   */
  record Sources(
      String version,
      Instant start,
      List<String> roles,
      LongSupplier revision,
      LongSupplier applied,
      Supplier<Inventory> inventory,
      Verdicts verdicts,
      Supplier<Findings> findings,
      Damage damage,
      Supplier<@Nullable CertificateFiles> certificate,
      Supplier<@Nullable OutboxCounts> outbox) {}

  @Override
  public Reply answer(Request request) {
    return Reply.json(200, document(System.nanoTime()));
  }

  private synchronized String document(long nowNanos) {
    String held = newest;
    if (held == null || nowNanos - madeNanos > LIFE_NANOS) {
      held = Json.text(describe(Instant.now(), nowNanos));
      newest = held;
      madeNanos = nowNanos;
    }
    return held;
  }

  /** The whole document. */
  Map<String, @Nullable Object> describe(Instant now, long nowNanos) {
    Inventory inventory = sources.inventory.get();
    List<Reporter> reporters = sources.verdicts.reporters(nowNanos);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("version", sources.version);
    document.put("started", sources.start.truncatedTo(ChronoUnit.MILLIS));
    document.put("uptimeSeconds", Duration.between(sources.start, now).toSeconds());
    document.put("roles", sources.roles);
    document.put("revision", sources.revision.getAsLong());
    document.put("appliedRevision", sources.applied.getAsLong());
    document.put("hostedZones", inventory.zones());
    document.put("recordSets", inventory.recordSets());
    document.put("shadowedZones", inventory.shadowed().stream().map(StatusPage::zone).toList());
    document.put("checkers", reporters.stream().map(StatusPage::checker).toList());
    document.put(
        "reportsAgeSeconds",
        reporters.stream()
            .mapToLong(Reporter::ageNanos)
            .boxed()
            .min(Comparator.naturalOrder())
            .map(StatusPage::seconds)
            .orElse(null));
    document.put("reportsCount", reporters.stream().anyMatch(Reporter::counted));
    document.put("healthChecks", checks(inventory.healthChecks()));
    document.put("dot", dot(sources.certificate.get(), now));
    document.put("notifications", notifications(sources.outbox.get()));
    document.put("warnings", warnings(sources.findings.get()));
    document.put("damage", damage(sources.damage));
    return document;
  }

  private static Map<String, @Nullable Object> zone(Inventory.Shadowed shadowed) {
    var zone = new LinkedHashMap<String, @Nullable Object>();
    zone.put("id", shadowed.zoneId());
    zone.put("name", NameText.format(shadowed.name()));
    zone.put("answeredBy", shadowed.answeredBy());
    return zone;
  }

  private static Map<String, @Nullable Object> checker(Reporter reporter) {
    var checker = new LinkedHashMap<String, @Nullable Object>();
    checker.put("name", reporter.checker());
    checker.put("region", reporter.region());
    checker.put("address", reporter.address());
    checker.put("reportAgeSeconds", seconds(reporter.ageNanos()));
    checker.put("counts", reporter.counted());
    return checker;
  }

  private Map<String, @Nullable Object> checks(long count) {
    List<Verdict> verdicts = sources.verdicts.verdicts();
    var checks = new LinkedHashMap<String, @Nullable Object>();
    checks.put("count", count);
    checks.put("unhealthy", verdicts.stream().filter(verdict -> !verdict.healthy()).count());
    checks.put("flips", sources.verdicts.flips());
    checks.put(
        "list",
        verdicts.stream()
            .sorted(Comparator.comparing(Verdict::healthy).thenComparing(Verdict::checkId))
            .limit(CHECKS_MAX)
            .map(this::check)
            .toList());
    return checks;
  }

  private Map<String, @Nullable Object> check(Verdict verdict) {
    List<Evidence> evidence = sources.verdicts.evidence(verdict.checkId());
    var check = new LinkedHashMap<String, @Nullable Object>();
    check.put("id", verdict.checkId());
    check.put("status", verdict.healthy() ? "healthy" : "unhealthy");
    check.put("since", verdict.since().truncatedTo(ChronoUnit.MILLIS));
    check.put(
        "reports",
        evidence.stream()
            .filter(said -> said.report().last() != null)
            .map(said -> observation(said, said.report().last()))
            .toList());
    check.put(
        "lastFailure",
        evidence.stream()
            .filter(said -> said.report().lastFailure() != null)
            .max(Comparator.comparing(StatusPage::failedAt))
            .map(said -> observation(said, said.report().lastFailure()))
            .orElse(null));
    return check;
  }

  private static Instant failedAt(Evidence said) {
    Observation failure = said.report().lastFailure();
    return failure == null ? Instant.MIN : failure.checkedTime();
  }

  private static Map<String, @Nullable Object> observation(
      Evidence said, @Nullable Observation observed) {
    var observation = new LinkedHashMap<String, @Nullable Object>();
    observation.put("checker", said.checker());
    observation.put("region", said.region());
    if (observed != null) {
      observation.put("time", observed.checkedTime().truncatedTo(ChronoUnit.MILLIS));
      observation.put("text", observed.status());
    }
    return observation;
  }

  private static @Nullable Map<String, @Nullable Object> dot(
      @Nullable CertificateFiles files, Instant now) {
    if (files == null) {
      return null;
    }
    Shown shown = files.shown();
    var dot = new LinkedHashMap<String, @Nullable Object>();
    dot.put("subject", shown.subject());
    dot.put("expires", shown.notAfter());
    dot.put("daysLeft", Duration.between(now, shown.notAfter()).toDays());
    dot.put("loaded", shown.loaded().truncatedTo(ChronoUnit.MILLIS));
    dot.put("refusals", files.refusals());
    return dot;
  }

  private static @Nullable Map<String, @Nullable Object> notifications(
      @Nullable OutboxCounts counts) {
    if (counts == null) {
      return null;
    }
    var notifications = new LinkedHashMap<String, @Nullable Object>();
    notifications.put("waiting", counts.waiting());
    notifications.put("oldestSeconds", counts.oldest().toSeconds());
    notifications.put("sent", counts.sent());
    notifications.put("retried", counts.retried());
    notifications.put("givenUp", counts.givenUp());
    Outcome.GivenUp last = counts.lastGivenUp();
    notifications.put("lastGivenUp", last == null ? null : givenUp(last));
    return notifications;
  }

  private static Map<String, @Nullable Object> givenUp(Outcome.GivenUp last) {
    var givenUp = new LinkedHashMap<String, @Nullable Object>();
    givenUp.put("time", last.at().truncatedTo(ChronoUnit.MILLIS));
    givenUp.put("id", last.notification().id());
    givenUp.put("recipient", last.notification().message().recipient());
    givenUp.put("about", last.notification().about());
    givenUp.put("problem", last.detail());
    return givenUp;
  }

  private static Map<String, @Nullable Object> warnings(Findings findings) {
    var warnings = new LinkedHashMap<String, @Nullable Object>();
    warnings.put("count", findings.count());
    warnings.put("complete", findings.complete());
    warnings.put("revision", findings.revision());
    warnings.put("list", findings.warnings().stream().map(StatusPage::warning).toList());
    return warnings;
  }

  private static Map<String, @Nullable Object> warning(Warning found) {
    var warning = new LinkedHashMap<String, @Nullable Object>();
    warning.put("code", found.trap().name());
    warning.put("hostedZoneId", found.group().zoneId());
    warning.put("name", NameText.format(found.group().name()));
    warning.put("type", found.group().type().name());
    warning.put("setIdentifiers", found.setIdentifiers());
    warning.put("healthCheckId", found.healthCheckId());
    warning.put("problem", found.problem());
    warning.put("remedy", found.trap().remedy());
    return warning;
  }

  private static Map<String, @Nullable Object> damage(Damage found) {
    var damage = new LinkedHashMap<String, @Nullable Object>();
    damage.put("count", found.count());
    damage.put("list", found.items().stream().map(StatusPage::damaged).toList());
    return damage;
  }

  private static Map<String, @Nullable Object> damaged(Damage.Item item) {
    var damaged = new LinkedHashMap<String, @Nullable Object>();
    damaged.put("what", item.what());
    damaged.put("problem", item.problem());
    damaged.put("instead", item.instead());
    return damaged;
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }
}
