package dev.understudy.routing;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Atlas.Asker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Section 4 of the routing specification again, in the plainest way: in which order a policy offers
 * the candidates of a group to a client, for the policies that draw nothing. Knows nothing of the
 * router but the places of AWS regions.
 */
public final class Rules {
  private static final Map<String, String> CONTINENTS =
      Map.of(
          "US", "NA", "PR", "NA", "GU", "OC", "FR", "EU", "TR", "EU", "EG", "AF", "CN", "AS", "NA",
          "AF", "SA", "AS", "GB", "EU");

  private Rules() {}

  /**
   * The candidates that match, first to last; of equals the one that comes first in the group, of
   * regions the first in ASCII order.
   *
   * @param collections by id
   */
  public static List<Integer> order(
      List<RoutingPolicy> group, Asker asker, Map<String, CidrCollection> collections) {
    return switch (group.getFirst()) {
      case Simple() -> all(group);
      case Failover _ -> sorted(group, policy -> ((Failover) policy).primary() ? 0 : 1);
      case Latency _ -> {
        var order = all(group);
        order.sort(Comparator.comparing(at -> ((Latency) group.get(at)).region()));
        order.sort(Comparator.comparingDouble(at -> latency((Latency) group.get(at), asker)));
        yield order;
      }
      case Geolocation _ -> areas(group, asker);
      case Geoproximity _ -> sorted(group, policy -> biased((Geoproximity) policy, asker));
      case IpBased(String id, String _) -> locations(group, asker, collections.get(id));
      case Weighted _, Multivalue() -> throw new IllegalArgumentException("drawn: " + group);
    };
  }

  private static double latency(Latency policy, Asker asker) {
    if (policy.region().equals("cn-north-1") && "CN".equals(country(asker))) {
      return -1;
    }
    Double measured = asker.measured().get(policy.region());
    if (measured != null) {
      return measured;
    }
    // 200 km/ms in fibre, there and back, over cables half as long again (ADR 14).
    return kilometres(asker.standing(), Regions.place(policy.region())) * 2 * 1.5 / 200;
  }

  private static List<Integer> areas(List<RoutingPolicy> group, Asker asker) {
    LocationTable.Place place = asker.place();
    String country = country(asker);
    var wanted = new ArrayList<Geolocation>();
    if (place != null && place.subdivision() != null && Objects.equals(country, place.country())) {
      wanted.add(new Geolocation(null, country, place.subdivision()));
    }
    if (country != null) {
      wanted.add(new Geolocation(null, country, null));
    }
    String counted = country == null ? null : CONTINENTS.get(country);
    String continent = counted == null && place != null ? place.continent() : counted;
    if (continent != null) {
      wanted.add(new Geolocation(continent, null, null));
    }
    wanted.add(new Geolocation(null, "*", null));
    return wanted.stream().map(group::indexOf).filter(at -> at >= 0).toList();
  }

  /** US territories are countries, not states. */
  private static @Nullable String country(Asker asker) {
    if (asker.place() == null) {
      return null;
    }
    String subdivision = Objects.toString(asker.place().subdivision());
    boolean territory =
        "US".equals(asker.place().country()) && List.of("PR", "GU").contains(subdivision);
    return territory ? subdivision : asker.place().country();
  }

  private static double biased(Geoproximity policy, Asker asker) {
    Coordinates place = policy.coordinates();
    if (policy.region() != null) {
      place = Regions.place(policy.region());
    } else if (policy.localZoneGroup() != null) {
      place = Regions.placeOfGroup(policy.localZoneGroup());
    }
    double distance = kilometres(asker.standing(), place);
    double bias = policy.bias();
    return bias >= 0 ? distance * (1 - bias / 100) : distance / (1 + bias / 100);
  }

  /** By longest matching network; a location that no candidate names is passed over. */
  private static List<Integer> locations(
      List<RoutingPolicy> group, Asker asker, @Nullable CidrCollection collection) {
    record Match(CidrBlock block, String location) {}
    var matches = new ArrayList<Match>();
    if (collection != null) {
      for (var location : collection.locations()) {
        for (CidrBlock block : location.blocks()) {
          if (block.contains(asker.network())) {
            matches.add(new Match(block, location.name()));
          }
        }
      }
    }
    matches.sort(Comparator.comparingInt(match -> -match.block().prefixLength()));
    var names = new ArrayList<>(matches.stream().map(Match::location).toList());
    names.add("*");
    String id = ((IpBased) group.getFirst()).collectionId();
    return names.stream()
        .map(name -> group.indexOf(new IpBased(id, name)))
        .filter(at -> at >= 0)
        .distinct()
        .toList();
  }

  /** Along a great circle, by the haversine; farther than anything if either end is not known. */
  private static double kilometres(@Nullable Coordinates from, @Nullable Coordinates to) {
    if (from == null || to == null) {
      return Double.POSITIVE_INFINITY;
    }
    double north = Math.toRadians(to.latitude() - from.latitude());
    double east = Math.toRadians(to.longitude() - from.longitude());
    double half =
        Math.pow(Math.sin(north / 2), 2)
            + Math.cos(Math.toRadians(from.latitude()))
                * Math.cos(Math.toRadians(to.latitude()))
                * Math.pow(Math.sin(east / 2), 2);
    return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half)));
  }

  private static List<Integer> sorted(
      List<RoutingPolicy> group, java.util.function.ToDoubleFunction<RoutingPolicy> score) {
    var order = all(group);
    order.sort(Comparator.comparingDouble(at -> score.applyAsDouble(group.get(at))));
    return order;
  }

  private static List<Integer> all(List<RoutingPolicy> group) {
    var all = new ArrayList<Integer>();
    for (int at = 0; at < group.size(); at++) {
      all.add(at);
    }
    return all;
  }
}
