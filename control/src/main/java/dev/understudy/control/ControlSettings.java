package dev.understudy.control;

import java.util.List;

/**
 * How control behaves.
 *
 * @param privateEndpoints whether health checks may name private, loopback and other addresses that
 *     Route 53 refuses (RFC 5735, 6598, 5156)
 * @param nameServers what new zones are told are their name servers, without trailing dot; empty:
 *     four names in Route 53's fashion, new ones for each zone
 */
public record ControlSettings(Quotas quotas, boolean privateEndpoints, List<String> nameServers) {
  /** For one's own machines. */
  public static final ControlSettings DEFAULT =
      new ControlSettings(Quotas.UNLIMITED, true, List.of());

  public ControlSettings {
    nameServers = List.copyOf(nameServers);
  }
}
