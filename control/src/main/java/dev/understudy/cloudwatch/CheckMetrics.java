package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.CheckSamples.Sample;
import dev.understudy.health.Reporter;
import dev.understudy.health.Standing;
import dev.understudy.health.StatusListener;
import dev.understudy.health.Verdict;
import dev.understudy.health.Verdicts;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the metrics of health checks and has alarms judged.
 *
 * <p>At the start of each minute every check gives its data, then all alarms are judged by the
 * minutes that are over. A check that turns unhealthy adds a 0 to the minute under way at once, and
 * the alarms over it are judged then: a flap within a minute shows, and nobody waits a minute to be
 * told. Each second, checks of type CLOUDWATCH_METRIC follow the data; that needs no writing.
 *
 * <p>{@link #changed} is called while verdicts are passed: it waits for nothing but a lock held for
 * moments, and remembers each check once however often it turns. All else happens on one thread of
 * our own, which a store that hangs may hold up.
 */
public final class CheckMetrics implements StatusListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckMetrics.class);
  private static final int MINUTE = 60;

  /** What has not been written when the process is killed: at most these minutes. */
  private static final int MINUTES_UNWRITTEN = 5;

  private static final Duration STEP = Duration.ofSeconds(1);

  /** For a step under way, which a slow disk makes long; minutes are lost where it is not over. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private static final Statistics UNHEALTHY = Statistics.of(0);
  private static final Statistics HEALTHY = Statistics.of(1);

  private final Verdicts verdicts;
  private final Metrics metrics;
  private final CloudWatchService service;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Semaphore turned = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Checks that turned unhealthy since the last step; guarded by itself. */
  private final Set<String> failed = new LinkedHashSet<>();

  /** Of them, those whose metric does not show it yet. */
  private final Set<String> unmarked = new LinkedHashSet<>();

  private Set<Metric> unjudged = new LinkedHashSet<>();
  private long minute = -1;
  private boolean judgedMinute = true;
  private long hour = -1;
  private boolean troubled;
  private volatile boolean closed;

  /**
   * Does nothing before {@link #begin}.
   *
   * @param nanoTime the clock by which verdicts count checkers alive
   */
  public CheckMetrics(
      Verdicts verdicts,
      Metrics metrics,
      CloudWatchService service,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.verdicts = verdicts;
    this.metrics = metrics;
    this.service = service;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public void changed(Map<String, Boolean> statuses) {
    boolean news = false;
    synchronized (failed) {
      for (Map.Entry<String, Boolean> each : statuses.entrySet()) {
        news |= !each.getValue() && failed.add(each.getKey());
      }
    }
    if (news) {
      turned.release();
    }
  }

  /** Publishes and judges until closed. */
  public void begin() {
    Thread.ofPlatform().daemon().name("metrics").start(this::run);
  }

  private void run() {
    try {
      do {
        step();
        boolean _ = turned.tryAcquire(STEP.toMillis(), TimeUnit.MILLISECONDS);
        turned.drainPermits();
      } while (!closed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ended.countDown();
  }

  /** All that is due now. What the store cannot take is due again the next time. */
  void step() {
    try {
      due(clock.instant());
      if (troubled) {
        troubled = false;
        LOG.info("metrics and alarms are written again");
      }
    } catch (StoreUnavailableException e) {
      if (!troubled) {
        troubled = true;
        LOG.warn("alarms wait, trying again each second: {}", e.getMessage());
      }
    } catch (RuntimeException e) { // one that fails must not be the last
      LOG.error("metrics and alarms met a bug; please report it", e);
    }
  }

  private void due(Instant now) {
    takeFailed(now);
    List<HealthCheck> followers = verdicts.followers();
    if (!followers.isEmpty()) {
      verdicts.follow(service.follow(followers));
    }
    if (!unjudged.isEmpty()) {
      service.judge(unjudged);
      unjudged = new LinkedHashSet<>();
    }
    long current = now.getEpochSecond() / MINUTE;
    if (current != minute) {
      publish(now);
      minute = current;
      judgedMinute = false;
    }
    if (!judgedMinute) {
      service.judgeAll();
      if (minute % MINUTES_UNWRITTEN == 0) {
        service.flush();
      }
      judgedMinute = true;
    }
    if (minute / MINUTE != hour) {
      service.prune();
      hour = minute / MINUTE;
    }
  }

  private void takeFailed(Instant now) {
    synchronized (failed) {
      unmarked.addAll(failed);
      failed.clear();
    }
    for (String checkId : List.copyOf(unmarked)) {
      Metric metric = Metric.ofCheck(CheckSamples.STATUS, checkId);
      metrics.add(metric, now.getEpochSecond(), UNHEALTHY, CheckSamples.NO_UNIT);
      unmarked.remove(checkId);
      unjudged.add(metric);
    }
  }

  private void publish(Instant now) {
    boolean reporting =
        verdicts.reporters(nanoTime.getAsLong()).stream().anyMatch(Reporter::counted);
    Map<String, Standing> standings = new HashMap<>();
    for (Verdict verdict : verdicts.verdicts()) {
      verdicts
          .standing(verdict.checkId())
          .ifPresent(standing -> standings.put(verdict.checkId(), standing));
    }
    for (Standing standing : standings.values()) {
      for (Sample sample :
          CheckSamples.of(standing, id -> isHealthyChild(standings.get(id)), reporting)) {
        metrics.add(
            sample.metric(), now.getEpochSecond(), statistics(sample.value()), sample.unit());
      }
    }
  }

  private static boolean isHealthyChild(@Nullable Standing standing) {
    return standing != null
        && !(standing.check().subject() instanceof Calculated)
        && standing.status().healthy();
  }

  /** What most samples are is shared. */
  private static Statistics statistics(double value) {
    if (value == 0) {
      return UNHEALTHY;
    }
    return value == 1 ? HEALTHY : Statistics.of(value);
  }

  /** Ends, and writes what is not written yet. */
  @Override
  public void close() {
    closed = true;
    turned.release();
    try {
      if (ended.await(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        service.flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException e) {
      LOG.warn("the newest metrics were not written: {}", e.getMessage());
    }
  }
}
