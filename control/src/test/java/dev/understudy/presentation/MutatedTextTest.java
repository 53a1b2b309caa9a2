package dev.understudy.presentation;

import dev.understudy.wire.RecordType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Valid texts with a few characters changed, dropped or doubled; the seed is in the loop. */
class MutatedTextTest {
  private static final String CHARACTERS = "\\\"., :=*;019afzZ-_\t\u0000\u00fc\u20ac";

  @ParameterizedTest
  @EnumSource
  void valuesAreRefusedOrMeanWhatTheirCanonicalTextMeans(RecordType type) {
    for (long seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      String text = RdataText.format(type, new WireGenerator(random).rdata(type));
      PresentationFuzzTest.checkValue(type, mutate(text, random));
    }
  }

  @Test
  void namesAreRefusedOrMeanWhatTheirCanonicalTextMeans() {
    for (long seed = 0; seed < 10_000; seed++) {
      var random = new Random(seed);
      String text = NameText.format(new WireGenerator(random).name());
      PresentationFuzzTest.checkName(mutate(text, random));
    }
  }

  private static String mutate(String text, Random random) {
    var mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0 && !mutated.isEmpty(); i--) {
      int at = random.nextInt(mutated.length());
      char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      switch (random.nextInt(4)) {
        case 0 -> mutated.setCharAt(at, other);
        case 1 -> mutated.insert(at, other);
        case 2 -> mutated.deleteCharAt(at);
        default -> mutated.insert(at, mutated.substring(at / 2, at));
      }
    }
    return mutated.toString();
  }
}
