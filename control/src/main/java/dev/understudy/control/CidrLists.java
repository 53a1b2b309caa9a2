package dev.understudy.control;

import dev.understudy.intent.CidrCollection;
import dev.understudy.model.CidrBlockSummary;
import dev.understudy.model.CollectionSummary;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ListCidrBlocksRequest;
import dev.understudy.model.ListCidrBlocksResponse;
import dev.understudy.model.ListCidrCollectionsRequest;
import dev.understudy.model.ListCidrCollectionsResponse;
import dev.understudy.model.ListCidrLocationsRequest;
import dev.understudy.model.ListCidrLocationsResponse;
import dev.understudy.model.LocationSummary;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists CIDR collections by name, locations by name, and blocks by location and address. The token
 * of a page names its first item, so a page begins rightly even if that item is gone by then.
 */
final class CidrLists {
  private static final int PAGE_MAX = 100;

  private final Store store;

  CidrLists(Store store) {
    this.store = store;
  }

  static ApiException noSuchCollection(String id) {
    return new ApiException(
        ErrorCode.NO_SUCH_CIDR_COLLECTION_EXCEPTION,
        "The CIDR collection with ID " + id + " was not found.");
  }

  /** A collection as those who answer know it; null if there is none. */
  @Nullable CidrCollection meaning(String id) {
    Entry held = store.get(Keys.cidrCollection(id));
    return held == null ? null : CidrCodec.read(id, held.value().octets()).meaning();
  }

  ListCidrCollectionsResponse collections(ListCidrCollectionsRequest request) throws ApiException {
    int size = size(request.maxResults());
    String token = request.nextToken();
    Key from = token == null ? null : Keys.cidrName(token);
    List<Entry> names = store.scan(Keys.prefix(Space.CIDR_NAME), from, size + 1);
    var shown = new ArrayList<CollectionSummary>();
    for (Entry name : names.subList(0, Math.min(size, names.size()))) {
      String id = SmallCodecs.readText(name.value().octets());
      Entry held = store.get(Keys.cidrCollection(id));
      if (held != null) {
        CidrMap map = CidrCodec.read(id, held.value().octets());
        shown.add(new CollectionSummary(CidrCollections.arn(id), id, map.name(), map.version()));
      }
    }
    String next = names.size() > size ? Keys.lastText(names.get(size).key().octets()) : null;
    return new ListCidrCollectionsResponse(next, shown);
  }

  ListCidrLocationsResponse locations(ListCidrLocationsRequest request) throws ApiException {
    int size = size(request.maxResults());
    String token = request.nextToken();
    List<String> names = new ArrayList<>(map(request.collectionId()).locations().keySet());
    if (token != null) {
      names.removeIf(name -> name.compareTo(token) < 0);
    }
    return new ListCidrLocationsResponse(
        names.size() > size ? names.get(size) : null,
        names.stream().limit(size).map(LocationSummary::new).toList());
  }

  ListCidrBlocksResponse blocks(ListCidrBlocksRequest request) throws ApiException {
    int size = size(request.maxResults());
    Place from = place(request.nextToken());
    String wanted = request.locationName();
    var locations = map(request.collectionId()).locations();
    if (wanted != null && !locations.containsKey(wanted)) {
      throw new ApiException(
          ErrorCode.NO_SUCH_CIDR_LOCATION_EXCEPTION,
          "The CIDR location "
              + wanted
              + " was not found in the CIDR collection with ID "
              + request.collectionId()
              + ".");
    }
    SortedSet<Place> places = new TreeSet<>();
    locations.forEach((location, blocks) -> {
      if (wanted == null || wanted.equals(location)) {
        blocks.forEach(block -> places.add(new Place(location, block)));
      }
    });
    List<Place> rest = List.copyOf(from == null ? places : places.tailSet(from));
    return new ListCidrBlocksResponse(
        rest.size() > size ? rest.get(size).token() : null,
        rest.stream()
            .limit(size)
            .map(place -> new CidrBlockSummary(place.block().toString(), place.location()))
            .toList());
  }

  private CidrMap map(String id) throws ApiException {
    Entry entry = store.get(Keys.cidrCollection(id));
    if (entry == null) {
      throw noSuchCollection(id);
    }
    return CidrCodec.read(id, entry.value().octets());
  }

  private static int size(@Nullable String maxResults) throws ApiException {
    return Pages.size("MaxResults", maxResults, PAGE_MAX, PAGE_MAX);
  }

  private static @Nullable Place place(@Nullable String token) throws ApiException {
    if (token == null) {
      return null;
    }
    int blank = token.indexOf(' ');
    try {
      return new Place(
          token.substring(0, Math.max(0, blank)), Cidr.parse(token.substring(blank + 1)));
    } catch (ApiException e) {
      throw Errors.invalidInput("The value of NextToken is not one that a list has returned.");
    }
  }

  /** A block where it is, in order of lists. */
  private record Place(String location, Cidr block) implements Comparable<Place> {
    String token() {
      return location + " " + block;
    }

    @Override
    public int compareTo(Place other) {
      int byLocation = location.compareTo(other.location);
      return byLocation != 0 ? byLocation : block.compareTo(other.block);
    }
  }
}
