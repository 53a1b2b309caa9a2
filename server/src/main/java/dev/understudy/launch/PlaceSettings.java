package dev.understudy.launch;

import dev.understudy.geography.Cidr;
import dev.understudy.geography.DefaultLocation;
import dev.understudy.geography.MapSources;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.NetworkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What decides where a client is taken to be.
 *
 * @param maps files that say where networks are
 * @param ecsFrom resolvers whose client subnets are believed; null for all
 */
record PlaceSettings(MapSources maps, @Nullable List<CidrBlock> ecsFrom) {
  private static final List<String> NO_ONE = List.of("none");

  PlaceSettings {
    ecsFrom = ecsFrom == null ? null : List.copyOf(ecsFrom);
  }

  /** Checks what was given; problems are told, and what they are about is left out. */
  static PlaceSettings of(ServerOptions options, Consumer<String> problems) {
    return new PlaceSettings(
        new MapSources(
            options.geoDb, options.latencyTable, elsewhere(options.defaultLocation, problems)),
        ecsFrom(options.ecsFrom, problems));
  }

  private static @Nullable Coordinates elsewhere(@Nullable String text, Consumer<String> problems) {
    try {
      return text == null ? null : DefaultLocation.parse(text);
    } catch (IllegalArgumentException e) {
      problems.accept("--default-location " + e.getMessage());
      return null;
    }
  }

  private static @Nullable List<CidrBlock> ecsFrom(List<String> texts, Consumer<String> problems) {
    if (texts.isEmpty()) {
      return null;
    }
    var blocks = new ArrayList<CidrBlock>();
    for (String text : texts.equals(NO_ONE) ? List.<String>of() : texts) {
      try {
        blocks.add(Cidr.parse(text.strip()));
      } catch (IllegalArgumentException e) {
        problems.accept("--ecs-from " + e.getMessage());
      }
    }
    return blocks;
  }

  /** The same resolvers, for the responder. */
  NetworkTable clientSubnetsFrom() {
    if (ecsFrom == null) {
      return NetworkTable.EVERYWHERE;
    }
    var table = new NetworkTable.Builder();
    ecsFrom.forEach(block -> table.add(block.octets(), block.prefixLength(), 0));
    return table.build();
  }

  /** For the log at start; empty if nothing was set. */
  String summary() {
    Coordinates elsewhere = maps.elsewhere();
    return (maps.places() == null ? "" : " geo-db=" + maps.places())
        + (maps.latencies() == null ? "" : " latency-table=" + maps.latencies())
        + (elsewhere == null
            ? ""
            : " default-location=" + elsewhere.latitude() + "," + elsewhere.longitude())
        + (ecsFrom == null ? "" : " ecs-from=" + (ecsFrom.isEmpty() ? "none" : ecsFrom));
  }
}
