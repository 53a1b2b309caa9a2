package dev.understudy.control;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmCriteria;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.InsufficientData;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.RoutingControl;
import dev.understudy.intent.HealthCheck.Subject;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.InsufficientDataHealthStatus;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a kept health check and its tags ask checkers and tally to do. Pure. */
final class CheckMeaning {
  /** A tag that asks for a shorter interval than Route 53 offers turns the sentinel on. */
  private static final Duration SHORTEST_ROUTE53_INTERVAL = Duration.ofSeconds(10);

  private CheckMeaning() {}

  static HealthCheck of(Check check, CheckTags tags) {
    HealthCheckConfig config = check.config();
    return new HealthCheck(
        check.id(),
        check.version(),
        Boolean.TRUE.equals(config.inverted()),
        Boolean.TRUE.equals(config.disabled()),
        subject(check, tags));
  }

  private static Subject subject(Check check, CheckTags tags) {
    HealthCheckConfig config = check.config();
    return switch (config.type()) {
      case HTTP, HTTP_STR_MATCH -> endpoint(Protocol.HTTP, config, tags);
      case HTTPS, HTTPS_STR_MATCH -> endpoint(Protocol.HTTPS, config, tags);
      case TCP -> endpoint(Protocol.TCP, config, tags);
      case CALCULATED -> {
        List<String> children = config.childHealthChecks();
        yield new Calculated(
            number(config.healthThreshold()), children == null ? List.of() : children);
      }
      case CLOUDWATCH_METRIC ->
          new AlarmState(
              criteria(check.alarm()), insufficientData(config.insufficientDataHealthStatus()));
      case RECOVERY_CONTROL ->
          new RoutingControl(Objects.requireNonNull(config.routingControlArn()));
    };
  }

  private static Endpoint endpoint(Protocol protocol, HealthCheckConfig config, CheckTags tags) {
    String address = config.ipAddress();
    List<String> regions = config.regions();
    return new Endpoint(
        protocol,
        address == null ? null : InetAddress.ofLiteral(address),
        config.fullyQualifiedDomainName(),
        number(config.port()),
        path(config.resourcePath()),
        config.searchString(),
        Boolean.TRUE.equals(config.enableSNI()),
        Boolean.TRUE.equals(config.measureLatency()),
        regions == null ? Set.of() : Set.copyOf(regions),
        timing(config, tags));
  }

  private static Timing timing(HealthCheckConfig config, CheckTags tags) {
    Duration tagged = tags.interval();
    Duration interval =
        tagged != null ? tagged : Duration.ofSeconds(number(config.requestInterval()));
    int threshold = number(config.failureThreshold());
    Integer rise = tags.rise();
    Integer fall = tags.fall();
    Boolean sentinel = tags.sentinel();
    return new Timing(
        interval,
        tags.timeout(),
        rise == null ? threshold : rise,
        fall == null ? threshold : fall,
        sentinel != null
            ? sentinel
            : tagged != null && tagged.compareTo(SHORTEST_ROUTE53_INTERVAL) < 0);
  }

  /** The leading slash is added for the probe, never to what lists show. */
  private static String path(@Nullable String path) {
    if (path == null) {
      return "/";
    }
    return path.startsWith("/") ? path : "/" + path;
  }

  private static @Nullable AlarmCriteria criteria(@Nullable CloudWatchAlarmConfiguration alarm) {
    if (alarm == null) {
      return null;
    }
    var dimensions = new HashMap<String, String>();
    if (alarm.dimensions() != null) {
      alarm.dimensions().forEach(each -> dimensions.put(each.name(), each.value()));
    }
    return new AlarmCriteria(
        alarm.namespace(),
        alarm.metricName(),
        dimensions,
        alarm.statistic().value(),
        alarm.period(),
        alarm.evaluationPeriods(),
        alarm.threshold(),
        alarm.comparisonOperator().value());
  }

  private static InsufficientData insufficientData(@Nullable InsufficientDataHealthStatus status) {
    return switch (status) {
      case HEALTHY -> InsufficientData.HEALTHY;
      case UNHEALTHY -> InsufficientData.UNHEALTHY;
      case LAST_KNOWN_STATUS -> InsufficientData.LAST_KNOWN_STATUS;
      case null -> InsufficientData.LAST_KNOWN_STATUS;
    };
  }

  private static int number(@Nullable Integer completed) {
    return Objects.requireNonNull(completed, "a setting that defaults fill in");
  }
}
