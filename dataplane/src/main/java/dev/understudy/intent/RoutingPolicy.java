package dev.understudy.intent;

import org.jspecify.annotations.Nullable;

/**
 * What makes one resource record set a candidate among those that share its name and type (Route 53
 * API, ResourceRecordSet). All sets of one name and type have one kind of policy.
 */
public sealed interface RoutingPolicy {
  /** The only set of its name and type. */
  record Simple() implements RoutingPolicy {}

  /** PRIMARY or SECONDARY of a failover pair. */
  record Failover(boolean primary) implements RoutingPolicy {}

  /**
   * A share of the answers.
   *
   * @param weight 0 to 255
   */
  record Weighted(int weight) implements RoutingPolicy {
    public Weighted {
      if (weight < 0 || weight > 255) {
        throw new IllegalArgumentException("weight " + weight + " is outside 0..255");
      }
    }
  }

  /** Answers clients for whom this region is nearest. */
  record Latency(String region) implements RoutingPolicy {}

  /**
   * Answers clients in one area: a continent alone, a country alone ({@code *} is the default), or
   * a country and its subdivision.
   */
  record Geolocation(
      @Nullable String continent, @Nullable String country, @Nullable String subdivision)
      implements RoutingPolicy {}

  /**
   * Answers clients near a place; exactly one of region, local zone group and coordinates is given.
   *
   * @param bias -99 to 99
   */
  record Geoproximity(
      @Nullable String region,
      @Nullable String localZoneGroup,
      @Nullable Coordinates coordinates,
      int bias)
      implements RoutingPolicy {
    public Geoproximity {
      if (bias < -99 || bias > 99) {
        throw new IllegalArgumentException("bias " + bias + " is outside -99..99");
      }
    }
  }

  /** Degrees: latitude -90 to 90, longitude -180 to 180. */
  record Coordinates(double latitude, double longitude) {}

  /** One of up to eight values drawn for each answer. */
  record Multivalue() implements RoutingPolicy {}

  /**
   * Answers clients whose network lies in a location of a CIDR collection; {@code *} is the rest.
   */
  record IpBased(String collectionId, String location) implements RoutingPolicy {}
}
