package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.health.Observation;
import dev.understudy.probe.ScriptedNetwork.Ending;
import java.time.Instant;
import java.util.Random;

/**
 * Whatever an endpoint sends, a probe ends within its limits with an observation fit to be shown.
 * Bounded: each input is one response. Fuzz with {@code JAZZER_FUZZ=1}.
 */
class ResponseFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void aProbeEnds(byte[] response) {
    for (Ending ending : Ending.values()) {
      var network = new ScriptedNetwork().sends(1, response).ends(ending);
      var prober =
          new Prober(
              Targets.DEFAULT,
              Prober.DEFAULT_USER_AGENT,
              network,
              () -> network.now,
              () -> Instant.EPOCH,
              new Random(1));
      Observation seen =
          prober.probe("a", Checks.http(80).searching("needle").endpoint()).observation();
      assertThat(network.now).isLessThanOrEqualTo(8_000_000_000L);
      assertThat(seen.status()).startsWith(seen.success() ? "Success: " : "Failure: ");
      assertThat(seen.status()).doesNotContain("could not be completed");
      assertThat(seen.status().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }
  }
}
