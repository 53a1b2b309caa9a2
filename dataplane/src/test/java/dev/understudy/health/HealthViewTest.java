package dev.understudy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** routing.md, section 3: a record set without a check, or with an unknown one, is healthy. */
class HealthViewTest {
  @Test
  void whatNobodyHasSpokenOfIsHealthy() {
    for (int slot : new int[] {HealthView.UNCHECKED, 0, 63, 64, 1_000_000, Integer.MAX_VALUE}) {
      assertThat(HealthView.ALL_HEALTHY.healthy(slot)).as("slot %s", slot).isTrue();
    }
    assertThat(HealthView.ALL_HEALTHY.with(64, false).healthy(HealthView.UNCHECKED)).isTrue();
  }

  @Test
  void everySlotHasItsOwnStatus() {
    BitSet unhealthy = new BitSet();
    unhealthy.set(0);
    unhealthy.set(63);
    unhealthy.set(64);
    unhealthy.set(10_000);
    HealthView view = HealthView.ofUnhealthy(unhealthy);
    unhealthy.clear();
    for (int slot = 0; slot < 10_100; slot++) {
      boolean expected = slot != 0 && slot != 63 && slot != 64 && slot != 10_000;
      assertThat(view.healthy(slot)).as("slot %s", slot).isEqualTo(expected);
    }
  }

  @Test
  void oneSlotChangesInTheNextViewOnly() {
    HealthView before = HealthView.ALL_HEALTHY;
    HealthView after = before.with(7, false);
    assertThat(before.healthy(7)).isTrue();
    assertThat(after.healthy(7)).isFalse();
    assertThat(after.with(7, true).healthy(7)).isTrue();
    assertThatThrownBy(() -> before.with(HealthView.UNCHECKED, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
