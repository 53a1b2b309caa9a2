package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;
import dev.understudy.zone.OutsideRecords;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/adr/0086-when-to-resolve-again.md, as tables. Seconds; no jitter unless said. */
class StandingTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Outcome FAILED = new Failed(Failure.UNANSWERED);

  @ParameterizedTest(name = "{0}: {1} on the wire, again after {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # TTL told | on the wire | asked again after
          0          | 1           | 1
          1          | 1           | 1
          59         | 59          | 59
          60         | 60          | 60
          300        | 60          | 300
          86400      | 60          | 3600
          2147483647 | 60          | 3600
          """)
  void whatWasFound(int told, int onTheWire, long again) {
    Standing found = Standing.fresh(5).next(found(told, "192.0.2.1"), 7 * SECOND, 0);
    assertThat(found.known())
        .isEqualTo(new OutsideRecords(onTheWire, Targets.addresses("192.0.2.1")));
    assertThat(found.dueNanos()).isEqualTo((7 + again) * SECOND);
    assertThat(found.confirmedNanos()).isEqualTo(7 * SECOND);
  }

  /** F found, X failed, N denied; then what is known and when it is asked for again. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # outcomes, each when the one before was due | known   | again after
          X                | unknown | 0.5
          XX               | unknown | 1
          XXX              | unknown | 2
          XXXXXXX          | unknown | 30
          XXXXXXXXXXXXXXXX | unknown | 30
          N                | none    | 60
          NX               | none    | 0.5
          NF               | records | 60
          FX               | records | 0.5
          FXXXXXXXXXXXXXXX | records | 30
          FN               | records | 10
          FNNNNNN          | records | 10
          FNNNNNNN         | none    | 60
          FNNNNNNF         | records | 60
          FNNNFNNNNNN      | records | 10
          FNXNXNX          | records | 0.5
          XXF              | records | 60
          """)
  void whatFollows(String outcomes, String known, double again) {
    Standing standing = Standing.fresh(0);
    long now = 0;
    for (int i = 0; i < outcomes.length(); i++) {
      now = standing.dueNanos();
      standing =
          standing.next(
              switch (outcomes.charAt(i)) {
                case 'F' -> found(60, "192.0.2.1");
                case 'N' -> new Nothing(900);
                default -> FAILED;
              },
              now,
              0);
    }
    OutsideRecords records = standing.known();
    String said = records == null ? "unknown" : records.records().isEmpty() ? "none" : "records";
    assertThat(said).isEqualTo(known);
    assertThat((standing.dueNanos() - now) / 1e9).isEqualTo(again);
  }

  @Test
  void jitterNeverAsksEarlierAndStaysSmall() {
    assertThat(Standing.fresh(0).next(found(100, "192.0.2.1"), 0, 1).dueNanos())
        .isEqualTo(105 * SECOND);
    Standing failed = Standing.fresh(0);
    var waits = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      failed = failed.next(FAILED, 0, 1);
      waits.add(failed.dueNanos() / SECOND);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  private static Outcome found(int ttl, String address) {
    return new Found(ttl, Targets.addresses(address));
  }
}
