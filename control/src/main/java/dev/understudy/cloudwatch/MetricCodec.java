package dev.understudy.cloudwatch;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.TreeMap;

/** Metrics as stored values, and as parts of them. */
final class MetricCodec {
  private static final int FORMAT = 1;

  private MetricCodec() {}

  static Value write(Metric metric, String unit) {
    var out = new ValueWriter(FORMAT);
    write(out, metric);
    return out.text(unit).value();
  }

  static Metric read(byte[] octets) {
    return read(new ValueReader("name of a metric", octets, FORMAT));
  }

  static String readUnit(byte[] octets) {
    var in = new ValueReader("name of a metric", octets, FORMAT);
    Metric _ = read(in);
    String unit = in.text();
    in.end();
    return unit;
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
