package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;

/** Octets that this version did not write: read by chance, or refused as damaged. */
class StateFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void damagedStateIsRefusedAndNeverMore(byte[] octets) {
    reading(() -> {
      if (StateCodec.read(StateCodec.INCIDENTS, Value.of(octets))
          instanceof Stored.OfIncident(Incident incident)) {
        assertThat(read(StateCodec.key(incident), StateCodec.write(incident)))
            .isEqualTo(new Stored.OfIncident(incident));
      }
    });
    reading(() -> {
      if (StateCodec.read(StateCodec.MEMBERS, Value.of(octets))
          instanceof Stored.OfMember(Member member)) {
        assertThat(read(StateCodec.key(member), StateCodec.write(member)))
            .isEqualTo(new Stored.OfMember(member));
      }
    });
    reading(() -> Tally.read(Value.of(octets)));
  }

  private static Stored read(Key key, Value value) {
    return StateCodec.read(key, value);
  }

  private static void reading(Runnable read) {
    try {
      read.run();
    } catch (UnreadableStateException e) {
      assertThat(e).hasMessageContaining("store");
    }
  }
}
