package dev.understudy.routing;

import java.util.Arrays;
import java.util.random.RandomGenerator;

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

  /** The score of a candidate that was offered already. */
  private static final double TAKEN = -1;

  private double[] scores = new double[16];
  private Policy policy = Policy.SIMPLE;
  private int count;
  private int offered;

  /** Starts empty. */
  Order() {}

  /** Starts with a group for a client. */
  void begin(Candidates group, Client client) {
    policy = group.policy();
    count = group.count();
    offered = 0;
    switch (policy) {
      case SIMPLE, FAILOVER -> {} // PRIMARY is stored before SECONDARY
      case LATENCY, GEOLOCATION, GEOPROXIMITY, IP_BASED -> {}
      case WEIGHTED -> weigh(group);
      case MULTIVALUE ->
          throw new IllegalStateException("multivalue draws several, not one after the other");
    }
  }

  /** The next candidate, or {@link #NONE}. */
  int next(RandomGenerator draw) {
    return switch (policy) {
      case SIMPLE, FAILOVER -> offered == count ? NONE : offered++;
      case LATENCY, GEOLOCATION, GEOPROXIMITY, IP_BASED -> offered == count ? NONE : offered++;
      case WEIGHTED, MULTIVALUE -> drawByWeight(draw);
    };
  }

  private void weigh(Candidates group) {
    room();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      scores[ordinal] = group.weight(ordinal);
    }
  }

  /** Among weights above zero as long as there are any; then the zeros, each as likely. */
  private int drawByWeight(RandomGenerator draw) {
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
    int point = Draw.below(draw, sum > 0 ? sum : zeros);
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
    return ordinal;
  }

  private void room() {
    if (scores.length < count) {
      scores = Arrays.copyOf(scores, Integer.highestOneBit(count) * 2);
    }
  }
}
