package dev.understudy.routing;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a policy offers the candidates of one group, before health; each at most once.
 * One object for each level of a decision, used again and again.
 *
 * <p>Every candidate gets a score when the group is begun: its weight, or how near it is. Scratch
 * space grows to the largest group seen; from then on nothing is allocated.
 */
final class Order {
  /** No candidate is left, or none matches this client. */
  static final int NONE = -1;

  /** The score of a candidate that was offered already, or does not match this client. */
  private static final double TAKEN = -1;

  /** Farther than any place. */
  private static final double UNKNOWN = Double.MAX_VALUE;

  /**
   * Kilometres in a millisecond, there and back: light in fibre makes 200 in one direction, and
   * cables are half as long again as great circles. Only where a table measured some regions and
   * not others does it matter.
   */
  private static final double KILOMETRES_IN_A_MILLISECOND = 200 / 2 / 1.5;

  private static final int CHINA = Area.code("CN");

  /** Above every prefix length. */
  private static final int EVERYWHERE_ELSE = 1000;

  private double[] scores = new double[16];
  private final int level;
  private @Nullable Witness witness;
  private Policy policy = Policy.SIMPLE;
  private int count;
  private int offered;

  /** Starts empty. */
  Order(int level) {
    this.level = level;
  }

  /** Starts with a group for a client. */
  void begin(Candidates group, Client client, @Nullable Witness watching) {
    witness = watching;
    count = group.count();
    policy = count == 1 ? ofOne(group.policy()) : group.policy();
    offered = 0;
    switch (policy) {
      case SIMPLE, FAILOVER -> {} // PRIMARY is stored before SECONDARY
      case LATENCY -> byLatency(group, client);
      case GEOLOCATION -> byArea(group, client.location());
      case GEOPROXIMITY -> byBiasedDistance(group, client.location());
      case IP_BASED -> byNetwork(group, client);
      case WEIGHTED -> weigh(group);
      case MULTIVALUE ->
          throw new IllegalStateException("multivalue draws several, not one after the other");
    }
  }

  /** One candidate that matches every client is offered without a draw or a look at the client. */
  private static Policy ofOne(Policy policy) {
    return switch (policy) {
      case LATENCY, GEOPROXIMITY, WEIGHTED -> Policy.SIMPLE;
      case SIMPLE, FAILOVER, GEOLOCATION, IP_BASED, MULTIVALUE -> policy;
    };
  }

  /** The next candidate, or {@link #NONE}. */
  int next(Candidates group, RandomGenerator draw) {
    return switch (policy) {
      case SIMPLE, FAILOVER -> offered == count ? NONE : offered++;
      case LATENCY, GEOLOCATION, GEOPROXIMITY, IP_BASED -> lowest();
      case WEIGHTED, MULTIVALUE -> drawByWeight(group, draw);
    };
  }

