package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hot path allocates nothing, whatever the outcome. */
class AllocationTest {
  private static final int CALLS = 100_000;
  private static final byte[] ADDRESS = {127, 0, 0, 1};

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] response = new byte[65_535];

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void respondAllocatesNothing(boolean fullAnswers) {
    Lab lab = Fixture.lab(new AnswerSettings(1232, fullAnswers));
    for (String[] question : Fixture.QUESTIONS) {
      byte[] query = Lab.query(question[0], question[1], 1232);
      assertThat(allocatedBy(lab, query)).as("%s %s", question[0], question[1]).isZero();
    }
  }

  @Test
  void refusingAllocatesNothing() {
    Lab lab = Fixture.lab();
    byte[] good = Lab.query("www.example.com", "A", 0);
    for (int at = 2; at < 12; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x13;
      assertThat(allocatedBy(lab, bad)).as("octet %s spoilt", at).isZero();
    }
  }

  private long allocatedBy(Lab lab, byte[] query) {
    call(lab, query, CALLS / 10);
    long least = Long.MAX_VALUE;
    // The meter itself, or a late compilation, may allocate once; a hot path that allocates does
    // so every time.
    for (int attempt = 0; attempt < 5 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      call(lab, query, CALLS / 10);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void call(Lab lab, byte[] query, int times) {
    Responder responder = lab.responder();
    for (int i = 0; i < times; i++) {
      responder.respond(query, query.length, Transport.UDP, ADDRESS, 4, response);
    }
  }
}
