package dev.understudy.possibility;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.LocationTable.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The classes of clients that a tree of record sets may tell apart: each place that it mentions,
 * combined, and everywhere else.
 *
 * <p>Of blocks that lie in the same locations, one stands for all. For latency and geoproximity a
 * client at each place mentioned stands for those near it: its second choice is that of the place
 * itself, which may differ a little further away.
 */
final class Clientele {
  /** More are not combined: each place is then taken by itself. */
  static final int CLASSES_MAX = 256;

  private final List<Axis<CidrBlock>> networks = new ArrayList<>();
  private final List<Axis<Place>> areas = new ArrayList<>();
  private final List<Axis<Coordinates>> points = new ArrayList<>();

  private Clientele() {}

  private record Axis<T>(String label, @Nullable T value) {}

  static List<ClientClass> of(Reach reach) {
    var clientele = new Clientele();
    clientele.networks(reach.blocks);
    clientele.areas(List.copyOf(reach.areas));
    reach.points.forEach((at, name) -> clientele.points.add(new Axis<>("near " + name, at)));
    return clientele.classes();
  }

  private List<ClientClass> classes() {
    var anyNetwork = new Axis<CidrBlock>("", null);
    var anyArea = new Axis<Place>("", null);
    var anyPoint = new Axis<Coordinates>("", null);
    networks.add(anyNetwork);
    areas.add(anyArea);
    points.add(anyPoint);
    var classes = new LinkedHashSet<ClientClass>();
    if ((long) networks.size() * areas.size() * points.size() <= CLASSES_MAX) {
      for (var network : networks) {
        for (var area : areas) {
          points.forEach(point -> classes.add(combined(network, area, point)));
        }
      }
    } else {
      networks.forEach(network -> classes.add(combined(network, anyArea, anyPoint)));
      areas.forEach(area -> classes.add(combined(anyNetwork, area, anyPoint)));
      points.forEach(point -> classes.add(combined(anyNetwork, anyArea, point)));
      // everywhere else comes last
      classes.remove(combined(anyNetwork, anyArea, anyPoint));
      classes.add(combined(anyNetwork, anyArea, anyPoint));
    }
    return List.copyOf(classes);
  }

  private ClientClass combined(Axis<CidrBlock> network, Axis<Place> area, Axis<Coordinates> point) {
    String label =
        List.of(network.label, area.label, point.label).stream()
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" and "));
    boolean one = networks.size() + areas.size() + points.size() == 3;
    return new ClientClass(
        label.isEmpty() ? (one ? "any client" : "everywhere else") : label,
        network.value,
        area.value,
        point.value);
  }

  /** By the locations that a block lies in, the innermost first. */
  private void networks(Map<CidrBlock, String> blocks) {
    var byLocations = new LinkedHashMap<List<String>, List<CidrBlock>>();
    for (CidrBlock block : blocks.keySet()) {
      List<String> around =
          blocks.entrySet().stream()
              .filter(other -> other.getKey().contains(block))
              .sorted(Comparator.comparingInt(other -> -other.getKey().prefixLength()))
              .map(Map.Entry::getValue)
              .distinct()
              .toList();
      byLocations.computeIfAbsent(around, _ -> new ArrayList<>()).add(block);
    }
    byLocations.forEach((around, same) -> {
      String more = same.size() == 1 ? "" : " and " + (same.size() - 1) + " more";
      String inside =
          around.size() == 1
              ? ""
              : " inside " + String.join(", ", around.subList(1, around.size()));
      networks.add(
          new Axis<>(
              "in " + around.getFirst() + " (" + same.getFirst() + more + ")" + inside,
              same.getFirst()));
    });
  }

  /** Smaller areas first; of a larger one what the smaller ones leave. */
  private void areas(List<Place> mentioned) {
    mentioned.stream()
        .sorted(Comparator.comparingInt(Clientele::size))
        .forEach(place -> areas.add(new Axis<>(label(place, mentioned), place)));
  }

  private static int size(Place place) {
    if (place.subdivision() != null) {
      return 0;
    }
    return place.country() != null ? 1 : 2;
  }

  private static String label(Place place, List<Place> mentioned) {
    String country = place.country();
    if (place.subdivision() != null) {
      return "in " + country + "-" + place.subdivision();
    }
    boolean smaller =
        mentioned.stream()
            .anyMatch(other ->
                country == null
                    ? other.country() != null
                    : other.subdivision() != null && Objects.equals(country, other.country()));
    return (smaller ? "elsewhere in " : "in ")
        + (country == null ? "continent " + place.continent() : country);
  }
}
