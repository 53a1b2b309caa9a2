package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.CidrCollectionChange;
import software.amazon.awssdk.services.route53.model.CidrCollectionChangeAction;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * What no policy allows, sent by a real client: the code and the sentence of Route 53 (spec/api.md,
 * sections 7.3 and 7.4) or, where it says none, ours; and nothing is written. Record sets are
 * written as {@link ExampleRecords} reads them.
 */
class RefusedPoliciesTest {
  private static final String HELD =
      """
      one - - 192.0.2.1, fo P h 192.0.2.1, fo S - 192.0.2.2, we w1 - 192.0.2.1, la L:us-east-1 - 192.0.2.1, \
      ge G:US-CA - 192.0.2.1, co K:EU - 192.0.2.1, ne N:51.50/-0.12/0 - 192.0.2.1, mu M - 192.0.2.1, \
      ip C:here - 192.0.2.1\
      """;

  private static Product product;
  private static Examples examples;
  private static Route53Client route53;
  private static String zone;
  private static String collection;
  private static String other;

  @BeforeAll
  static void load(@TempDir Path data) throws Exception {
    product = new Product(data).start();
    examples = new Examples(product);
    route53 = examples.route53();
    examples.endpoint("h", Product.freePort(), "silent");
    examples.makeCollection("here 192.0.2.0/24");
    examples.makeZone("example.com", HELD);
    zone = route53.listHostedZones().hostedZones().getFirst().id().replace("/hostedzone/", "");
    collection = route53.listCidrCollections(all -> {}).cidrCollections().getFirst().id();
    other =
        route53
            .createCidrCollection(request -> request.name("other").callerReference("other"))
            .collection()
            .id();
  }

