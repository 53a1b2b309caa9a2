package dev.understudy.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Latencies that the operator measured, from networks to regions. Immutable. */
public final class LatencyTable {
  /** Nothing was measured. */
  public static final LatencyTable EMPTY = new Builder().build();

  private final NetworkTable networks;
  private final double[][] rows;

  private LatencyTable(NetworkTable networks, double[][] rows) {
    this.networks = networks;
    this.rows = rows;
  }

  NetworkTable networks() {
    return networks;
  }

  /**
   * Milliseconds from a network to a region; NaN if not measured.
   *
   * @param at a place in {@link #networks}, or none
   */
  double milliseconds(int at, int region) {
    return at == NetworkTable.NONE || region == Regions.UNKNOWN
        ? Double.NaN
        : rows[networks.value(at)][region];
  }

  /** Latencies being gathered; of nested networks the longest counts. */
  public static final class Builder {
    private final NetworkTable.Builder networks = new NetworkTable.Builder();
    private final List<double[]> rows = new ArrayList<>();

    /** Starts with none. */
    public Builder() {}

    /**
     * Adds a network of 4 or 16 octets.
     *
     * @param milliseconds by region, 0 or more
     * @throws IllegalArgumentException for a region that is not known
     */
    public Builder add(byte[] octets, int prefixLength, Map<String, Double> milliseconds) {
      double[] row = new double[Regions.count()];
      Arrays.fill(row, Double.NaN);
      milliseconds.forEach((region, latency) -> {
        int number = Regions.number(region);
        if (number == Regions.UNKNOWN || !(latency >= 0)) {
          throw new IllegalArgumentException("latency " + latency + " to region " + region);
        }
        row[number] = latency;
      });
      networks.add(octets, prefixLength, rows.size());
      rows.add(row);
      return this;
    }

    /** The table of all networks added so far. */
    public LatencyTable build() {
      return new LatencyTable(networks.build(), rows.toArray(new double[0][]));
    }
  }
}
