package dev.understudy.control;

/**
 * How much one installation may hold (Developer Guide, "Quotas"). Limits of a single request are
 * not among them: those always hold.
 *
 * @param hostedZonesMax zones, at least 1
 * @param recordSetsPerZoneMax record sets in one zone, at least 1
 * @param healthChecksMax health checks, at least 1
 * @param cidrCollectionsMax CIDR collections, at least 1
 */
public record Quotas(
    long hostedZonesMax, long recordSetsPerZoneMax, long healthChecksMax, long cidrCollectionsMax) {
  /** No limits: the default for one's own machines. */
  public static final Quotas UNLIMITED =
      new Quotas(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Route 53's defaults, for those who rehearse. */
  public static final Quotas ROUTE53 = new Quotas(500, 10_000, 200, 5);

  public Quotas {
    if (hostedZonesMax < 1
        || recordSetsPerZoneMax < 1
        || healthChecksMax < 1
        || cidrCollectionsMax < 1) {
      throw new IllegalArgumentException("a quota below 1");
    }
  }
}