  @AfterAll
  static void stop() throws Exception {
    examples.close();
    product.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # record set            | code               | sentence
          # conflicting policies in one group
          one w1 - 192.0.2.9      | InvalidChangeBatch | [RRSet with DNS name one.example.com., type A, SetIdentifier set-0 cannot be created as a non-weighted set exists with the same name and type.]
          one M - 192.0.2.9       | InvalidChangeBatch | [RRSet with DNS name one.example.com., type A, SetIdentifier set-0 cannot be created as a non-multivalue answer set exists with the same name and type.]
          we - - 192.0.2.9        | InvalidChangeBatch | [RRSet with DNS name we.example.com., type A cannot be created as other RRSets exist with the same name and type.]
          we L:us-east-1 - 192.0.2.9 | InvalidChangeBatch | [RRSet with DNS name we.example.com., type A, SetIdentifier set-0, and Region Name=us-east-1 cannot be created because a non-latency RRSet with the same name and type already exists.]
          la P h 192.0.2.9        | InvalidChangeBatch | [RRSet with DNS name la.example.com., type A, SetIdentifier set-0, and Failover=PRIMARY cannot be created because a non-failover RRSet with the same name and type already exists.]
          fo G:* - 192.0.2.9      | InvalidChangeBatch | [RRSet with DNS name fo.example.com., type A, SetIdentifier set-0, and GeoLocation Name=* cannot be created because a non-geolocation RRSet with the same name and type already exists.]
          ge N:1/1/0 - 192.0.2.9  | InvalidChangeBatch | [RRSet with DNS name ge.example.com., type A, SetIdentifier set-0, and GeoProximityLocation Name=1,1 cannot be created because a non-geoproximity RRSet with the same name and type already exists.]
          ne C:here - 192.0.2.9   | InvalidChangeBatch | [RRSet with DNS name ne.example.com., type A, SetIdentifier set-0, and CidrRoutingConfig Name=COLLECTION/here cannot be created because a non-IP-based RRSet with the same name and type already exists.]
          # one place twice
          fo P h 192.0.2.9        | InvalidChangeBatch | [RRSet with DNS name fo.example.com., type A, SetIdentifier again, and Failover=PRIMARY cannot be created because another RRSet with the same name, type and failover value already exists.]
          fo S - 192.0.2.9        | InvalidChangeBatch | [RRSet with DNS name fo.example.com., type A, SetIdentifier again, and Failover=SECONDARY cannot be created because another RRSet with the same name, type and failover value already exists.]
          la L:us-east-1 - 192.0.2.9 | InvalidChangeBatch | [RRSet with DNS name la.example.com., type A, SetIdentifier again, and Region Name=us-east-1 cannot be created because another RRSet with the same name, type and latency value already exists.]
          ge G:US-CA - 192.0.2.9  | InvalidChangeBatch | [RRSet with DNS name ge.example.com., type A, SetIdentifier again, and GeoLocation Name=US-CA cannot be created because another RRSet with the same name, type and geolocation value already exists.]
          co K:EU - 192.0.2.9     | InvalidChangeBatch | [RRSet with DNS name co.example.com., type A, SetIdentifier again, and GeoLocation Name=EU cannot be created because another RRSet with the same name, type and geolocation value already exists.]
          ne N:+51.5/-0.12/99 - 192.0.2.9 | InvalidChangeBatch | [RRSet with DNS name ne.example.com., type A, SetIdentifier again, and GeoProximityLocation Name=51.5,-0.12 cannot be created because another RRSet with the same name, type and geoproximity value already exists.]
          ip C:here - 192.0.2.9   | InvalidChangeBatch | [RRSet with DNS name ip.example.com., type A, SetIdentifier again, and CidrRoutingConfig Name=COLLECTION/here cannot be created because another RRSet with the same name, type and IP-based value already exists.]
          # what is no place or out of range
          xx L:nowhere - 192.0.2.9    | InvalidInput | Invalid request: the Region 'nowhere' does not have the form of one.
          xx G:ZZ - 192.0.2.9         | InvalidInput | Invalid request: the GeoLocation CountryCode=ZZ is not supported: there is no such CountryCode.
          xx K:XX - 192.0.2.9         | InvalidInput | Invalid request: the GeoLocation ContinentCode=XX is not supported: there is no such ContinentCode.
          xx N:91/0/0 - 192.0.2.9     | InvalidInput | Invalid request: Latitude '91' is not a number from -90 to 90
          xx N:1/1/100 - 192.0.2.9    | InvalidInput | 1 validation error detected: Value '100' at 'changeBatch.changes.2.member.resourceRecordSet.geoProximityLocation.bias' failed to satisfy constraint: Member must have value less than or equal to 99
          xx N:1/1/-100 - 192.0.2.9   | InvalidInput | 1 validation error detected: Value '-100' at 'changeBatch.changes.2.member.resourceRecordSet.geoProximityLocation.bias' failed to satisfy constraint: Member must have value greater than or equal to -99
          xx w256 - 192.0.2.9         | InvalidInput | 1 validation error detected: Value '256' at 'changeBatch.changes.2.member.resourceRecordSet.weight' failed to satisfy constraint: Member must have value less than or equal to 255
          xx C:no!such - 192.0.2.9    | InvalidInput | 1 validation error detected: Value 'no!such' at 'changeBatch.changes.2.member.resourceRecordSet.cidrRoutingConfig.locationName' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9A-Za-z_\\-\\*]+
          xx P - 192.0.2.9            | InvalidChangeBatch | [A non-alias primary ResourceRecordSet must have an associated health check. No changes made.]
          xx CNAME M - a.example.net  | InvalidChangeBatch | [RRSet of type CNAME with DNS name xx.example.com. is not permitted with routing policy multivalue answer.]
          # aliases that lead nowhere
          xx - - >missing | InvalidChangeBatch | [Tried to create an alias that targets missing.example.com., type A in zone ZONE, but that target was not found]
          xx AAAA - - >one | InvalidChangeBatch | [Tried to create an alias that targets one.example.com., type AAAA in zone ZONE, but that target was not found]
          xx P - ~missing | InvalidChangeBatch | [Tried to create an alias that targets missing.example.com., type A in zone ZONE, but that target was not found]
          xx M - >one | InvalidChangeBatch | [Tried to create an alias that targets one.example.com., type A in zone ZONE, but a multivalue answer record cannot be an alias]
          xx - - >xx | InvalidChangeBatch | [Tried to create an alias that targets xx.example.com., type A in zone ZONE, but that target was not found]
          """)
  void refusedAndNothingIsWritten(String record, String code, String sentence) {
    List<ResourceRecordSet> before = list();
    Change bad = reader().changes(record).getFirst();
    if (sentence.contains("SetIdentifier again")) {
      bad = bad.toBuilder().resourceRecordSet(renamed(bad.resourceRecordSet())).build();
    }
    Change good = reader().changes("good - - 192.0.2.77").getFirst();
    assertThat(refusal(List.of(good, bad)))
        .isEqualTo(code + ": " + sentence.replace("ZONE", zone).replace("COLLECTION", collection));
    assertThat(list()).isEqualTo(before);
  }

  @Test
  void anotherCollectionInOneGroupIsRefused() {
    var foreign = new ExampleRecords("example.com", zone, Map.of(), other);
    Change bad = foreign.changes("ip C:there - 192.0.2.9").getFirst();
    bad = bad.toBuilder().resourceRecordSet(renamed(bad.resourceRecordSet())).build();
    assertThat(refusal(List.of(bad)))
        .isEqualTo(
            "InvalidChangeBatch: [RRSet with DNS name ip.example.com., type A, SetIdentifier again"
                + " must use the CIDR collection of the other RRSets with the same name and type.]");
  }

  /** Nested blocks are no overlap: the longest counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # location | block           | code                  | sentence
          here      | 198.51.100.0/25  | InvalidInput          | Invalid request: '198.51.100.0/25' is not a valid CIDR block: the prefix length of an IPv4 block must be from 1 to 24.
          here      | 2001:db8::/49    | InvalidInput          | Invalid request: '2001:db8::/49' is not a valid CIDR block: the prefix length of an IPv6 block must be from 1 to 48.
          here      | 0.0.0.0/0        | InvalidInput          | Invalid request: '0.0.0.0/0' is not a valid CIDR block: the prefix length of an IPv4 block must be from 1 to 24.
          here      | 198.51.100.1/24  | InvalidInput          | Invalid request: '198.51.100.1/24' is not a valid CIDR block: its address has bits behind the prefix; the network is 198.51.100.0/24.
          there     | 192.0.2.0/24     | CidrBlockInUseException | A CIDR block can be in only one location of a collection: 192.0.2.0/24 (here, there)
          """)
  void blocksThatCannotBeAreRefused(String location, String block, String code, String sentence) {
    var change =
        CidrCollectionChange.builder()
            .locationName(location)
            .cidrList("203.0.113.0/24", block)
            .action(CidrCollectionChangeAction.PUT)
            .build();
    var refused =
        catchThrowableOfType(
            Route53Exception.class,
            () -> route53.changeCidrCollection(request -> request.id(collection).changes(change)));
    assertThat(refused.awsErrorDetails().errorCode() + ": " + message(refused))
        .isEqualTo(code + ": " + sentence);
    assertThat(route53.listCidrBlocks(request -> request.collectionId(collection)).cidrBlocks())
        .as("nothing is written")
        .hasSize(1);
  }

  @Test
  void nestedBlocksAreTaken() {
    String nested =
        route53
            .createCidrCollection(request -> request.name("nested").callerReference("nested"))
            .collection()
            .id();
    for (String block : List.of("10.0.0.0/8", "10.1.0.0/16")) {
      route53.changeCidrCollection(request ->
          request
              .id(nested)
              .changes(
                  CidrCollectionChange.builder()
                      .locationName("at-" + block.length())
                      .cidrList(block)
                      .action(CidrCollectionChangeAction.PUT)
                      .build()));
    }
    assertThat(route53.listCidrBlocks(request -> request.collectionId(nested)).cidrBlocks())
        .hasSize(2);
  }

  @Test
  void aCircleOfAliasesIsRefusedWhenTheThirdBatchWouldCloseIt() {
    var reader = reader();
    send(reader.changes("c1 - - 192.0.2.1, c2 - - ~c1"));
    send(reader.changes("c3 P - ~c2"));
    List<ResourceRecordSet> before = list();
    var closing = new ArrayList<Change>();
    closing.add(
        Change.builder()
            .action("DELETE")
            .resourceRecordSet(reader.changes("c1 - - 192.0.2.1").getFirst().resourceRecordSet())
            .build());
    closing.addAll(reader.changes("c1 w1 - >c3"));
    assertThat(refusal(closing))
        .isEqualTo(
            "InvalidChangeBatch: [Tried to create an alias that targets c3.example.com., type A in"
                + " zone "
                + zone
                + ", but that target leads back to the alias]");
    assertThat(list()).isEqualTo(before);
  }

  private static ExampleRecords reader() {
    return new ExampleRecords("example.com", zone, Map.of("h", examples.check("h")), collection);
  }

  private static ResourceRecordSet renamed(ResourceRecordSet set) {
    return set.toBuilder().setIdentifier("again").build();
  }

  private static void send(List<Change> changes) {
    route53.changeResourceRecordSets(
        request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
  }

  private static String refusal(List<Change> changes) {
    var refused = catchThrowableOfType(Route53Exception.class, () -> send(changes));
    assertThat(refused).isNotNull();
    return refused.awsErrorDetails().errorCode() + ": " + message(refused);
  }

  /** The SDK reads the sentences of a refused batch from elsewhere, then from the message. */
  private static String message(Route53Exception refused) {
    return refused instanceof InvalidChangeBatchException batch && batch.hasMessages()
        ? batch.messages().stream().collect(Collectors.joining(", ", "[", "]"))
        : refused.awsErrorDetails().errorMessage();
  }

  private static List<ResourceRecordSet> list() {
    return route53
        .listResourceRecordSetsPaginator(
            ListResourceRecordSetsRequest.builder().hostedZoneId(zone).build())
        .resourceRecordSets()
        .stream()
        .toList();
  }
}
