package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes while another is at work is served together with all who wait, in order. */
@Timeout(300)
class ConvoysTest {
  private final Convoys<String> convoys = new Convoys<>(10);
  private final List<List<String>> done = new ArrayList<>();

  @Test
  void whoFindsNobodyIsDoneAtOnceAndAlone() {
    convoys.join("zone", "a", 1, done::add);
    convoys.join("zone", "b", 1, done::add);
    assertThat(done).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void whoComesMeanwhileIsDoneTogetherUpToTheWeight() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var release = new CountDownLatch(1);
      var running = new ArrayList<CompletableFuture<Void>>();
      running.add(start(threads, "zone", "first", 1, release));
      String[] jobs = {"a", "b", "heavy", "c", "too heavy for any", "d"};
      int[] weights = {4, 4, 4, 6, 99, 1};
      for (int i = 0; i < jobs.length; i++) {
        awaitWaiting(i == 0 ? 0 : i);
        running.add(start(threads, "zone", jobs[i], weights[i], new CountDownLatch(0)));
      }
      awaitWaiting(jobs.length);
      release.countDown();
      running.forEach(CompletableFuture::join);
    }
    assertThat(done)
        .containsExactly(
            List.of("first"),
            List.of("a", "b"),
            List.of("heavy", "c"),
            List.of("too heavy for any"),
            List.of("d"));
    assertThat(convoys.waiting("zone")).isZero();
  }

  @Test
  void anotherThingDoesNotWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var release = new CountDownLatch(1);
      CompletableFuture<Void> first = start(threads, "zone", "a", 1, release);
      convoys.join("another", "b", 1, _ -> {});
      release.countDown();
      first.join();
    }
  }

  @Test
  void aFailureIsTheLeadersAndTheNextGoesOn() {
    assertThatThrownBy(() ->
            convoys.join(
                "zone",
                "a",
                1,
                _ -> {
                  throw new IllegalStateException("a bug");
                }))
        .hasMessage("a bug");
    convoys.join("zone", "b", 1, done::add);
    assertThat(done).containsExactly(List.of("b"));
  }

  private CompletableFuture<Void> start(
      ExecutorService threads, String thing, String job, int weight, CountDownLatch until) {
    var atWork = new CountDownLatch(job.equals("first") ? 1 : 0);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                convoys.join(
                    thing,
                    job,
                    weight,
                    jobs -> {
                      atWork.countDown();
                      await(until);
                      done.add(jobs);
                    }),
            threads);
    await(atWork);
    return running;
  }

  private void awaitWaiting(int count) throws InterruptedException {
    while (convoys.waiting("zone") < count) {
      Thread.sleep(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
