package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchClockTest {
  @Test
  void theClockIsReadOnceABatchAndOnlyIfAsked() {
    var readings = new AtomicLong();
    var clock = new BatchClock(readings::incrementAndGet);
    clock.next();
    clock.next();
    assertThat(readings).hasValue(0);
    assertThat(clock.getAsLong()).isEqualTo(1);
    assertThat(clock.getAsLong()).isEqualTo(1);
    clock.next();
    assertThat(clock.getAsLong()).isEqualTo(2);
  }
}
