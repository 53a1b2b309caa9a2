package dev.understudy.control;

import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.ComparisonOperator;
import dev.understudy.model.Dimension;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.InsufficientDataHealthStatus;
import dev.understudy.model.Statistic;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Health checks to octets and back. The id is in the key. */
final class CheckCodec {
  private static final int FORMAT = 1;

  private CheckCodec() {}

  static Value write(Check check) {
    var out =
        new ValueWriter(FORMAT)
            .number(check.created())
            .text(check.callerReference())
            .number(check.version());
    writeConfig(check.config(), out);
    CloudWatchAlarmConfiguration alarm = check.alarm();
    if (alarm == null) {
      out.flag(false);
    } else {
      writeAlarm(alarm, out.flag(true));
    }
    return out.value();
  }

  static Check read(String id, byte[] octets) {
    var in = new ValueReader("health check", octets, FORMAT);
    var check =
        new Check(
            id,
            in.number(),
            in.text(),
            in.number(),
            readConfig(in),
            in.flag() ? readAlarm(in) : null);
    in.end();
    return check;
  }

  private static void writeAlarm(CloudWatchAlarmConfiguration alarm, ValueWriter out) {
    out.number(alarm.evaluationPeriods())
        .text(Double.toString(alarm.threshold()))
        .text(alarm.comparisonOperator().value())
        .number(alarm.period())
        .text(alarm.metricName())
        .text(alarm.namespace())
        .text(alarm.statistic().value());
    List<Dimension> dimensions = alarm.dimensions() == null ? List.of() : alarm.dimensions();
    out.number(dimensions.size());
    dimensions.forEach(each -> out.text(each.name()).text(each.value()));
  }

  private static CloudWatchAlarmConfiguration readAlarm(ValueReader in) {
    var alarm =
        CloudWatchAlarmConfiguration.builder()
            .evaluationPeriods(in.smallNumber())
            .threshold(Double.parseDouble(in.text()))
            .comparisonOperator(word(in, in.text(), ComparisonOperator::of))
            .period(in.smallNumber())
            .metricName(in.text())
            .namespace(in.text())
            .statistic(word(in, in.text(), Statistic::of));
    var dimensions = new ArrayList<Dimension>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      dimensions.add(new Dimension(in.text(), in.text()));
    }
    return alarm.dimensions(dimensions).build();
  }

  static void writeConfig(HealthCheckConfig config, ValueWriter out) {
    AlarmIdentifier alarm = config.alarmIdentifier();
    InsufficientDataHealthStatus insufficient = config.insufficientDataHealthStatus();
    out.text(config.type().value())
        .optionalText(config.ipAddress())
        .optionalNumber(config.port())
        .optionalText(config.resourcePath())
        .optionalText(config.fullyQualifiedDomainName())
        .optionalText(config.searchString())
        .optionalNumber(config.requestInterval())
        .optionalNumber(config.failureThreshold())
        .optionalFlag(config.measureLatency())
        .optionalFlag(config.inverted())
        .optionalFlag(config.disabled())
        .optionalNumber(config.healthThreshold())
        .optionalTexts(config.childHealthChecks())
        .optionalFlag(config.enableSNI())
        .optionalTexts(config.regions())
        .optionalText(alarm == null ? null : alarm.region())
        .optionalText(alarm == null ? null : alarm.name())
        .optionalText(insufficient == null ? null : insufficient.value())
        .optionalText(config.routingControlArn());
  }

  private static HealthCheckConfig readConfig(ValueReader in) {
    var config =
        HealthCheckConfig.builder()
            .type(word(in, in.text(), HealthCheckType::of))
            .ipAddress(in.optionalText())
            .port(in.optionalNumber())
            .resourcePath(in.optionalText())
            .fullyQualifiedDomainName(in.optionalText())
            .searchString(in.optionalText())
            .requestInterval(in.optionalNumber())
            .failureThreshold(in.optionalNumber())
            .measureLatency(in.optionalFlag())
            .inverted(in.optionalFlag())
            .disabled(in.optionalFlag())
            .healthThreshold(in.optionalNumber())
            .childHealthChecks(in.optionalTexts())
            .enableSNI(in.optionalFlag())
            .regions(in.optionalTexts());
    String region = in.optionalText();
    String name = in.optionalText();
    String insufficient = in.optionalText();
    return config
        .alarmIdentifier(region == null || name == null ? null : new AlarmIdentifier(region, name))
        .insufficientDataHealthStatus(
            insufficient == null ? null : word(in, insufficient, InsufficientDataHealthStatus::of))
        .routingControlArn(in.optionalText())
        .build();
  }

  private static <T> T word(ValueReader in, String text, Function<String, @Nullable T> words) {
    T word = words.apply(text);
    if (word == null) {
      throw in.damaged();
    }
    return word;
  }
}
