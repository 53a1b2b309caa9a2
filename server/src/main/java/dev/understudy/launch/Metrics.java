package dev.understudy.launch;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.certificate.CertificateFiles;
import dev.understudy.delivery.Outbox;
import dev.understudy.geography.Atlas.Sheet;
import dev.understudy.health.Verdicts;
import dev.understudy.lint.Findings;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.metrics.QuestionType;
import dev.understudy.propagation.Damage;
import dev.understudy.querylog.Recorder;
import dev.understudy.resolution.OutsideTargets;
import dev.understudy.resolution.ResolutionCount;
import dev.understudy.route53.Page;
import dev.understudy.serve.Nameserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} in Prometheus' text format. The registry is built at the first scrape: a start
 * does not wait for it.
 */
final class Metrics implements Page {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<@Nullable Nameserver> nameserver;
  private final Supplier<@Nullable CertificateFiles> certificate;
  private final CurrentEdition current;
  private final Publisher publisher;
  private final Verdicts verdicts;
  private final Supplier<Findings> findings;
  private final Damage damage;
  private final Supplier<List<Sheet>> maps;
  private final OutsideTargets outside;
  private final Outbox outbox;
  private final @Nullable Recorder recorder;
  private @Nullable PrometheusMeterRegistry registry;

  Metrics(
      Supplier<@Nullable Nameserver> nameserver,
      Supplier<@Nullable CertificateFiles> certificate,
      CurrentEdition current,
      Publisher publisher,
      Verdicts verdicts,
      Supplier<Findings> findings,
      Damage damage,
      Supplier<List<Sheet>> maps,
      OutsideTargets outside,
      Outbox outbox,
      @Nullable Recorder recorder) {
    this.nameserver = nameserver;
    this.certificate = certificate;
    this.current = current;
    this.publisher = publisher;
    this.verdicts = verdicts;
    this.findings = findings;
    this.damage = damage;
    this.maps = maps;
    this.outside = outside;
    this.outbox = outbox;
    this.recorder = recorder;
  }

  @Override
  public Reply answer(Request request) {
    return new Reply(200, CONTENT_TYPE, registry().scrape().getBytes(StandardCharsets.UTF_8));
  }

  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      registry = build();
    }
    return registry;
  }

  // The garbage collector's metrics live as long as the process, and so does the registry.
  @SuppressWarnings("resource")
  private PrometheusMeterRegistry build() {
    var fresh = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    @Nullable Nameserver serving = nameserver.get();
    if (serving != null) {
      QueryLedger counts = serving.ledger();
      Gauge.builder("understudy_dns_tcp_open", serving, Nameserver::tcpConnections)
          .description("Connections that are open, over TCP and TLS")
          .register(fresh);
      for (QueryCount count : QueryCount.values()) {
        FunctionCounter.builder("understudy_" + count.family(), counts, all -> all.total(count))
            .tag(count.label(), count.value())
            .register(fresh);
      }
      for (QuestionType type : QuestionType.values()) {
        FunctionCounter.builder("understudy_dns_questions", counts, all -> all.total(type))
            .tag("type", type.name())
            .register(fresh);
      }
    }
    @Nullable CertificateFiles shown = certificate.get();
    if (shown != null) {
      Gauge.builder(
              "understudy_dot_certificate_expiry_timestamp_seconds",
              shown,
              files -> files.shown().notAfter().getEpochSecond())
          .description("When the certificate shown over TLS expires")
          .register(fresh);
      FunctionCounter.builder(
              "understudy_dot_certificate_refusals", shown, CertificateFiles::refusals)
          .description("Times its files changed and could not be used")
          .register(fresh);
    }
    Gauge.builder("understudy_edition_revision", current, now -> now.get().revision())
        .description("Revision of the store that queries are answered from")
        .register(fresh);
    FunctionCounter.builder("understudy_nodes_compiled", publisher, Publisher::nodesCompiled)
        .description("Names compiled into the answer tree; changes of health never add to it")
        .register(fresh);
    FunctionCounter.builder("understudy_health_flips", verdicts, Verdicts::flips)
        .description("How often the status of a health check has turned, either way")
        .register(fresh);
    Gauge.builder("understudy_failover_warnings", findings, all -> all.get().count())
        .description("Failover warnings that stand; /status lists them")
        .register(fresh);
    Gauge.builder("understudy_damaged_entries", damage, Damage::count)
        .description("What of the store could not be taken in; /status lists it")
        .register(fresh);
    for (Sheet sheet : maps.get()) {
      watch(sheet.kind(), fresh);
    }
    bindOutside(fresh);
    OutboxMetrics.bind(outbox, fresh);
    if (recorder != null) {
      RecordMetrics.bind(recorder, fresh);
    }
    new JvmMemoryMetrics().bindTo(fresh);
    new JvmGcMetrics().bindTo(fresh);
    return fresh;
  }

  /** Which maps there are is settled at the start; what they say is not. */
  private void watch(String kind, PrometheusMeterRegistry registry) {
    gauge("networks", "Networks in the map in use", kind, sheet -> sheet.networks(), registry);
    gauge("loaded_timestamp_seconds", "When it was read", kind, s -> seconds(s.loaded()), registry);
    gauge("built_timestamp_seconds", "When it was made", kind, s -> seconds(s.built()), registry);
    FunctionCounter.builder("understudy_map_refusals", maps, _ -> of(kind, Sheet::refusals))
        .tag("map", kind)
        .description("Times its file changed and could not be used")
        .register(registry);
  }

  private void gauge(
      String name,
      String description,
      String kind,
      ToDoubleFunction<Sheet> value,
      PrometheusMeterRegistry registry) {
    Gauge.builder("understudy_map_" + name, () -> of(kind, value))
        .tag("map", kind)
        .description(description)
        .register(registry);
  }

  private double of(String kind, ToDoubleFunction<Sheet> value) {
    return maps.get().stream()
        .filter(sheet -> sheet.kind().equals(kind))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double seconds(@Nullable Instant instant) {
    return instant == null ? Double.NaN : instant.getEpochSecond();
  }

  private void bindOutside(PrometheusMeterRegistry fresh) {
    for (ResolutionCount count : ResolutionCount.values()) {
      FunctionCounter.builder("understudy_outside_resolutions", outside, all -> all.total(count))
          .tag("outcome", count.name().toLowerCase(Locale.ROOT))
          .register(fresh);
    }
    Gauge.builder("understudy_outside_targets", outside, OutsideTargets::targets)
        .description("Alias targets outside our zones")
        .register(fresh);
    Gauge.builder("understudy_outside_unresolved", outside, OutsideTargets::unresolved)
        .description("Of them, those of which nothing is known yet")
        .register(fresh);
    Gauge.builder("understudy_outside_oldest_seconds", outside, OutsideTargets::oldestSeconds)
        .description("Since the records were confirmed that have not been for the longest time")
        .register(fresh);
  }
}
