package dev.understudy.sns;

import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts by text, as parts of a stored value, in order. */
final class Maps {
  private Maps() {}

  static void write(ValueWriter out, Map<String, String> map) {
    out.number(map.size());
    map.forEach((key, value) -> out.text(key).text(value));
  }

  static Map<String, String> read(ValueReader in) {
    int count = in.count();
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      map.put(in.text(), in.text());
    }
    return Collections.unmodifiableMap(map);
  }
}
