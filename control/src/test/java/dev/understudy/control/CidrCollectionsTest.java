package dev.understudy.control;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.deleting;
import static dev.understudy.control.ApiFixture.set;
import static dev.understudy.model.CidrCollectionChangeAction.DELETE_IF_EXISTS;
import static dev.understudy.model.CidrCollectionChangeAction.PUT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeCidrCollectionResponse;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.CidrBlockSummary;
import dev.understudy.model.CidrCollection;
import dev.understudy.model.CidrCollectionChange;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.CollectionSummary;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateCidrCollectionResponse;
import dev.understudy.model.DeleteCidrCollectionRequest;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetChangeResponse;
import dev.understudy.model.ListCidrBlocksRequest;
import dev.understudy.model.ListCidrBlocksResponse;
import dev.understudy.model.ListCidrCollectionsRequest;
import dev.understudy.model.ListCidrCollectionsResponse;
import dev.understudy.model.ListCidrLocationsRequest;
import dev.understudy.model.ListCidrLocationsResponse;
import dev.understudy.model.LocationSummary;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route 53 API Reference, CIDR collections; Developer Guide, "IP-based routing". */
class CidrCollectionsTest {
  private static final String NONE = "00000000-0000-0000-0000-000000000000";

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aCollectionIsCreatedOnceForItsNameAndReference() throws Exception {
    CreateCidrCollectionResponse first = create("isp", "reference-1");
    CidrCollection made = requireNonNull(first.collection());
    String id = requireNonNull(made.id());
    assertThat(id).matches("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    assertThat(made)
        .isEqualTo(new CidrCollection("arn:aws:route53:::cidrcollection/" + id, id, "isp", 1L));
    assertThat(first.location()).isEqualTo("/2013-04-01/cidrcollection/" + id);

    assertThat(create("isp", "reference-1")).isEqualTo(first);
    assertThat(api.refusal(new CreateCidrCollectionRequest("isp", "reference-2")))
        .isEqualTo(
            "CidrCollectionAlreadyExistsException: A CIDR collection with the name isp and a"
                + " different caller reference already exists.");
    api.api.handle(new DeleteCidrCollectionRequest(id));
    assertThat(requireNonNull(create("isp", "reference-2").collection()).id()).isNotEqualTo(id);
  }

  @Test
  void aReplayAnswersWithTheCollectionAsItIsNow() throws Exception {
    String id = requireNonNull(requireNonNull(create("isp", "again").collection()).id());
    change(id, null, put("a", "10.0.0.0/8"));
    assertThat(requireNonNull(create("isp", "again").collection()).version()).isEqualTo(2);
  }

  @Test
  void blocksArePutAndDeletedAndEachChangeIsAVersion() throws Exception {
    String id = api.collection("isp");
    change(id, 1L, put("a", "10.0.0.0/8", "2001:DB8::/32"), put("b", "192.0.2.0/24"));
    assertThat(blocks(id, null))
        .containsExactly("a 10.0.0.0/8", "a 2001:db8::/32", "b 192.0.2.0/24");
    change(id, 2L, put("a", "10.1.0.0/16", "10.0.0.0/8"), delete("b", "192.0.2.0/24"));
    assertThat(blocks(id, null))
        .containsExactly("a 10.0.0.0/8", "a 10.1.0.0/16", "a 2001:db8::/32");
    assertThat(locations(id)).as("a location goes with its last block").containsExactly("a");
    change(id, null, delete("gone", "10.0.0.0/8"), delete("a", "172.16.0.0/12"));
    assertThat(blocks(id, "a")).containsExactly("a 10.0.0.0/8", "a 10.1.0.0/16", "a 2001:db8::/32");
    assertThat(version(id)).isEqualTo(4);
  }

  @Test
  void aChangeCanBeAskedAbout() throws Exception {
    String id = api.collection("isp");
    String change = change(id, null, put("a", "10.0.0.0/8"));
    for (String form : List.of(change, "/change/" + change)) {
      var response = (GetChangeResponse) api.api.handle(new GetChangeRequest(form));
      assertThat(response.changeInfo().status()).isEqualTo(ChangeStatus.INSYNC);
    }
  }

  @Test
  void anotherVersionThanExpectedIsRefused() throws Exception {
    String id = api.collection("isp");
    assertThat(refusal(id, 2L, put("a", "10.0.0.0/8")))
        .isEqualTo(
            "CidrCollectionVersionMismatchException: The CIDR collection version 2 does not match"
                + " the current version 1.");
    assertThat(version(id)).isEqualTo(1);
  }

  @Test
  void aBlockIsInOneLocationButBlocksMayOverlap() throws Exception {
    String id = api.collection("isp");
    change(id, null, put("a", "10.0.0.0/8"), put("b", "10.0.0.0/9", "10.1.0.0/16"));
    assertThat(refusal(id, null, put("c", "192.0.2.0/24"), put("b", "10.0.0.0/8")))
        .isEqualTo(
            "CidrBlockInUseException: A CIDR block can be in only one location of a collection:"
                + " 10.0.0.0/8 (a, b)");
    assertThat(refusal(id, null, put("c", "2001:db8::/32"), put("d", "2001:0DB8::/32")))
        .startsWith("CidrBlockInUseException: ");
    assertThat(blocks(id, null))
        .as("nothing was written")
        .containsExactly("a 10.0.0.0/8", "b 10.0.0.0/9", "b 10.1.0.0/16");
    assertThat(version(id)).isEqualTo(2);
  }

  @Test
  void oneRequestMovesABlockWhicheverHalfComesFirst() throws Exception {
    String id = api.collection("isp");
    change(id, null, put("a", "10.0.0.0/8"));
    change(id, null, put("b", "10.0.0.0/8"), delete("a", "10.0.0.0/8"));
    assertThat(blocks(id, null)).containsExactly("b 10.0.0.0/8");
    change(id, null, delete("b", "10.0.0.0/8"), put("a", "10.0.0.0/8"));
    assertThat(blocks(id, null)).containsExactly("a 10.0.0.0/8");
    change(id, null, put("a", "11.0.0.0/8"), delete("a", "11.0.0.0/8"));
    assertThat(blocks(id, null)).as("in order").containsExactly("a 10.0.0.0/8");
  }

  @Test
  void badBlocksRefuseTheWholeChange() throws Exception {
    String id = api.collection("isp");
    assertThat(refusal(id, null, put("a", "10.0.0.0/8"), put("b", "192.0.2.1/24")))
        .isEqualTo(
            "InvalidInput: Invalid request: '192.0.2.1/24' is not a valid CIDR block: its address"
                + " has bits behind the prefix; the network is 192.0.2.0/24.");
    assertThat(blocks(id, null)).isEmpty();
  }

  @Test
  void aCollectionHoldsAThousandBlocks() throws Exception {
    String id = api.collection("isp");
    change(id, null, put("a", blocks(0, 1000)));
    assertThat(refusal(id, null, put("b", "192.0.2.0/24")))
        .isEqualTo("LimitsExceeded: A CIDR collection cannot have more than 1000 CIDR blocks.");
    change(id, null, delete("a", "10.0.0.0/24"), put("b", "192.0.2.0/24"));
    assertThat(refusal(id, null, delete("a", blocks(0, 1000)), put("b", "192.0.3.0/24")))
        .isEqualTo("InvalidInput: Invalid request: more than 1000 CIDR blocks in one request.");
    assertThat(blocks(id, null)).hasSize(1000).contains("b 192.0.2.0/24");
  }

  @Test
  void collectionsHaveTheQuotaOfRoute53WhereItIsAskedFor() throws Exception {
    try (var limited =
        new ApiFixture(
            folder.resolve("limited"), new ControlSettings(Quotas.ROUTE53, true, List.of()))) {
      for (int i = 0; i < 5; i++) {
        limited.collection("collection-" + i);
      }
      assertThat(limited.refusal(new CreateCidrCollectionRequest("one-more", "x")))
          .isEqualTo("LimitsExceeded: This account has reached its limit of 5 CIDR collections.");
    }
  }

  @Test
  void onlyAnEmptyCollectionIsDeleted() throws Exception {
    String id = api.collection("isp");
    change(id, null, put("a", "10.0.0.0/8"));
    assertThat(api.refusal(new DeleteCidrCollectionRequest(id)))
        .isEqualTo(
            "CidrCollectionInUseException: The CIDR collection "
                + id
                + " is not empty: delete its CIDR blocks first.");
    change(id, null, delete("a", "10.0.0.0/8"));
    api.api.handle(new DeleteCidrCollectionRequest(id));
    assertThat(collections()).isEmpty();
    assertThat(api.refusal(new DeleteCidrCollectionRequest(id))).isEqualTo(missing(id));
  }

  @Test
  void whatIsNotThereIsToldByItsOwnCode() throws Exception {
    String id = api.collection("isp");
    assertThat(refusal(NONE, null, put("a", "10.0.0.0/8"))).isEqualTo(missing(NONE));
    assertThat(api.refusal(new ListCidrLocationsRequest(NONE, null, null)))
        .isEqualTo(missing(NONE));
    assertThat(api.refusal(new ListCidrBlocksRequest(NONE, null, null, null)))
        .isEqualTo(missing(NONE));
    assertThat(api.refusal(new ListCidrBlocksRequest(id, "tokyo", null, null)))
        .isEqualTo(
            "NoSuchCidrLocationException: The CIDR location tokyo was not found in the CIDR"
                + " collection with ID "
                + id
                + ".");
    assertThat(api.refusal(new ListCidrBlocksRequest(id, null, "nonsense", null)))
        .startsWith("InvalidInput: ");
    assertThat(api.refusal(new ListCidrBlocksRequest(id, null, null, "0")))
        .isEqualTo("InvalidInput: MaxResults '0' is not a number of 1 or more.");
  }

  @Test
  void listsComeInPagesThatBeginWithTheirToken() throws Exception {
    for (String name : List.of("c", "a", "b", "B")) {
      api.collection(name);
    }
    assertThat(collections())
        .extracting(CollectionSummary::name)
        .containsExactly("B", "a", "b", "c");
    String id = requireNonNull(collections().getFirst().id());
    change(id, null, put("x", blocks(0, 5)), put("y", blocks(5, 5)), put("z", "1::/16"));
    var expected = new ArrayList<String>();
    for (String block : blocks(0, 5)) {
      expected.add("x " + block);
    }
    for (String block : blocks(5, 5)) {
      expected.add("y " + block);
    }
    assertThat(blocks(id, "y")).isEqualTo(expected.subList(5, 10));
    expected.add("z 1::/16");
    assertThat(blocks(id, null)).isEqualTo(expected);
    assertThat(locations(id)).containsExactly("x", "y", "z");
  }

  @Test
  void aPageBeginsRightlyWhenItsFirstItemIsGone() throws Exception {
    String id = api.collection("isp");
    change(id, null, put("a", "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"));
    var first =
        (ListCidrBlocksResponse) api.api.handle(new ListCidrBlocksRequest(id, null, null, "1"));
    change(id, null, delete("a", "10.0.1.0/24"));
    var second =
        (ListCidrBlocksResponse)
            api.api.handle(new ListCidrBlocksRequest(id, null, first.nextToken(), "1"));
    assertThat(second.cidrBlocks()).containsExactly(new CidrBlockSummary("10.0.2.0/24", "a"));
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void recordSetsNameACollectionThatIsThereAndAnyLocation() throws Exception {
    String zone = api.zone("example.com");
    String id = api.collection("isp");
    assertThat(api.refusal(zone, creating(routed("1", NONE, "a"))))
        .isEqualTo(
            "InvalidChangeBatch: [The CIDR collection with ID "
                + NONE
                + " was not found. It is used by the RRSet of type A with DNS name"
                + " www.example.com., SetIdentifier 1.]");
    assertThat(api.refusal(zone, creating(routed("1", id, "a*"))))
        .isEqualTo(
            "InvalidInput: Invalid request: the LocationName 'a*' is neither the name of a CIDR"
                + " location nor *.");
    api.change(zone, creating(routed("1", id, "not-yet")), creating(routed("2", id, "*")));
    assertThat(api.list(zone))
        .contains(
            routed("1", id, "not-yet").toBuilder().name("www.example.com.").build(),
            routed("2", id, "*").toBuilder().name("www.example.com.").build());
    change(id, null, put("not-yet", "10.0.0.0/8"));
    change(id, null, delete("not-yet", "10.0.0.0/8"));
    api.api.handle(new DeleteCidrCollectionRequest(id));
    api.change(zone, deleting(routed("1", id, "not-yet")), deleting(routed("2", id, "*")));
  }

  private CreateCidrCollectionResponse create(String name, String reference) throws ApiException {
    return (CreateCidrCollectionResponse)
        api.api.handle(new CreateCidrCollectionRequest(name, reference));
  }

  private String change(String id, @Nullable Long version, CidrCollectionChange... changes)
      throws ApiException {
    var request = new ChangeCidrCollectionRequest(id, version, List.of(changes));
    return ((ChangeCidrCollectionResponse) api.api.handle(request)).id();
  }

  private String refusal(String id, @Nullable Long version, CidrCollectionChange... changes) {
    return api.refusal(new ChangeCidrCollectionRequest(id, version, List.of(changes)));
  }

  private static CidrCollectionChange put(String location, String... blocks) {
    return new CidrCollectionChange(location, PUT, List.of(blocks));
  }

  private static CidrCollectionChange delete(String location, String... blocks) {
    return new CidrCollectionChange(location, DELETE_IF_EXISTS, List.of(blocks));
  }

  private static String[] blocks(int from, int count) {
    var blocks = new String[count];
    for (int i = 0; i < count; i++) {
      blocks[i] = "10." + (from + i) / 256 + "." + (from + i) % 256 + ".0/24";
    }
    return blocks;
  }

  private static ResourceRecordSet routed(String identifier, String collection, String location) {
    return set("www.example.com", RRType.A, "192.0.2.1").toBuilder()
        .setIdentifier(identifier)
        .cidrRoutingConfig(new CidrRoutingConfig(collection, location))
        .build();
  }

  private static String missing(String id) {
    return "NoSuchCidrCollectionException: The CIDR collection with ID " + id + " was not found.";
  }

  private long version(String id) throws ApiException {
    for (CollectionSummary collection : collections()) {
      if (id.equals(collection.id())) {
        return requireNonNull(collection.version());
      }
    }
    throw new AssertionError(id);
  }

  /** Page by page. */
  private List<CollectionSummary> collections() throws ApiException {
    var all = new ArrayList<CollectionSummary>();
    String token = null;
    do {
      var page =
          (ListCidrCollectionsResponse) api.api.handle(new ListCidrCollectionsRequest(token, "1"));
      all.addAll(requireNonNull(page.cidrCollections()));
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  private List<@Nullable String> locations(String id) throws ApiException {
    var all = new ArrayList<@Nullable String>();
    String token = null;
    do {
      var page =
          (ListCidrLocationsResponse) api.api.handle(new ListCidrLocationsRequest(id, token, "1"));
      for (LocationSummary location : requireNonNull(page.cidrLocations())) {
        all.add(location.locationName());
      }
      token = page.nextToken();
    } while (token != null);
    return all;
  }

  private List<String> blocks(String id, @Nullable String location) throws ApiException {
    var all = new ArrayList<String>();
    String token = null;
    do {
      var page =
          (ListCidrBlocksResponse)
              api.api.handle(new ListCidrBlocksRequest(id, location, token, "3"));
      for (CidrBlockSummary block : requireNonNull(page.cidrBlocks())) {
        all.add(block.locationName() + " " + block.cidrBlock());
      }
      token = page.nextToken();
    } while (token != null);
    return all;
  }
}