  private void weigh(Candidates group) {
    room();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      scores[ordinal] = group.weight(ordinal);
      if (witness != null) {
        witness.scored(level, group, ordinal, new Score.Weight(group.weight(ordinal)));
      }
    }
  }

  /** Latencies measured, else estimated; equal ones by region, which is the order they are in. */
  private void byLatency(Candidates group, Client client) {
    room();
    Location here = client.location();
    LatencyTable table = client.geography().latencies();
    int row = client.longest(table.networks());
    for (int ordinal = 0; ordinal < count; ordinal++) {
      int region = group.region(ordinal);
      if (region == Regions.CN_NORTH_1 && here.country() == CHINA) {
        scores[ordinal] = 0;
        tellLatency(group, ordinal, 0, Score.Basis.CHINA);
        continue;
      }
      double latency = table.milliseconds(row, region);
      Score.Basis basis = Score.Basis.MEASURED;
      if (Double.isNaN(latency)) {
        double distance = kilometres(group, ordinal, here);
        latency = distance / KILOMETRES_IN_A_MILLISECOND;
        basis = distance == UNKNOWN ? Score.Basis.UNKNOWN : Score.Basis.ESTIMATED;
      }
      scores[ordinal] = Math.min(UNKNOWN, 1 + latency);
      tellLatency(group, ordinal, latency, basis);
    }
  }

  private void tellLatency(Candidates group, int ordinal, double latency, Score.Basis basis) {
    if (witness != null) {
      double known = basis == Score.Basis.UNKNOWN ? Double.NaN : latency;
      witness.scored(level, group, ordinal, new Score.Latency(known, basis));
    }
  }

  private static double kilometres(Candidates group, int ordinal, Location here) {
    double x = group.coordinate(ordinal, Sphere.X);
    if (!here.isPlaced() || Double.isNaN(x)) {
      return UNKNOWN;
    }
    return here.kilometresTo(
        x, group.coordinate(ordinal, Sphere.Y), group.coordinate(ordinal, Sphere.Z));
  }

  /** The smallest area first, of those the client is in. */
  private void byArea(Candidates group, Location here) {
    room();
    long subdivision = here.subdivisionArea();
    long country = here.countryArea();
    long continent = here.continentArea();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      long area = group.area(ordinal);
      double score = TAKEN;
      if (area == 0) {
        score = TAKEN;
      } else if (area == subdivision) {
        score = 0;
      } else if (area == country) {
        score = 1;
      } else if (area == continent) {
        score = 2;
      } else if (area == Area.DEFAULT) {
        score = 3;
      }
      scores[ordinal] = score;
      tellArea(group, ordinal, score);
    }
  }

  private void tellArea(Candidates group, int ordinal, double score) {
    if (witness != null) {
      witness.scored(
          level,
          group,
          ordinal,
          switch ((int) score) {
            case 0 -> new Score.Inside(Score.Extent.SUBDIVISION);
            case 1 -> new Score.Inside(Score.Extent.COUNTRY);
            case 2 -> new Score.Inside(Score.Extent.CONTINENT);
            case 3 -> new Score.Inside(Score.Extent.EVERYWHERE);
            default -> new Score.Elsewhere();
          });
    }
  }

  /**
   * Distances shrunk by a positive bias, stretched by a negative one (Developer Guide,
   * "Geoproximity routing").
   */
  private void byBiasedDistance(Candidates group, Location here) {
    room();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      double distance = kilometres(group, ordinal, here);
      int bias = group.bias(ordinal);
      double factor = bias < 0 ? 1 / (1 + bias / 100.0) : 1 - bias / 100.0;
      scores[ordinal] = distance == UNKNOWN ? UNKNOWN : distance * factor;
      if (witness != null) {
        double known = distance == UNKNOWN ? Double.NaN : distance;
        witness.scored(level, group, ordinal, new Score.Distance(known, known * factor));
      }
    }
  }

  /** The location of the longest network first, then of shorter ones around it, then {@code *}. */
  private void byNetwork(Candidates group, Client client) {
    room();
    NetworkTable table = group.networks();
    int longest = client.longest(table);
    for (int ordinal = 0; ordinal < count; ordinal++) {
      int location = group.networkLocation(ordinal);
      int at = longest;
      while (at != NetworkTable.NONE && table.value(at) != location) {
        at = table.shorter(at);
      }
      if (location == Candidates.EVERYWHERE_ELSE) {
        scores[ordinal] = EVERYWHERE_ELSE;
      } else {
        scores[ordinal] =
            at == NetworkTable.NONE ? TAKEN : EVERYWHERE_ELSE - 1 - table.prefixLength(at);
      }
      tellNetwork(group, ordinal, scores[ordinal]);
    }
  }

  private void tellNetwork(Candidates group, int ordinal, double score) {
    if (witness != null) {
      Score told = new Score.Network(EVERYWHERE_ELSE - 1 - (int) score);
      if (score == TAKEN) {
        told = new Score.Elsewhere();
      } else if (score == EVERYWHERE_ELSE) {
        told = new Score.EverywhereElse();
      }
      witness.scored(level, group, ordinal, told);
    }
  }

  /** The lowest score; of equal ones the first. */
  private int lowest() {
    int lowest = NONE;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      double score = scores[ordinal];
      if (score >= 0 && (lowest == NONE || score < scores[lowest])) {
        lowest = ordinal;
      }
    }
    if (lowest != NONE) {
      scores[lowest] = TAKEN;
    }
    return lowest;
  }

  /** Among weights above zero as long as there are any; then the zeros, each as likely. */
  private int drawByWeight(Candidates group, RandomGenerator draw) {
    int sum = 0;
    int zeros = 0;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      double weight = scores[ordinal];
      if (weight > 0) {
        sum += (int) weight;
      } else if (weight == 0) {
        zeros++;
      }
    }
    if (sum == 0 && zeros == 0) {
      return NONE;
    }
    int bound = sum > 0 ? sum : zeros;
    int drawn = Draw.below(draw, bound);
    int point = drawn;
    int ordinal = -1;
    do {
      ordinal++;
      double weight = scores[ordinal];
      if (sum > 0) {
        point -= weight > 0 ? (int) weight : 0;
      } else if (weight == 0) {
        point--;
      }
    } while (point >= 0);
    scores[ordinal] = TAKEN;
    if (witness != null) {
      witness.drawn(level, group, ordinal, drawn, bound);
    }
    return ordinal;
  }

  private void room() {
    if (scores.length < count) {
      scores = Arrays.copyOf(scores, Integer.highestOneBit(count) * 2);
    }
  }
}
