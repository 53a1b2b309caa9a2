package dev.understudy.history;

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
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import dev.understudy.wire.RecordType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events to octets and back: a format octet, the kind, the time, the parts. */
final class EventCodec {
  private static final int FORMAT = 3;

  /** In which nobody said since when observations were alike. */
  private static final int SECOND_FORMAT = 2;

  /** In which a notification was about nothing either. */
  private static final int FIRST_FORMAT = 1;

  private EventCodec() {}

  static Value write(Event event) {
    var out = new ValueWriter(FORMAT).text(event.kind().name()).instant(event.at());
    switch (event) {
      case HealthTransition turn -> writeTurn(turn, out);
      case AnswerChange change -> writeAnswers(change, out);
      case ConfigurationChange change -> writeChange(change, out);
      case NotificationOutcome outcome -> {
        out.text(outcome.notificationId())
            .text(outcome.recipient())
            .text(outcome.about())
            .text(outcome.fate().name())
            .number(outcome.attempts())
            .text(outcome.detail())
            .texts(outcome.checks())
            .number(outcome.names().size());
        outcome.names().forEach(name -> out.bytes(name.wire()));
      }
      case Gap gap -> out.text(gap.reason()).number(gap.count());
    }
    return out.value();
  }

  static Event read(Value value) {
    byte[] octets = value.octets();
    int format = octets.length > 0 && octets[0] < FORMAT && octets[0] > 0 ? octets[0] : FORMAT;
    boolean first = format == FIRST_FORMAT;
    var in = new ValueReader("event", octets, format);
    Event.Kind kind = constant(Event.Kind.class, in);
    Instant at = in.instant();
    Event event =
        switch (kind) {
          case HEALTH -> readTurn(at, in, format > SECOND_FORMAT);
          case ANSWER -> readAnswers(at, in);
          case CHANGE -> readChange(at, in);
          case NOTIFICATION ->
              new NotificationOutcome(
                  at,
                  in.text(),
                  in.text(),
                  in.text(),
                  constant(Fate.class, in),
                  in.smallNumber(),
                  in.text(),
                  first ? List.of() : in.texts(),
                  first ? List.of() : readNames(in));
          case GAP -> new Gap(at, in.text(), in.smallNumber());
        };
    in.end();
    return event;
  }

  private static void writeTurn(HealthTransition turn, ValueWriter out) {
    out.text(turn.checkId())
        .text(turn.target())
        .flag(turn.from())
        .flag(turn.to())
        .number(turn.merged())
        .flag(turn.found())
        .number(turn.evidence().size());
    for (Testimony said : turn.evidence()) {
      out.text(said.checker())
          .text(said.region())
          .flag(said.healthy())
          .flag(said.counted())
          .optionalText(said.last());
      writeTime(said.lastTime(), out);
      out.optionalText(said.lastFailure());
      writeTime(said.lastFailureTime(), out);
      writeTime(said.alikeSince(), out);
    }
  }

  private static HealthTransition readTurn(Instant at, ValueReader in, boolean since) {
    String check = in.text();
    String target = in.text();
    boolean from = in.flag();
    boolean to = in.flag();
    int merged = in.smallNumber();
    boolean found = in.flag();
    var evidence = new ArrayList<Testimony>();
    for (int left = in.count(); left > 0; left--) {
      evidence.add(
          new Testimony(
              in.text(),
              in.text(),
              in.flag(),
              in.flag(),
              in.optionalText(),
              readTime(in),
              in.optionalText(),
              readTime(in),
              since ? readTime(in) : null));
    }
    return new HealthTransition(at, check, target, from, to, merged, found, evidence);
  }

  private static void writeAnswers(AnswerChange change, ValueWriter out) {
    out.bytes(change.name().wire()).text(change.type().name()).text(change.clients());
    writeAnswer(change.from(), out);
    writeAnswer(change.to(), out);
    out.texts(change.checks()).optionalText(change.changeId()).number(change.revision());
  }

  private static AnswerChange readAnswers(Instant at, ValueReader in) {
    try {
      return new AnswerChange(
          at,
          DomainName.ofWire(in.bytes()),
          RecordType.valueOf(in.text()),
          in.text(),
          readAnswer(in),
          readAnswer(in),
          in.texts(),
          in.optionalText(),
          in.number());
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  private static List<DomainName> readNames(ValueReader in) {
    var names = new ArrayList<DomainName>();
    try {
      for (int left = in.count(); left > 0; left--) {
        names.add(DomainName.ofWire(in.bytes()));
      }
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
    return names;
  }

  private static void writeAnswer(Answer answer, ValueWriter out) {
    out.text(answer.text()).number(answer.ttlSeconds()).flag(answer.healthy());
  }

  private static Answer readAnswer(ValueReader in) {
    return new Answer(in.text(), in.smallNumber(), in.flag());
  }

  private static void writeChange(ConfigurationChange change, ValueWriter out) {
    out.optionalText(change.changeId()).optionalText(change.comment());
    out.number(change.items().size());
    for (Item item : change.items()) {
      out.bytes(item.key().shared());
      writeValue(item.before(), out);
      writeValue(item.after(), out);
    }
  }

  private static ConfigurationChange readChange(Instant at, ValueReader in) {
    String id = in.optionalText();
    String comment = in.optionalText();
    List<Item> items = new ArrayList<>();
    try {
      for (int left = in.count(); left > 0; left--) {
        items.add(new Item(Key.of(in.bytes()), readValue(in), readValue(in)));
      }
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
    return new ConfigurationChange(at, id, comment, items);
  }

  private static void writeValue(@Nullable Value value, ValueWriter out) {
    if (value == null) {
      out.octet(0);
    } else {
      out.octet(1).bytes(value.shared());
    }
  }

  private static @Nullable Value readValue(ValueReader in) {
    return in.flag() ? Value.of(in.bytes()) : null;
  }

  private static void writeTime(@Nullable Instant time, ValueWriter out) {
    if (time == null) {
      out.octet(0);
    } else {
      out.octet(1).instant(time);
    }
  }

  private static @Nullable Instant readTime(ValueReader in) {
    return in.flag() ? in.instant() : null;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, ValueReader in) {
    try {
      return Enum.valueOf(type, in.text());
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }
}
