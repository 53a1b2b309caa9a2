package dev.understudy.routing;

/** How the record sets of one name and type compete; one policy for each group. */
public enum Policy {
  SIMPLE,
  FAILOVER,
  WEIGHTED,
  LATENCY,
  GEOLOCATION,
  GEOPROXIMITY,
  MULTIVALUE,
  IP_BASED
}
