package dev.understudy.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.history.Event.Answer;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Fate;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Item;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.history.Event.Testimony;
import dev.understudy.intent.DomainName;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import dev.understudy.store.ValueWriter;
import dev.understudy.wire.RecordType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of every kind at random are read as they were written; other octets are refused. */
class EventCodecTest {
  private static final int EVENTS = 2_000;
  private static final String[] TEXTS = {
    "", "a", "x y", "\n", "\u0000", "é→😀", "Failure: refused"
  };

  private SplittableRandom random = new SplittableRandom(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsWrittenIsRead(long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < EVENTS; i++) {
      Event event = event();
      assertThat(EventCodec.read(EventCodec.write(event))).as("seed " + seed).isEqualTo(event);
    }
  }

  @Test
  void aNotificationOfTheFirstFormatIsAboutNothing() {
    Value old =
        new ValueWriter(1)
            .text("NOTIFICATION")
            .instant(Instant.EPOCH)
            .text("n")
            .text("a@example.com")
            .text("down")
            .text("SENT")
            .number(1)
            .text("250 OK")
            .value();
    assertThat(EventCodec.read(old))
        .isEqualTo(
            new NotificationOutcome(
                Instant.EPOCH,
                "n",
                "a@example.com",
                "down",
                Fate.SENT,
                1,
                "250 OK",
                List.of(),
                List.of()));
  }

  @FuzzTest(maxDuration = "10s")
  void foreignOctetsAreReadOrRefusedAndNeverMore(byte[] octets) {
    Event event;
    try {
      event = EventCodec.read(Value.of(octets));
    } catch (UnreadableStateException e) {
      assertThat(e).hasMessageContaining("event");
      return;
    }
    assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
    assertThat(event.kind()).isNotNull();
  }

  private Event event() {
    return switch (random.nextInt(5)) {
      case 0 ->
          new HealthTransition(
              time(),
              text(),
              text(),
              random.nextBoolean(),
              random.nextBoolean(),
              number(),
              random.nextBoolean(),
              list(this::testimony));
      case 1 ->
          new AnswerChange(
              time(),
              name(),
              any(RecordType.values()),
              text(),
              answer(),
              answer(),
              list(this::text),
              orNull(this::text),
              random.nextLong(1L << 50));
      case 2 ->
          new ConfigurationChange(time(), orNull(this::text), orNull(this::text), list(this::item));
      case 3 ->
          new NotificationOutcome(
              time(),
              text(),
              text(),
              text(),
              any(Fate.values()),
              number(),
              text(),
              list(this::text),
              list(this::name));
      default -> new Gap(time(), text(), number());
    };
  }

  private Testimony testimony() {
    return new Testimony(
        text(),
        text(),
        random.nextBoolean(),
        random.nextBoolean(),
        orNull(this::text),
        orNull(this::time),
        orNull(this::text),
        orNull(this::time),
        orNull(this::time));
  }

  private Answer answer() {
    return new Answer(text(), number(), random.nextBoolean());
  }

  private Item item() {
    return new Item(Key.of(octets()), orNull(this::value), orNull(this::value));
  }

  private Value value() {
    return Value.of(octets());
  }

  private byte[] octets() {
    var octets = new byte[random.nextInt(300)];
    random.nextBytes(octets);
    return octets;
  }

  private Instant time() {
    return Instant.ofEpochMilli(random.nextLong(1L << 42));
  }

  private int number() {
    return random.nextInt(4) == 0 ? Integer.MAX_VALUE : random.nextInt(200);
  }

  private String text() {
    return any(TEXTS).repeat(1 + random.nextInt(40));
  }

  /** One label of any octets. */
  private DomainName name() {
    int length = random.nextInt(1, 64);
    var wire = new byte[length + 2];
    random.nextBytes(wire);
    wire[0] = (byte) length;
    wire[length + 1] = 0;
    return DomainName.ofWire(wire);
  }

  private <T> T any(T[] all) {
    return List.of(all).get(random.nextInt(all.length));
  }

  private <T> @Nullable T orNull(Supplier<T> made) {
    return random.nextBoolean() ? made.get() : null;
  }

  private <T> List<T> list(Supplier<T> made) {
    var list = new ArrayList<T>();
    for (int left = random.nextInt(4); left > 0; left--) {
      list.add(made.get());
    }
    return list;
  }
}
