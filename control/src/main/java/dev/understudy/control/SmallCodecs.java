package dev.understudy.control;

import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.Tag;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small values: tags, changes, counts, ids and caller references. */
final class SmallCodecs {
  private static final int FORMAT = 1;

  private SmallCodecs() {}

  /** A change as it is kept; whether it is INSYNC follows from the revision that wrote it. */
  record ChangeRecord(Instant submittedAt, @Nullable String comment) {}

  /** What a caller reference of a health check was first used for. */
  record CheckReference(String checkId, Value config) {}

  static Value tags(List<Tag> tags) {
    var out = new ValueWriter(FORMAT).number(tags.size());
    for (Tag tag : tags) {
      out.optionalText(tag.key()).optionalText(tag.value());
    }
    return out.value();
  }

  static List<Tag> readTags(byte[] octets) {
    var in = new ValueReader("list of tags", octets, FORMAT);
    var tags = new ArrayList<Tag>();
    for (int left = in.count(); left > 0; left--) {
      tags.add(new Tag(in.optionalText(), in.optionalText()));
    }
    in.end();
    return tags;
  }

  static Value change(ChangeRecord change) {
    return new ValueWriter(FORMAT)
        .instant(change.submittedAt())
        .optionalText(change.comment())
        .value();
  }

  static ChangeRecord readChange(byte[] octets) {
    var in = new ValueReader("change", octets, FORMAT);
    var change = new ChangeRecord(in.instant(), in.optionalText());
    in.end();
    return change;
  }

  static Value number(long number) {
    return new ValueWriter(FORMAT).number(number).value();
  }

  static long readNumber(byte[] octets) {
    var in = new ValueReader("number", octets, FORMAT);
    long number = in.number();
    in.end();
    return number;
  }

  static Value text(String text) {
    return new ValueWriter(FORMAT).text(text).value();
  }

  static String readText(byte[] octets) {
    var in = new ValueReader("text", octets, FORMAT);
    String text = in.text();
    in.end();
    return text;
  }

  static Value checkReference(String checkId, HealthCheckConfig config) {
    return new ValueWriter(FORMAT).text(checkId).bytes(config(config).octets()).value();
  }

  static CheckReference readCheckReference(byte[] octets) {
    var in = new ValueReader("caller reference", octets, FORMAT);
    var reference = new CheckReference(in.text(), Value.of(in.bytes()));
    in.end();
    return reference;
  }

  /** Two settings are the same exactly if these values are. */
  static Value config(HealthCheckConfig config) {
    var out = new ValueWriter(FORMAT);
    CheckCodec.writeConfig(config, out);
    return out.value();
  }
}
