package dev.understudy.intent;

import java.util.List;

/**
 * Named sets of networks, which IP-based record sets refer to (Route 53 API, CidrCollection). A
 * network belongs to one location of a collection.
 *
 * @param id the UUID, lower case
 */
public record CidrCollection(String id, List<Location> locations) {
  public CidrCollection {
    locations = List.copyOf(locations);
  }

  /**
   * The networks that share a name.
   *
   * @param name unique in its collection; never {@code *}, which stands for all other clients
   */
  public record Location(String name, List<CidrBlock> blocks) {
    public Location {
      blocks = List.copyOf(blocks);
    }
  }
}
