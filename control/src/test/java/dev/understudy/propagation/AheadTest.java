package dev.understudy.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading ahead changes nothing but the time. */
class AheadTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 1_255, 1_256, 1_257, 50_000})
  void givesWhatIsThereInOrder(int count) {
    List<Integer> all = IntStream.range(0, count).boxed().toList();
    var given = new ArrayList<Integer>();
    try (var ahead = new Ahead<>(all.iterator())) {
      ahead.forEachRemaining(given::add);
      assertThat(ahead.hasNext()).isFalse();
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(given).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1_000, 1_300, 20_000})
  void failsWhereTheSourceFails(int count) {
    var given = new AtomicInteger();
    try (var ahead = new Ahead<>(failingAfter(count))) {
      assertThatThrownBy(() -> ahead.forEachRemaining(_ -> given.incrementAndGet()))
          .hasMessage("after " + count);
    }
    assertThat(given).hasValue(count);
  }

  @Test
  void sourceIsReadOnlyALittleAhead() {
    var read = new AtomicInteger();
    Iterator<Integer> endless = IntStream.generate(read::incrementAndGet).iterator();
    try (var ahead = new Ahead<>(endless)) {
      for (int i = 0; i < 3_000; i++) {
        ahead.next();
      }
    }
    assertThat(read.get()).isBetween(3_000, 10_000);
  }

  private static Iterator<Integer> failingAfter(int count) {
    return IntStream.range(0, count + 1)
        .map(i -> {
          if (i == count) {
            throw new IllegalArgumentException("after " + count);
          }
          return i;
        })
        .iterator();
  }
}
