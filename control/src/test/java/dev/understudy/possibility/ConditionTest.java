package dev.understudy.possibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  /** States of checks a (bit 0), b and c, a bit being set where the check is unhealthy. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 1 2 3 4 5 6 7 | whatever the checks say
          0               | every check healthy
          7               | no check healthy
          0 2 4 6         | a healthy
          1 3             | a unhealthy and c healthy
          1 3 5 7 2       | a unhealthy, or b unhealthy and c healthy
          0 3             | every check healthy, or a unhealthy and b unhealthy and c healthy
                          | never
          """)
  void aSetOfStatesIsToldInShort(String states, String text) {
    assertThat(Condition.of(List.of("a", "b", "c"), set(states)).text(List.of("a", "b", "c"), true))
        .isEqualTo(text);
  }

  @Test
  void withoutChecksItIsAlways() {
    assertThat(Condition.of(List.of(), set("0")).text(List.of(), true)).isEqualTo("always");
  }

  @Test
  void longOnesAreToldInPart() {
    var odd = new BitSet();
    for (int state = 0; state < 16; state++) {
      odd.set(state, Integer.bitCount(state) % 2 == 1);
    }
    List<String> checks = List.of("a", "b", "c", "d");
    assertThat(Condition.of(checks, odd).text(checks, true)).endsWith(", or in 4 more cases");
  }

  @Test
  void aConditionHoldsInExactlyTheStatesItWasMadeOf() {
    var random = new SplittableRandom(3);
    List<String> checks = List.of("a", "b", "c", "d", "e", "f");
    for (int round = 0; round < 300; round++) {
      var states = new BitSet();
      for (int state = 0; state < 64; state++) {
        states.set(state, random.nextInt(8) < round % 8);
      }
      Condition condition = Condition.of(checks, states);
      for (int state = 0; state < 64; state++) {
        var unhealthy = new TreeSet<String>();
        for (int i = 0; i < 6; i++) {
          if ((state >>> i & 1) != 0) {
            unhealthy.add(checks.get(i));
          }
        }
        assertThat(condition.holds(unhealthy))
            .as("%s of %s", state, states)
            .isEqualTo(states.get(state));
      }
    }
  }

  private static BitSet set(String states) {
    var set = new BitSet();
    if (states != null) {
      for (String state : states.split(" ", -1)) {
        set.set(Integer.parseInt(state));
      }
    }
    return set;
  }
}
