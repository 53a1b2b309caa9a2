package dev.understudy.cloudwatch;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.time.Instant;

/**
 * Something that happened to an alarm (API Reference, AlarmHistoryItem).
 *
 * @param data JSON
 */
record HistoryItem(String alarm, Instant at, Type type, String summary, String data) {
  private static final int FORMAT = 1;

  /** What kind of thing. */
  enum Type {
    CONFIGURATION_UPDATE("ConfigurationUpdate"),
    STATE_UPDATE("StateUpdate"),
    ACTION("Action");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** The API's name. */
    String text() {
      return text;
    }
  }

  Value value() {
    return new ValueWriter(FORMAT)
        .text(alarm)
        .instant(at)
        .text(type.name())
        .text(summary)
        .text(data)
        .value();
  }

  static HistoryItem read(byte[] octets) {
    var in = new ValueReader("alarm's history", octets, FORMAT);
    var item =
        new HistoryItem(in.text(), in.instant(), Type.valueOf(in.text()), in.text(), in.text());
    in.end();
    return item;
  }
}
