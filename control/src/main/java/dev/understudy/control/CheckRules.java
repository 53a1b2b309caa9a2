package dev.understudy.control;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which settings a health check may have, and what it has where nothing is said (API Reference,
 * HealthCheckConfig; Developer Guide, "Values that you specify when you create or update health
 * checks"). Pure.
 */
final class CheckRules {
  private static final int REGIONS_MIN = 3;

  private CheckRules() {}

  /** Whether checkers connect to something, as opposed to looking at other state. */
  static boolean hasEndpoint(HealthCheckType type) {
    return switch (type) {
      case HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP -> true;
      case CALCULATED, CLOUDWATCH_METRIC, RECOVERY_CONTROL -> false;
    };
  }

  /**
   * The settings with defaults filled in and empty texts taken as absent.
   *
   * @throws ApiException InvalidInput, with the first thing that is wrong
   */
  static HealthCheckConfig complete(HealthCheckConfig given, boolean privateEndpoints)
      throws ApiException {
    HealthCheckConfig config = withoutEmpties(given);
    switch (config.type()) {
      case HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP ->
          demandEndpoint(config, privateEndpoints);
      case CALCULATED -> demandCalculated(config);
      case CLOUDWATCH_METRIC -> demandAlarm(config);
      case RECOVERY_CONTROL -> demandControl(config);
    }
    return hasEndpoint(config.type()) ? endpointDefaults(config) : otherDefaults(config);
  }

  private static HealthCheckConfig withoutEmpties(HealthCheckConfig config) {
    return config.toBuilder()
        .ipAddress(nullIfEmpty(config.ipAddress()))
        .resourcePath(nullIfEmpty(config.resourcePath()))
        .fullyQualifiedDomainName(nullIfEmpty(config.fullyQualifiedDomainName()))
        .searchString(nullIfEmpty(config.searchString()))
        .regions(nullIfEmpty(config.regions()))
        .build();
  }

  private static void demandEndpoint(HealthCheckConfig config, boolean privateEndpoints)
      throws ApiException {
    forbid(
        config.alarmIdentifier(), "Basic health checks must not have an metric region specified.");
    forbid(
        config.insufficientDataHealthStatus(),
        "Basic health checks must not have an insufficient data health status specified.");
    forbid(
        config.healthThreshold(),
        "Basic health checks must not have a health threshold specified.");
    forbid(
        nullIfEmpty(config.childHealthChecks()),
        "Basic health checks must not have child health checks specified.");
    forbid(
        config.routingControlArn(),
        "Basic health checks must not have a routing control ARN specified.");
    boolean named = config.fullyQualifiedDomainName() != null;
    if (config.ipAddress() == null && !named) {
      throw invalid("Basic health checks must have an IP address or a domain name specified.");
    }
    Integer interval = config.requestInterval();
    if (interval != null && interval != 10 && interval != 30) {
      throw invalid("Request interval must be 10 or 30.");
    }
    demandAddress(config.ipAddress(), privateEndpoints);
    demandRegions(config.regions());
    if (config.type() == HealthCheckType.TCP) {
      demandTcp(config);
    } else {
      demandSearch(config);
    }
  }

  private static void demandTcp(HealthCheckConfig config) throws ApiException {
    if (config.ipAddress() != null && config.fullyQualifiedDomainName() != null) {
      throw new ApiException(
          ErrorCode.INVALID_INPUT,
          "TCP health checks that have IP address must not have a fully qualified domain name"
              + " specified.");
    }
    demand(config.port(), "TCP health checks must have a port specified.");
    forbid(config.resourcePath(), "TCP health checks must not have a resource path specified.");
    forbid(config.searchString(), "TCP health checks must not have a search string specified.");
  }

  private static void demandSearch(HealthCheckConfig config) throws ApiException {
    boolean matching =
        config.type() == HealthCheckType.HTTP_STR_MATCH
            || config.type() == HealthCheckType.HTTPS_STR_MATCH;
    if (matching) {
      demand(
          config.searchString(),
          "String matching health checks must have a search string specified.");
    } else {
      forbid(
          config.searchString(),
          config.type() + " health checks must not have a search string specified.");
    }
  }

  private static void demandAddress(@Nullable String text, boolean privateEndpoints)
      throws ApiException {
    if (text == null) {
      return;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      if (!privateEndpoints && ReservedAddresses.contain(address)) {
        throw invalid("IP address " + text + " is forbidden");
      }
    } catch (IllegalArgumentException e) {
      throw invalid("IP address " + text + " is not valid.");
    }
  }

  private static void demandRegions(@Nullable List<String> regions) throws ApiException {
    if (regions != null && Set.copyOf(regions).size() < REGIONS_MIN) {
      throw invalid("At least " + REGIONS_MIN + " different regions must be specified.");
    }
  }

  private static void demandCalculated(HealthCheckConfig config) throws ApiException {
    demand(
        config.healthThreshold(),
        "Calculated health checks must have a health threshold specified.");
    forbid(config.ipAddress(), "Calculated health checks must not have an IP address specified.");
    forbid(config.port(), "Calculated health checks must not have a port specified.");
    forbid(
        config.alarmIdentifier(),
        "Calculated health checks must not have an metric region specified.");
    forbid(
        config.routingControlArn(),
        "Calculated health checks must not have a routing control ARN specified.");
  }

  private static void demandAlarm(HealthCheckConfig config) throws ApiException {
    demand(
        config.alarmIdentifier(),
        "CloudWatch metric health checks must have an alarm identifier specified.");
    forbid(
        config.ipAddress(),
        "CloudWatch metric health checks must not have an IP address specified.");
    forbid(config.port(), "CloudWatch metric health checks must not have a port specified.");
  }

  private static void demandControl(HealthCheckConfig config) throws ApiException {
    String kind = "Recovery control health checks must not have a ";
    demand(
        config.routingControlArn(),
        "Recovery control health checks must have a routing control ARN specified.");
    forbid(config.requestInterval(), kind + "request interval specified.");
    forbid(config.failureThreshold(), kind + "failure threshold specified.");
    forbid(config.measureLatency(), kind + "measure latency flag specified.");
    forbid(config.ipAddress(), "Recovery control health checks must not have an IP address.");
    forbid(config.port(), kind + "port specified.");
  }

  private static HealthCheckConfig endpointDefaults(HealthCheckConfig config) {
    boolean tls =
        config.type() == HealthCheckType.HTTPS || config.type() == HealthCheckType.HTTPS_STR_MATCH;
    return config.toBuilder()
        .port(or(config.port(), tls ? 443 : 80))
        .requestInterval(or(config.requestInterval(), 30))
        .failureThreshold(or(config.failureThreshold(), 3))
        .measureLatency(or(config.measureLatency(), false))
        .inverted(or(config.inverted(), false))
        .disabled(or(config.disabled(), false))
        .enableSNI(or(config.enableSNI(), tls))
        .build();
  }

  /** Nothing that was not given, or Terraform replaces the check. */
  private static HealthCheckConfig otherDefaults(HealthCheckConfig config) {
    return config.toBuilder()
        .inverted(or(config.inverted(), false))
        .disabled(or(config.disabled(), false))
        .build();
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  private static @Nullable String nullIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable List<String> nullIfEmpty(@Nullable List<String> list) {
    return list == null || list.isEmpty() ? null : list;
  }

  private static void demand(@Nullable Object value, String otherwise) throws ApiException {
    if (value == null) {
      throw invalid(otherwise);
    }
  }

  private static void forbid(@Nullable Object value, String otherwise) throws ApiException {
    if (value != null) {
      throw invalid(otherwise);
    }
  }

  static ApiException invalid(String message) {
    return new ApiException(ErrorCode.INVALID_INPUT, "Invalid parameter : " + message);
  }
}
