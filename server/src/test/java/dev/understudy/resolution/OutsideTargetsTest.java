package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread around the agenda: what is wanted is asked for, published and remembered. */
class OutsideTargetsTest {
  private static final OutsideTarget LB = Targets.a("lb.example.net");
  private static final OutsideRecords RECORDS =
      new OutsideRecords(60, Targets.addresses("192.0.2.1"));
  private static final Outcome FOUND = new Found(60, Targets.addresses("192.0.2.1"));
  private static final Outcome FAILED = new Failed(Failure.UNANSWERED);

  @TempDir private Path folder;

  private final LinkedBlockingQueue<Map<OutsideTarget, OutsideRecords>> published =
      new LinkedBlockingQueue<>();

  /** Answers everything alike, at once. */
  private record Fixed(Outcome outcome, LinkedBlockingQueue<OutsideTarget> asked) implements Asker {
    @Override
    public CompletionStage<Outcome> ask(OutsideTarget target) {
      asked.add(target);
      return CompletableFuture.completedStage(outcome);
    }

    @Override
    public void close() {}
  }

  @Test
  void whatIsWantedIsPublishedAndAfterARestartBeforeAnyoneIsAsked() throws Exception {
    try (OutsideTargets targets = start(FOUND)) {
      assertThat(published).as("nothing is wanted yet").isEmpty();
      targets.wanted(Set.of(LB));
      assertThat(published.poll(30, TimeUnit.SECONDS)).containsExactly(Map.entry(LB, RECORDS));
      assertThat(targets.total(ResolutionCount.FOUND)).isEqualTo(1);
      assertThat(targets.targets()).isEqualTo(1);
      assertThat(targets.unresolved()).isZero();
    }
    try (OutsideTargets targets = start(FAILED)) {
      assertThat(published.poll()).containsExactly(Map.entry(LB, RECORDS));
      targets.wanted(Set.of(LB));
      assertThat(published.poll(30, TimeUnit.SECONDS)).containsExactly(Map.entry(LB, RECORDS));
      assertThat(targets.unresolved()).isZero();
      assertThat(targets.oldestSeconds()).isNotNegative();
    }
    try (OutsideTargets _ = start(FAILED)) {
      assertThat(published.poll()).as("kept while nobody answers").hasSize(1);
    }
    try (OutsideTargets _ = start(FAILED)) {
      assertThat(published.poll()).as("nor lost before it is known what is wanted").hasSize(1);
    }
    try (OutsideTargets targets = start(FAILED)) {
      assertThat(published.poll()).hasSize(1);
      targets.wanted(Set.of());
    }
    try (OutsideTargets _ = start(FAILED)) {
      assertThat(published.poll()).as("forgotten with its alias").isNull();
    }
  }

  @Test
  void bugInTheAskerIsAFailureOfThatTargetOnly() throws Exception {
    var asker =
        new Asker() {
          @Override
          public CompletionStage<Outcome> ask(OutsideTarget target) {
            if (target.equals(LB)) {
              throw new IllegalStateException("a bug, for the test");
            }
            return CompletableFuture.completedStage(FOUND);
          }

          @Override
          public void close() {}
        };
    OutsideTarget other = Targets.a("other.example.net");
    try (OutsideTargets targets = start(asker)) {
      targets.wanted(Set.of(LB, other));
      assertThat(published.poll(30, TimeUnit.SECONDS)).containsOnlyKeys(other);
      assertThat(targets.unresolved()).isEqualTo(1);
    }
  }

  private OutsideTargets start(Outcome outcome) {
    return start(new Fixed(outcome, new LinkedBlockingQueue<>()));
  }

  private OutsideTargets start(Asker asker) {
    var targets =
        new OutsideTargets(
            new Agenda(new SplittableRandom(1), 4),
            asker,
            new RememberedFile(folder.resolve("outside")),
            System::nanoTime,
            Clock.systemUTC(),
            published::add);
    targets.start();
    return targets;
  }
}
