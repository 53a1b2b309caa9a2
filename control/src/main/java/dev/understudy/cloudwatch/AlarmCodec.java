package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.Alarm.State;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alarms as stored values. */
final class AlarmCodec {
  private static final int FORMAT = 1;

  private AlarmCodec() {}

  static Value write(Alarm alarm) {
    var out = new ValueWriter(FORMAT).text(alarm.description()).flag(alarm.actionsEnabled());
    for (StateValue state : StateValue.values()) {
      out.texts(alarm.actions(state));
    }
    write(out, alarm.criteria());
    out.flag(alarm.datapointsGiven()).text(alarm.unit()).number(alarm.tags().size());
    alarm.tags().forEach((key, value) -> out.text(key).text(value));
    out.instant(alarm.configured());
    State state = alarm.state();
    return out.text(state.value().name())
        .text(state.reason())
        .text(state.data())
        .instant(state.updated())
        .instant(state.since())
        .value();
  }

  static Alarm read(String name, byte[] octets) {
    var in = new ValueReader("alarm", octets, FORMAT);
    String description = in.text();
    boolean enabled = in.flag();
    var actions = new EnumMap<StateValue, List<String>>(StateValue.class);
    for (StateValue state : StateValue.values()) {
      actions.put(state, in.texts());
    }
    Criteria criteria = readCriteria(in);
    boolean datapointsGiven = in.flag();
    String unit = in.text();
    var tags = new LinkedHashMap<String, String>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      tags.put(in.text(), in.text());
    }
    Instant configured = in.instant();
    var state =
        new State(StateValue.valueOf(in.text()), in.text(), in.text(), in.instant(), in.instant());
    in.end();
    return new Alarm(
        name,
        description,
        enabled,
        Map.copyOf(actions),
        criteria,
        datapointsGiven,
        unit,
        tags,
        configured,
        state);
  }

  private static void write(ValueWriter out, Criteria criteria) {
    MetricCodec.write(out, criteria.metric());
    out.text(
            switch (criteria.statistic()) {
              case Statistic statistic -> statistic.name();
              case Percentile percentile -> percentile.text();
            })
        .number(criteria.periodSeconds())
        .number(criteria.evaluationPeriods())
        .number(criteria.datapointsToAlarm())
        .text(Double.toString(criteria.threshold()))
        .text(criteria.comparison().name())
        .text(criteria.missingData().name());
  }

  private static Figure figure(String text) {
    Optional<Percentile> percentile = Percentile.read(text);
    return percentile.isPresent() ? percentile.get() : Statistic.valueOf(text);
  }

  private static Criteria readCriteria(ValueReader in) {
    return new Criteria(
        MetricCodec.read(in),
        figure(in.text()),
        in.smallNumber(),
        in.smallNumber(),
        in.smallNumber(),
        Double.parseDouble(in.text()),
        Comparison.valueOf(in.text()),
        MissingData.valueOf(in.text()));
  }
}
