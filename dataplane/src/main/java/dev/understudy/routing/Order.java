package dev.understudy.routing;

import java.util.random.RandomGenerator;

/**
 * The order in which a policy offers its candidates (routing of one group, before health).
 *
 * <p>This is the one place that knows how policies differ. Weights, places and networks are kept
 * with the records; until they are read here, their groups are offered in stored order.
 */
final class Order {
  private Order() {}

  /**
   * The candidate offered in a round.
   *
   * @param round from 0; one less than {@link Candidates#count} at most
   */
  static int candidate(Candidates group, int round, Client client, RandomGenerator draw) {
    return switch (group.policy()) {
      case SIMPLE, FAILOVER -> round; // PRIMARY is stored before SECONDARY
      case WEIGHTED, LATENCY, GEOLOCATION, GEOPROXIMITY, IP_BASED -> round;
      case MULTIVALUE ->
          throw new IllegalStateException("multivalue draws several, not one after the other");
    };
  }
}
