package dev.understudy.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of probes took, by the minute: the metrics ConnectionTime, SSLHandshakeTime
 * and TimeToFirstByte of checks that measure latency, as long as {@link Metrics} keeps them.
 */
public final class Latencies {
  private static final int MINUTE = 60;

  private final Metrics metrics;

  public Latencies(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * One minute; a part that no probe had is null.
   *
   * @param start its first second
   */
  public record Minute(
      Instant start, @Nullable Span connect, @Nullable Span tls, @Nullable Span firstByte) {}

  /**
   * What the probes of a minute took, in milliseconds.
   *
   * @param count how many were counted: the newest of each checker
   */
  public record Span(double minimum, double average, double maximum, long count) {
    private static @Nullable Span of(@Nullable Statistics figures) {
      return figures == null
          ? null
          : new Span(
              figures.minimum(), figures.average(), figures.maximum(), Math.round(figures.count()));
    }
  }

  /** Whether anything was ever kept of a check, which may be deleted. */
  public boolean knows(String checkId) {
    return !metrics.unit(metric(CheckSamples.CONNECT, checkId, null)).equals(CheckSamples.NO_UNIT);
  }

  /**
   * The minutes that have something, oldest first.
   *
   * @param region of the checkers, or null for all
   * @param from inclusive
   * @param to exclusive; together at most as much as is to be read at once
   */
  public List<Minute> read(String checkId, @Nullable String region, Instant from, Instant to) {
    var connect = read(CheckSamples.CONNECT, checkId, region, from, to);
    var tls = read(CheckSamples.TLS, checkId, region, from, to);
    var firstByte = read(CheckSamples.FIRST_BYTE, checkId, region, from, to);
    var starts = new TreeSet<>(connect.keySet());
    starts.addAll(tls.keySet());
    starts.addAll(firstByte.keySet());
    var minutes = new ArrayList<Minute>();
    for (Long start : starts) {
      minutes.add(
          new Minute(
              Instant.ofEpochSecond(start),
              Span.of(connect.get(start)),
              Span.of(tls.get(start)),
              Span.of(firstByte.get(start))));
    }
    return minutes;
  }

  private NavigableMap<Long, Statistics> read(
      String name, String checkId, @Nullable String region, Instant from, Instant to) {
    return metrics.read(
        metric(name, checkId, region), from.getEpochSecond(), to.getEpochSecond(), MINUTE);
  }

  private static Metric metric(String name, String checkId, @Nullable String region) {
    var dimensions = new TreeMap<String, String>();
    dimensions.put(Metric.CHECK, checkId);
    if (region != null) {
      dimensions.put(Metric.REGION, region);
    }
    return new Metric(Metric.ROUTE53, name, dimensions);
  }
}
