package dev.understudy.resolution;

import dev.understudy.intent.Rdata;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideTarget;
import java.util.Arrays;
import java.util.List;

/** Targets and records from text. */
final class Targets {
  private Targets() {}

  static OutsideTarget target(String name, RecordType type) {
    try {
      return new OutsideTarget(NameText.parse(name), type);
    } catch (PresentationException e) {
      throw new AssertionError(name, e);
    }
  }

  static OutsideTarget a(String name) {
    return target(name, RecordType.A);
  }

  static List<Rdata> addresses(String... addresses) {
    return values(RecordType.A, addresses);
  }

  static List<Rdata> values(RecordType type, String... values) {
    return Arrays.stream(values).map(value -> value(type, value)).toList();
  }

  private static Rdata value(RecordType type, String value) {
    try {
      return RdataText.parse(type, value);
    } catch (PresentationException e) {
      throw new AssertionError(value, e);
    }
  }
}
