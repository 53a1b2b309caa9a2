package dev.understudy.control;

import dev.understudy.intent.CidrCollection;
import dev.understudy.model.CidrCollectionChange;
import dev.understudy.model.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A CIDR collection: which location each of its blocks belongs to. A location exists as long as it
 * has a block.
 *
 * @param version 1 at creation, then one more with every change
 * @param blocks to the names of their locations, at most {@link #BLOCKS_MAX}
 */
record CidrMap(
    String id, String name, String callerReference, long version, SortedMap<Cidr, String> blocks) {
  /** Developer Guide, "Quotas"; holds always, so that a collection is never more than one value. */
  static final int BLOCKS_MAX = 1000;

  CidrMap {
    blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
  }

  /** The blocks of each location, both in order of lists. */
  SortedMap<String, SortedSet<Cidr>> locations() {
    var locations = new TreeMap<String, SortedSet<Cidr>>();
    blocks.forEach(
        (block, location) -> locations.computeIfAbsent(location, _ -> new TreeSet<>()).add(block));
    return locations;
  }

  /**
   * The next version. Changes act in order; whether a block is in two locations is asked at the
   * end, so one request can move it, whichever half comes first.
   *
   * @throws ApiException InvalidInput, CidrBlockInUseException or LimitsExceeded
   */
  CidrMap with(List<CidrCollectionChange> changes) throws ApiException {
    var held = new TreeMap<Cidr, SortedSet<String>>();
    blocks.forEach((block, location) -> held.put(block, new TreeSet<>(List.of(location))));
    int named = 0;
    for (CidrCollectionChange change : changes) {
      named += change.cidrList().size();
      for (String text : change.cidrList()) {
        var locations = held.computeIfAbsent(Cidr.parse(text), _ -> new TreeSet<>());
        switch (change.action()) {
          case PUT -> locations.add(change.locationName());
          case DELETE_IF_EXISTS -> locations.remove(change.locationName());
        }
      }
    }
    if (named > BLOCKS_MAX) {
      throw Errors.invalidInput(
          "Invalid request: more than " + BLOCKS_MAX + " CIDR blocks in one request.");
    }
    return new CidrMap(id, name, callerReference, version + 1, single(held));
  }

  /** What those who answer need of it. */
  CidrCollection meaning() {
    var meaning = new ArrayList<CidrCollection.Location>();
    locations()
        .forEach((location, held) ->
            meaning.add(
                new CidrCollection.Location(location, held.stream().map(Cidr::meaning).toList())));
    return new CidrCollection(id, meaning);
  }

  private SortedMap<Cidr, String> single(SortedMap<Cidr, SortedSet<String>> held)
      throws ApiException {
    var single = new TreeMap<Cidr, String>();
    var shared = new ArrayList<String>();
    held.forEach((block, locations) -> {
      if (locations.size() > 1) {
        shared.add(block + " (" + String.join(", ", locations) + ")");
      } else if (!locations.isEmpty()) {
        single.put(block, locations.first());
      }
    });
    if (!shared.isEmpty()) {
      throw new ApiException(
          ErrorCode.CIDR_BLOCK_IN_USE_EXCEPTION,
          "A CIDR block can be in only one location of a collection: " + String.join("; ", shared));
    }
    if (single.size() > BLOCKS_MAX) {
      throw new ApiException(
          ErrorCode.LIMITS_EXCEEDED,
          "A CIDR collection cannot have more than " + BLOCKS_MAX + " CIDR blocks.");
    }
    return single;
  }
}
