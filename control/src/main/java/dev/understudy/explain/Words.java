package dev.understudy.explain;

import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.RoutingControl;
import dev.understudy.intent.HealthCheck.Subject;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Short names of things that both forms of an explanation speak of. */
final class Words {
  private Words() {}

  /** An enum constant as it is written in JSON, such as {@code last-resort}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What sets a candidate apart by its policy; empty where nothing does. */
  static String place(RoutingPolicy policy) {
    return switch (policy) {
      case Simple(), Multivalue() -> "";
      case Failover(boolean primary) -> primary ? "PRIMARY" : "SECONDARY";
      case Weighted(int weight) -> "weight " + weight;
      case Latency(String region) -> region;
      case Geolocation(String continent, String country, String subdivision) ->
          area(continent, country, subdivision);
      case Geoproximity(String region, String group, Coordinates at, int bias) ->
          point(region, group, at) + (bias == 0 ? "" : String.format(" bias %+d", bias));
      case IpBased(_, String location) -> "location " + location;
    };
  }

  private static String area(
      @Nullable String continent, @Nullable String country, @Nullable String subdivision) {
    if (continent != null) {
      return "continent " + continent;
    }
    if (country == null || country.equals("*")) {
      return "everywhere";
    }
    return subdivision == null ? country : country + "-" + subdivision;
  }

  private static String point(
      @Nullable String region, @Nullable String group, @Nullable Coordinates at) {
    if (at != null) {
      return at.latitude() + "," + at.longitude();
    }
    return String.valueOf(region == null ? group : region);
  }

  /** What a health check watches. */
  static String subject(Subject subject) {
    return switch (subject) {
      case Endpoint endpoint -> endpoint(endpoint);
      case Calculated calculated ->
          calculated.healthThreshold() + " of " + calculated.children().size() + " checks";
      case AlarmState _ -> "a CloudWatch alarm";
      case RoutingControl _ -> "a routing control";
    };
  }

  private static String endpoint(Endpoint endpoint) {
    InetAddress address = endpoint.address();
    String host = address == null ? String.valueOf(endpoint.host()) : address.getHostAddress();
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return endpoint.protocol().name().toLowerCase(Locale.ROOT)
        + "://"
        + authority
        + ":"
        + endpoint.port()
        + (endpoint.path().equals("/") ? "" : endpoint.path());
  }
}
