package dev.understudy.sns;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.Map;

/**
 * A topic.
 *
 * @param name letters, digits, {@code _} and {@code -}, 1 to 256
 * @param attributes what was set, by SNS's names
 * @param deleted subscriptions that were ended
 */
record Topic(String name, Map<String, String> attributes, Map<String, String> tags, long deleted) {
  private static final int FORMAT = 1;
  static final String DISPLAY_NAME = "DisplayName";

  /** What stands in the From field of its mails; empty if none was set. */
  String displayName() {
    return attributes.getOrDefault(DISPLAY_NAME, "");
  }

  Topic withAttributes(Map<String, String> now) {
    return new Topic(name, now, tags, deleted);
  }

  Topic withTags(Map<String, String> now) {
    return new Topic(name, attributes, now, deleted);
  }

  Topic withOneMoreDeleted() {
    return new Topic(name, attributes, tags, deleted + 1);
  }

  Value value() {
    var out = new ValueWriter(FORMAT);
    Maps.write(out, attributes);
    Maps.write(out, tags);
    return out.number(deleted).value();
  }

  static Topic read(String name, byte[] octets) {
    var in = new ValueReader("topic", octets, FORMAT);
    var topic = new Topic(name, Maps.read(in), Maps.read(in), in.number());
    in.end();
    return topic;
  }
}
