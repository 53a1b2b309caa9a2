package dev.understudy.serve;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;
import java.util.SplittableRandom;

/** Any octets, in pieces of any length, guided by coverage; in CI the remembered inputs only. */
class StreamFuzzTest {
  private static final ChoppedStream STREAM = new ChoppedStream(new SplittableRandom(1));

  @FuzzTest(maxDuration = "30s")
  void whatIsWholeIsAnswered(long cuts, byte @NotNull @WithLength(max = 3_000) [] octets) {
    STREAM.check(octets, new SplittableRandom(cuts));
  }
}
