package dev.understudy.beat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.Verdicts;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.probe.Checks;
import dev.understudy.probe.Endpoints;
import dev.understudy.probe.SystemNetwork;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The whole street from socket to status on real threads and loopback. Bounds tell what notices
 * from what waits for the next probe, no more; those of issue A are held in the simulation.
 */
class CheckerTest {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final BlockingQueue<Map<String, Boolean>> statuses = new LinkedBlockingQueue<>();
  private final Verdicts verdicts = new Verdicts(statuses::add, Set.of(), InstantSource.system());
  private final SystemNetwork network = new SystemNetwork(System::nanoTime);
  private final Checker checker =
      Checker.start(
          CheckerSettings.of("here", "us-east-1", "127.0.0.1"),
          beat -> verdicts.receive(beat, System.nanoTime()),
          InstantSource.system(),
          System::nanoTime,
          new Random(1),
          network);

  @AfterEach
  void stop() {
    checker.close();
    network.close();
  }

  @Test
  void aCrashFlipsTheStatusWithinMilliseconds() throws Exception {
    Endpoints.Running endpoint = Endpoints.start(Endpoints.good());
    put(Checks.http(endpoint.port()).timing(60_000, 60_000L, 1, 1, true).check("a", 1));
    await("a", true);
    awaitObservation("a");
    awaitAccepted(endpoint, 3); // probe, idle connection, probe beside it
    long crash = System.nanoTime();
    endpoint.close();
    await("a", false);
    assertThat(System.nanoTime() - crash).isLessThan(TimeUnit.SECONDS.toNanos(30));
    long recovery = System.nanoTime();
    try (Endpoints.Running again = Endpoints.start(endpoint.port(), Endpoints.good())) {
      await("a", true);
      assertThat(System.nanoTime() - recovery).isLessThan(TimeUnit.SECONDS.toNanos(30));
      assertThat(again.accepted()).isPositive();
    }
  }

  @Test
  void aFrozenEndpointFlipsWithinIntervalTimesThresholdPlusTimeout() throws Exception {
    try (Endpoints.Running endpoint = Endpoints.start(connection -> Thread.sleep(60_000))) {
      put(Checks.http(endpoint.port()).timing(100, 300L, 1, 3, true).check("a", 1));
      await("a", true);
      await("a", false);
      assertThat(lastStatus("a"))
          .isEqualTo(
              "Failure: The endpoint did not respond with an HTTP status code within the timeout"
                  + " limit.");
    }
  }

  @Test
  void anEndpointThatServesOneConnectionAtATimeDoesNotFlap() throws Exception {
    try (Endpoints.Running endpoint = Endpoints.startOneAtATime(Endpoints.good())) {
      put(Checks.http(endpoint.port()).timing(100, 60_000L, 1, 1, true).check("a", 1));
      await("a", true);
      awaitAccepted(endpoint, 12);
      assertThat(statuses).isEmpty();
    }
  }

  @Test
  void aDeletedCheckIsProbedNoMore() throws Exception {
    try (Endpoints.Running endpoint = Endpoints.start(Endpoints.good())) {
      put(Checks.http(endpoint.port()).timing(100, 1000L, 1, 1, false).check("a", 1));
      awaitObservation("a");
      checker.apply(2, List.of(new DeleteCheck("a")));
      verdicts.apply(2, List.of(new DeleteCheck("a")));
      int probes = endpoint.accepted();
      put(Checks.http(endpoint.port()).timing(100, 1000L, 1, 1, false).check("b", 1));
      awaitAccepted(endpoint, probes + 4);
      assertThat(verdicts.status("a")).isEmpty();
      assertThat(verdicts.evidence("a")).isEmpty();
    }
  }

  private void put(HealthCheck check) {
    verdicts.apply(1, List.of(new PutCheck(check)));
    checker.apply(1, List.of(new PutCheck(check)));
  }

  private void await(String checkId, boolean status) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (true) {
      @Nullable Map<String, Boolean> changed =
          statuses.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(changed).as("status of %s", checkId).isNotNull();
      if (changed != null && Boolean.valueOf(status).equals(changed.get(checkId))) {
        return;
      }
    }
  }

  private void awaitObservation(String checkId) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (lastStatus(checkId).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private String lastStatus(String checkId) {
    return verdicts.evidence(checkId).stream()
        .map(evidence -> evidence.report().last())
        .map(last -> last == null ? "" : last.status())
        .findFirst()
        .orElse("");
  }

  private static void awaitAccepted(Endpoints.Running endpoint, int count)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (endpoint.accepted() < count) {
      assertThat(System.nanoTime()).as("%s accepted", endpoint.accepted()).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
