package dev.understudy.cloudwatch;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.TreeMap;

/** Metrics as entries of the directory, and as parts of other values. */
final class MetricCodec {
  private static final int FORMAT = 1;

  private MetricCodec() {}

  /**
   * An entry of the directory.
   *
   * @param unit of the newest data
   * @param day since 1970 on which data came last
   */
  record Listed(Metric metric, String unit, int day) {}

  static Value write(Listed listed) {
    var out = new ValueWriter(FORMAT);
    write(out, listed.metric());
    return out.text(listed.unit()).number(listed.day()).value();
  }

  static Listed read(byte[] octets) {
    var in = new ValueReader("name of a metric", octets, FORMAT);
    var listed = new Listed(read(in), in.text(), in.smallNumber());
    in.end();
    return listed;
  }

  static void write(ValueWriter out, Metric metric) {
    out.text(metric.namespace()).text(metric.name()).number(metric.dimensions().size());
    metric.dimensions().forEach((name, value) -> out.text(name).text(value));
  }

  static Metric read(ValueReader in) {
    String namespace = in.text();
    String name = in.text();
    int count = in.count();
    var dimensions = new TreeMap<String, String>();
    for (int i = 0; i < count; i++) {
      dimensions.put(in.text(), in.text());
    }
    return new Metric(namespace, name, dimensions);
  }
}
