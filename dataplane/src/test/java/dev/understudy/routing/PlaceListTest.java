package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.LocationTable.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceListTest {
  private static final int PLACES = 20_000;

  @Test
  void equalPlacesHaveOneNumberAndDifferentOnesAreKeptAsTheyAre() {
    var random = new SplittableRandom(4);
    var list = new PlaceList();
    Map<Place, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < PLACES; i++) {
      Place place = place(random);
      int expected = numbers.computeIfAbsent(place, _ -> numbers.size());
      assertThat(list.number(place)).as(place.toString()).isEqualTo(expected);
    }
    assertThat(list.count()).isEqualTo(numbers.size()).isBetween(PLACES / 10, PLACES - 1);
    var kept = new ArrayList<Place>();
    for (int i = 0; i < list.count(); i++) {
      kept.add(
          new Place(
              Area.letters(list.area(i, 0)),
              Area.letters(list.area(i, 1)),
              Area.letters(list.area(i, 2)),
              list.isPlaced(i) ? new Coordinates(list.latitude(i), list.longitude(i)) : null));
    }
    assertThat(kept).containsExactlyElementsOf(numbers.keySet());
  }

  private static Place place(SplittableRandom random) {
    Coordinates at =
        random.nextInt(5) == 0
            ? null
            : new Coordinates(random.nextInt(-90, 90) / 2.0, random.nextInt(-180, 180) / 4.0);
    return new Place(
        one(random, "EU", "NA"), one(random, "FR", "US"), one(random, "CA", "ENG"), at);
  }

  private static @Nullable String one(SplittableRandom random, String... texts) {
    int at = random.nextInt(texts.length + 1);
    return at == texts.length ? null : texts[at];
  }
}
