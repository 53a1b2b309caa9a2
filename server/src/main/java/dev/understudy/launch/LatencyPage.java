package dev.understudy.launch;

import dev.understudy.cloudwatch.Latencies;
import dev.understudy.cloudwatch.Latencies.Minute;
import dev.understudy.cloudwatch.Latencies.Span;
import dev.understudy.cloudwatch.Metrics;
import dev.understudy.health.Reporter;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdicts;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.route53.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /latency?check=&since=&until=&checker=&limit=}: how long the parts of a check's probes
 * took, minute by minute, for plots. Parameters and fields are listed in docs/history.md.
 */
final class LatencyPage implements Page {
  private static final Set<String> PARAMETERS =
      Set.of("check", "since", "until", "checker", "limit");

  /** Minutes of time, with data or without, that one page may reach over. */
  private static final int LIMIT_MAX = 4_320;

  private static final int LIMIT_DEFAULT = 1_440;
  private static final Duration USUAL = Duration.ofDays(1);

  private final Latencies latencies;
  private final Verdicts verdicts;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /**
   * Over what is kept.
   *
   * @param nanoTime the clock by which verdicts count checkers alive
   */
  LatencyPage(Latencies latencies, Verdicts verdicts, InstantSource clock, LongSupplier nanoTime) {
    this.latencies = latencies;
    this.verdicts = verdicts;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public Reply answer(Request request) {
    try {
      return Reply.json(200, Json.text(read(request)));
    } catch (IllegalArgumentException e) {
      return Reply.json(400, Json.text(Map.of("error", String.valueOf(e.getMessage()))));
    }
  }

  private Map<String, @Nullable Object> read(Request request) {
    for (String name : request.names()) {
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException("There is no parameter '" + name + "'.");
      }
      if (request.values(name).size() > 1) {
        throw new IllegalArgumentException("Give " + name + " once.");
      }
    }
    Instant now = clock.instant();
    Instant since = Moment.read(one(request, "since"), now);
    Instant until = Moment.read(one(request, "until"), now);
    Instant to = until == null || until.isAfter(now) ? now : until;
    Instant from = since == null ? to.minus(USUAL) : since;
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("since must be before until and before now.");
    }
    Instant kept = now.minus(Metrics.KEPT);
    String check = check(request);
    String region = region(one(request, "checker"));
    return page(
        check,
        region,
        (from.isBefore(kept) ? kept : from).truncatedTo(ChronoUnit.MINUTES),
        to,
        limit(one(request, "limit")));
  }

  private Map<String, @Nullable Object> page(
      String check, @Nullable String region, Instant from, Instant to, int limit) {
    Instant end = from.plus(Duration.ofMinutes(limit));
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("check", check);
    page.put("measured", measured(check));
    if (region != null) {
      page.put("region", region);
    }
    page.put("unit", "ms");
    page.put("since", from.toString());
    page.put("until", to.toString());
    page.put(
        "minutes",
        latencies.read(check, region, from, end.isBefore(to) ? end : to).stream()
            .map(LatencyPage::minute)
            .toList());
    if (end.isBefore(to)) {
      page.put("next", end.toString());
    }
    return page;
  }

  private static Map<String, Object> minute(Minute of) {
    var minute = new LinkedHashMap<String, Object>();
    minute.put("time", of.start().toString());
    put("connect", of.connect(), minute);
    put("tls", of.tls(), minute);
    put("firstByte", of.firstByte(), minute);
    return minute;
  }

  private static void put(String part, @Nullable Span span, Map<String, Object> to) {
    if (span != null) {
      var figures = new LinkedHashMap<String, Object>();
      figures.put("min", rounded(span.minimum()));
      figures.put("avg", rounded(span.average()));
      figures.put("max", rounded(span.maximum()));
      figures.put("count", span.count());
      to.put(part, figures);
    }
  }

  /** To the microsecond. */
  private static double rounded(double milliseconds) {
    return Math.round(milliseconds * 1_000) / 1_000.0;
  }

  private String check(Request request) {
    String id = one(request, "check");
    if (id == null) {
      throw new IllegalArgumentException("Give the id of a health check, such as check=8f2a….");
    }
    if (verdicts.standing(id).isEmpty() && !latencies.knows(id)) {
      throw new IllegalArgumentException("No health check exists with the ID " + id + ".");
    }
    return id;
  }

  private boolean measured(String check) {
    Optional<Standing> standing = verdicts.standing(check);
    return standing.isPresent()
        && standing.get().check().subject() instanceof Endpoint endpoint
        && endpoint.measureLatency();
  }

  /** Metrics tell checkers apart by region only. */
  private @Nullable String region(@Nullable String checker) {
    if (checker == null) {
      return null;
    }
    List<Reporter> heard = verdicts.reporters(nanoTime.getAsLong());
    return heard.stream()
        .filter(each -> each.checker().equals(checker) || each.region().equals(checker))
        .map(Reporter::region)
        .findFirst()
        .orElse(checker);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return LIMIT_DEFAULT;
    }
    int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "limit is a number of minutes from 1 to " + LIMIT_MAX + ".");
    }
    return limit;
  }

  private static @Nullable String one(Request request, String name) {
    List<String> values = request.values(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
