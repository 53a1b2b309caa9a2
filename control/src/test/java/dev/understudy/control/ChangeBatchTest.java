package dev.understudy.control;

import static dev.understudy.control.ApiFixture.alias;
import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.deleting;
import static dev.understudy.control.ApiFixture.set;
import static dev.understudy.control.ApiFixture.upserting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.Coordinates;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.VPC;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Route 53 API Reference, ChangeResourceRecordSets; Developer Guide, "Values that you specify when
 * you create or edit records". Each test is a row: a batch, and the sentence it is refused with.
 */
class ChangeBatchTest {
  @TempDir Path folder;
  private ApiFixture api;
  private String zone;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
    zone = api.zone("example.com");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whatIsCreatedIsListedAsSubmitted() throws Exception {
    ResourceRecordSet txt = set("*.Example.COM", RRType.TXT, "\"b\" \"A\"", "\"a\"");
    api.change(zone, creating(txt));
    assertThat(api.list(zone))
        .contains(txt.toBuilder().name("\\052.example.com.").build())
        .hasSize(3);
  }

  @Test
  void creatingWhatExistsIsRefused() throws Exception {
    api.change(zone, creating(a("www")), creating(weighted("w", "blue", 1)));
    assertRefused(
        "Tried to create resource record set [name='www.example.com.', type='A'] but it already"
            + " exists",
        creating(a("www")));
    assertRefused(
        "Tried to create resource record set [name='w.example.com.', type='A',"
            + " set-identifier='blue'] but it already exists",
        creating(weighted("w", "blue", 1)));
  }

  @Test
  void deletingMustNameWhatIsThere() throws Exception {
    api.change(zone, creating(set("www.example.com", RRType.A, "192.0.2.1", "192.0.2.2")));
    assertRefused(
        "Tried to delete resource record set [name='no.example.com.', type='A'] but it was not"
            + " found",
        deleting(a("no")));
    for (ResourceRecordSet wrong :
        List.of(
            a("www"),
            set("www.example.com", RRType.A, "192.0.2.1", "192.0.2.3"),
            set("www.example.com", RRType.A, "192.0.2.1", "rubbish"),
            set("www.example.com", RRType.A, "192.0.2.1", "192.0.2.2").toBuilder()
                .ttl(61L)
                .build())) {
      assertRefused(
          "Tried to delete resource record set [name='www.example.com.', type='A'] but the values"
              + " provided do not match the current values",
          deleting(wrong));
    }
    api.change(zone, deleting(set("WWW.example.com.", RRType.A, "192.0.2.2", "192.0.2.1")));
    assertThat(api.list(zone)).hasSize(2);
  }

  @Test
  void valuesAreComparedAsWhatTheyMean() throws Exception {
    api.change(
        zone,
        creating(set("a.example.com", RRType.AAAA, "2001:DB8::1")),
        creating(set("m.example.com", RRType.MX, "10 Mail.Example.com")));
    api.change(
        zone,
        deleting(set("a.example.com", RRType.AAAA, "2001:db8:0::1")),
        deleting(set("m.example.com", RRType.MX, "10 mail.example.com.")));
    assertThat(api.list(zone)).hasSize(2);
  }

  @Test
  void multivalueMayBeDeletedWithoutSayingSo() throws Exception {
    ResourceRecordSet one = a("m").toBuilder().setIdentifier("1").multiValueAnswer(true).build();
    api.change(zone, creating(one));
    api.change(zone, deleting(one.toBuilder().multiValueAnswer(null).build()));
    api.change(zone, creating(weighted("m", "1", 5)));
    assertRefused(
        "Tried to delete resource record set [name='m.example.com.', type='A',"
            + " set-identifier='1'] but the values provided do not match the current values",
        deleting(a("m").toBuilder().setIdentifier("1").build()));
  }

  @Test
  void allOrNothingAndEveryProblemIsTold() throws Exception {
    String refusal =
        api.refusal(
            zone,
            creating(a("good")),
            creating(set("bad.example.com", RRType.A, "x")),
            creating(set("www.example.org", RRType.A, "192.0.2.1")),
            deleting(a("no")));
    assertThat(refusal)
        .startsWith("InvalidChangeBatch: [Invalid Resource Record: FATAL problem: ")
        .contains(
            "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'x'")
        .contains(
            "RRSet with DNS name www.example.org. is not permitted in zone example.com., Tried to"
                + " delete resource record set [name='no.example.com.', type='A'] but it was not"
                + " found]");
    assertThat(api.list(zone)).hasSize(2);
  }

  @Test
  void aSetMayOccurTwiceOnlyAsCreateAndDelete() throws Exception {
    api.change(zone, creating(a("www")));
    String invalid =
        "The request contains an invalid set of changes for a resource record set 'A"
            + " www.example.com.'";
    assertRefused(invalid + ", " + invalid, deleting(a("www")), deleting(a("www")));
    assertRefused(invalid + ", " + invalid, upserting(a("www")), upserting(a("www")));
    assertRefused(invalid + ", " + invalid, deleting(a("www")), upserting(a("www")));
    api.change(
        zone,
        deleting(a("www")),
        creating(set("www.example.com", RRType.CNAME, "other.example.com")));
  }

  @Test
  void upsertReplacesWhole() throws Exception {
    String check = api.check();
    api.change(zone, upserting(a("www").toBuilder().healthCheckId(check).build()));
    api.change(zone, upserting(a("www")));
    api.change(zone, upserting(a("www")));
    assertThat(api.list(zone)).contains(a("www").toBuilder().name("www.example.com.").build());
  }

  @Test
  void emptyBatchesAndShapesAreInvalidInput() {
    assertThat(api.refusal(zone)).startsWith("InvalidInput: ");
    String bodies =
        "InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and"
            + " ResourceRecords], or TrafficPolicyInstanceId], but found ";
    String in =
        " in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=null]";
    ResourceRecordSet bare =
        ResourceRecordSet.builder().name("www.example.com").type(RRType.A).build();
    assertThat(api.refusal(zone, creating(bare))).isEqualTo(bodies + "none" + in);
    assertThat(api.refusal(zone, creating(a("www").toBuilder().ttl(null).build())))
        .isEqualTo(bodies + "none" + in);
    assertThat(
            api.refusal(
                zone,
                creating(
                    a("www").toBuilder()
                        .aliasTarget(new AliasTarget(zone, "x.example.com", false))
                        .build())))
        .isEqualTo(bodies + "more than one" + in);
    assertThat(api.refusal(zone, creating(a("www").toBuilder().weight(1L).build())))
        .isEqualTo("InvalidInput: Invalid request: Missing field 'SetIdentifier'" + in);
    assertThat(
            api.refusal(
                zone,
                creating(
                    weighted("www", "x", 1).toBuilder()
                        .failover(ResourceRecordSetFailover.PRIMARY)
                        .build())))
        .contains("Expected exactly one of [Weight, Region, Failover", "found more than one");
    assertThat(api.refusal(zone, creating(a("www").toBuilder().setIdentifier("x").build())))
        .contains("Expected exactly one of [Weight, Region, Failover", "found none");
  }

  @Test
  void geolocationElementsMustFitTogether() {
    for (GeoLocation wrong :
        List.of(
            new GeoLocation("EU", "DE", null),
            new GeoLocation(null, null, "CA"),
            new GeoLocation(null, "*", "CA"))) {
      assertThat(
              api.refusal(
                  zone, creating(a("g").toBuilder().setIdentifier("x").geoLocation(wrong).build())))
          .startsWith("InvalidInput: Invalid request: GeoLocation");
    }
    assertThat(
            api.refusal(
                zone,
                creating(near("g", "x", new GeoProximityLocation("us-east-1", "group", null, 1)))))
        .startsWith("InvalidInput: Invalid request: GeoProximityLocation must have exactly one");
    assertThat(
            api.refusal(
                zone,
                creating(
                    near(
                        "g",
                        "x",
                        new GeoProximityLocation(null, null, new Coordinates("91", "0"), null)))))
        .isEqualTo("InvalidInput: Invalid request: Latitude '91' is not a number from -90 to 90");
  }

  @Test
  void oneBatchHasLimitsAndUpsertsCountTwice() throws Exception {
    var values = new String[400];
    for (int i = 0; i < 400; i++) {
      values[i] = "10.0." + i / 256 + "." + i % 256;
    }
    assertRefused(
        "Number of records limit of 1000 exceeded.",
        creating(set("a.example.com", RRType.A, values)),
        upserting(set("b.example.com", RRType.A, values)));
    api.change(
        zone,
        creating(set("a.example.com", RRType.A, values)),
        creating(set("b.example.com", RRType.A, values)),
        creating(set("c.example.com", RRType.A, Arrays.copyOf(values, 200))));
    var tooMany = Arrays.copyOf(values, 401);
    tooMany[400] = "10.1.0.0";
    assertRefused(
        "Cannot have more than 400 records in a RRSet.",
        creating(set("d.example.com", RRType.A, tooMany)));
    String quoted = "\"" + "x".repeat(250) + "\"";
    String value = String.join(" ", Collections.nCopies(15, quoted));
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 4; i++) {
      changes.add(upserting(set("t" + i + ".example.com", RRType.TXT, value)));
    }
    api.change(zone, changes);
    changes.add(creating(set("t4.example.com", RRType.TXT, value)));
    assertRefused("Number of characters limit of 32000 exceeded.", changes.toArray(Change[]::new));
  }

  @Test
  void valuesMustDiffer() {
    assertRefused(
        "Duplicate Resource Record: '192.0.2.1'",
        creating(set("www.example.com", RRType.A, "192.0.2.1", "192.0.2.1")));
  }

  @Test
  void cnamesStandAlone() throws Exception {
    assertRefused(
        "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone"
            + " example.com.",
        creating(set("example.com", RRType.CNAME, "x.example.org")));
    assertRefused(
        "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone"
            + " example.com.",
        creating(set("c.example.com", RRType.CNAME, "www.example.com")),
        creating(alias("example.com", RRType.CNAME, zone, "c.example.com")));
    api.change(
        zone, creating(a("www")), creating(set("c.example.com", RRType.CNAME, "www.example.com")));
    assertRefused(
        "RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with"
            + " other records with the same DNS name in zone example.com.",
        creating(set("www.example.com", RRType.CNAME, "x.example.org")));
    assertRefused(
        "RRSet of type A with DNS name c.example.com. is not permitted because a conflicting RRSet"
            + " of type CNAME with the same DNS name already exists in zone example.com.",
        creating(a("c")));
    assertRefused(
        "RRSet of type CNAME with DNS name two.example.com. must have exactly one value.",
        creating(set("two.example.com", RRType.CNAME, "a.example.org", "b.example.org")));
  }

  @Test
  void theApexKeepsItsNsAndSoa() throws Exception {
    List<ResourceRecordSet> defaults = api.list(zone);
    assertRefused(
        "A HostedZone must contain at least one NS record for the zone itself., A HostedZone must"
            + " contain exactly one SOA record.",
        deleting(defaults.get(0)),
        deleting(defaults.get(1)));
    api.change(
        zone,
        deleting(defaults.get(0)),
        creating(set("example.com", RRType.NS, "ns.example.org")),
        upserting(defaults.get(1).toBuilder().ttl(60L).build()));
    assertThat(api.list(zone).get(0).resourceRecords())
        .containsExactly(new ResourceRecord("ns.example.org"));
    String soa = Objects.requireNonNull(defaults.get(1).resourceRecords()).getFirst().value();
    assertRefused(
        "RRSet of type SOA with DNS name example.com. must have exactly one value.",
        upserting(set("example.com", RRType.SOA, soa, soa.replace(" 1 7200", " 2 7200"))));
    assertRefused(
        "RRSet of type SOA with DNS name sub.example.com. is permitted only at apex in zone"
            + " example.com.",
        creating(defaults.get(1).toBuilder().name("sub.example.com").build()));
    assertRefused(
        "RRSet of type NS with DNS name \\052.example.com. is not permitted because a wildcard name"
            + " cannot have type NS.",
        creating(set("*.example.com", RRType.NS, "ns.example.org")));
  }

  @Test
  void aPrimaryThatIsNoAliasNeedsAHealthCheck() throws Exception {
    ResourceRecordSet primary = failover("www", ResourceRecordSetFailover.PRIMARY);
    assertRefused(
        "A non-alias primary ResourceRecordSet must have an associated health check. No changes"
            + " made.",
        creating(primary));
    assertThat(api.refusal(zone, creating(primary.toBuilder().healthCheckId("nope").build())))
        .isEqualTo("NoSuchHealthCheck: A health check with id nope does not exist.");
    api.change(
        zone,
        creating(primary.toBuilder().healthCheckId(api.check()).build()),
        creating(failover("www", ResourceRecordSetFailover.SECONDARY)));
    assertRefused(
        "RRSet with DNS name www.example.com., type A, SetIdentifier again, and Failover=SECONDARY"
            + " cannot be created because another RRSet with the same name, type and failover value"
            + " already exists.",
        creating(
            failover("www", ResourceRecordSetFailover.SECONDARY).toBuilder()
                .setIdentifier("again")
                .build()));
  }

  /** Section 7.2: one by one each would meet its sibling in the part it is to take. */
  @Test
  void primaryAndSecondaryChangePartsByDeletingAndCreatingInOneBatch() throws Exception {
    String check = api.check();
    ResourceRecordSet one =
        failover("www", ResourceRecordSetFailover.PRIMARY).toBuilder().healthCheckId(check).build();
    ResourceRecordSet two =
        failover("www", ResourceRecordSetFailover.SECONDARY).toBuilder()
            .healthCheckId(check)
            .build();
    api.change(zone, creating(one), creating(two));
    ResourceRecordSet oneAfter =
        one.toBuilder().failover(ResourceRecordSetFailover.SECONDARY).build();
    ResourceRecordSet twoAfter =
        two.toBuilder().failover(ResourceRecordSetFailover.PRIMARY).build();
    assertThat(api.refusal(zone, upserting(oneAfter), upserting(twoAfter)))
        .contains("Failover=SECONDARY cannot be created because another RRSet");
    api.change(zone, deleting(one), deleting(two), creating(oneAfter), creating(twoAfter));
    assertThat(api.list(zone))
        .contains(
            oneAfter.toBuilder().name("www.example.com.").build(),
            twoAfter.toBuilder().name("www.example.com.").build());
  }

  /** Section 7.2: a DELETE repeats policy, health check and alias target too. */
  @Test
  void deletingMustRepeatPolicyCheckAndTarget() throws Exception {
    String check = api.check();
    ResourceRecordSet held = weighted("w", "x", 1).toBuilder().healthCheckId(check).build();
    ResourceRecordSet pointer = alias("al.example.com", RRType.A, zone, "w.example.com");
    api.change(zone, creating(held), creating(pointer));
    for (ResourceRecordSet wrong :
        List.of(
            held.toBuilder().weight(2L).build(),
            held.toBuilder().weight(null).region("us-east-1").build(),
            held.toBuilder().healthCheckId(null).build(),
            held.toBuilder().healthCheckId(api.check()).build(),
            pointer.toBuilder().aliasTarget(new AliasTarget(zone, "w.example.com", true)).build(),
            alias("al.example.com", RRType.A, zone, "other.example.com"),
            a("al"))) {
      assertThat(api.refusal(zone, deleting(wrong)))
          .endsWith("but the values provided do not match the current values]");
    }
    api.change(zone, deleting(held), deleting(pointer));
    var several = List.of(new ResourceRecord("192.0.2.1"), new ResourceRecord("192.0.2.2"));
    ResourceRecordSet two = weighted("w", "x", 1).toBuilder().resourceRecords(several).build();
    api.change(zone, creating(two));
    api.change(zone, deleting(two.toBuilder().resourceRecords(several.reversed()).build()));
  }

  @Test
  void oneNameAndTypeHaveOnePolicy() throws Exception {
    api.change(zone, creating(a("s")), creating(weighted("w", "x", 1)));
    assertRefused(
        "RRSet with DNS name s.example.com., type A, SetIdentifier x, and Region Name=us-east-1"
            + " cannot be created because a non-latency RRSet with the same name and type already"
            + " exists.",
        creating(a("s").toBuilder().setIdentifier("x").region("us-east-1").build()));
    assertRefused(
        "RRSet with DNS name s.example.com., type A, SetIdentifier id cannot be created as a"
            + " non-weighted set exists with the same name and type.",
        creating(weighted("s", "id", 1)));
    assertRefused(
        "RRSet with DNS name w.example.com., type A cannot be created as other RRSets exist with"
            + " the same name and type.",
        creating(a("w")));
    api.change(zone, deleting(weighted("w", "x", 1)), creating(a("w")));
  }

  @Test
  void aPolicyIsNotChangedInPlace() throws Exception {
    api.change(zone, creating(weighted("w", "x", 1)));
    ResourceRecordSet latency = region("w", "x", "us-east-1");
    assertRefused(
        "RRSet with DNS name w.example.com., type A, SetIdentifier x, and Region Name=us-east-1"
            + " cannot be created because a non-latency RRSet with the same name and type already"
            + " exists.",
        upserting(latency));
    api.change(zone, deleting(weighted("w", "x", 1)), creating(latency));
    assertThat(api.list(zone)).contains(latency.toBuilder().name("w.example.com.").build());
  }

  @Test
  void placesOfOneGroupDiffer() throws Exception {
    String collection = api.collection("one");
    String other = api.collection("other");
    api.change(
        zone,
        creating(region("r", "1", "us-east-1")),
        creating(area("g", "1", new GeoLocation(null, "US", "CA"))),
        creating(near("n", "1", new GeoProximityLocation("us-east-1", null, null, 5))),
        creating(cidr("c", "1", collection, "here")));
    for (Change again :
        List.of(
            creating(region("r", "2", "us-east-1")),
            creating(area("g", "2", new GeoLocation(null, "US", "CA"))),
            creating(near("n", "2", new GeoProximityLocation("us-east-1", null, null, 9))),
            creating(cidr("c", "2", collection, "here")))) {
      assertThat(api.refusal(zone, again))
          .contains("cannot be created because another RRSet with the same name, type and");
    }
    assertThat(api.refusal(zone, creating(cidr("c", "2", other, "there"))))
        .contains("must use the CIDR collection of the other RRSets");
    api.change(
        zone,
        creating(region("r", "2", "eu-west-1")),
        creating(area("g", "2", new GeoLocation(null, "*", null))),
        creating(near("n", "2", new GeoProximityLocation("eu-west-1", null, null, null))),
        creating(cidr("c", "2", collection, "there")));
  }

  @Test
  void groupsHaveAtMostAHundredSets() throws Exception {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 100; i++) {
      changes.add(creating(weighted("w", "id" + i, 1)));
    }
    api.change(zone, changes);
    assertRefused(
        "Cannot have more than 100 RRSets with DNS name w.example.com. and type A.",
        creating(weighted("w", "one more", 1)));
    api.change(zone, upserting(weighted("w", "id7", 2)));
    changes.clear();
    for (int i = 0; i < 31; i++) {
      var place = new GeoProximityLocation(null, null, new Coordinates("" + i, "0"), null);
      changes.add(creating(near("n", "id" + i, place)));
    }
    api.change(zone, changes.subList(0, 30));
    assertRefused(
        "Cannot have more than 30 RRSets with DNS name n.example.com. and type A.",
        changes.get(30));
  }

  @Test
  void typesOfTheZoneItselfHaveNoPolicy() {
    for (ResourceRecordSet wrong :
        List.of(
            set("x.example.com", RRType.NS, "ns.example.org"),
            set("x.example.com", RRType.DS, "1 8 2 " + "ab".repeat(32)))) {
      assertRefused(
          "RRSet of type "
              + wrong.type()
              + " with DNS name x.example.com. is not permitted with routing policy weighted.",
          creating(wrong.toBuilder().setIdentifier("x").weight(1L).build()));
    }
    assertRefused(
        "RRSet of type CNAME with DNS name x.example.com. is not permitted with routing policy"
            + " multivalue answer.",
        creating(
            set("x.example.com", RRType.CNAME, "y.example.org").toBuilder()
                .setIdentifier("x")
                .multiValueAnswer(true)
                .build()));
  }

  @Test
  void theLastTtlWrittenToAWeightedGroupIsTheTtlOfAll() throws Exception {
    api.change(zone, creating(weighted("w", "1", 1)), creating(weighted("w", "2", 1)));
    api.change(zone, creating(weighted("w", "3", 1).toBuilder().ttl(5L).build()));
    assertThat(api.list(zone).subList(2, 5)).allMatch(set -> Long.valueOf(5).equals(set.ttl()));
  }

  @Test
  void aliasesNeedATargetOfTheirTypeInTheirZone() throws Exception {
    String tried = "Tried to create an alias that targets ";
    assertRefused(
        tried + "no.example.com., type A in zone " + zone + ", but that target was not found",
        creating(alias("al.example.com", RRType.A, zone, "no.example.com")));
    assertRefused(
        tried
            + "www.example.org., type A in zone "
            + zone
            + ", but the alias target name does not lie within the target zone",
        creating(alias("al.example.com", RRType.A, zone, "www.example.org")));
    assertRefused(
        tried
            + "www.example.com., type A in zone ZNOTOURS, but the alias target name does not lie"
            + " within the target zone",
        creating(alias("al.example.com", RRType.A, "ZNOTOURS", "www.example.com")));
    api.change(
        zone,
        creating(a("www")),
        creating(alias("example.com", RRType.A, "/hostedzone/" + zone, "www.example.com")));
    assertRefused(
        tried + "www.example.com., type AAAA in zone " + zone + ", but that target was not found",
        creating(alias("al.example.com", RRType.AAAA, zone, "www.example.com")));
    assertThat(api.list(zone).getFirst())
        .isEqualTo(alias("example.com.", RRType.A, zone, "www.example.com."));
  }

  @Test
  void aTargetInUseCannotBeDeletedAlone() throws Exception {
    ResourceRecordSet pointer = alias("al.example.com", RRType.A, zone, "www.example.com");
    api.change(zone, creating(a("www")), creating(pointer));
    assertRefused(
        "Tried to create an alias that targets www.example.com., type A in zone "
            + zone
            + ", but that target was not found",
        deleting(a("www")));
    api.change(zone, deleting(a("www")), creating(set("www.example.com", RRType.A, "192.0.2.9")));
    api.change(zone, deleting(set("www.example.com", RRType.A, "192.0.2.9")), deleting(pointer));
    assertThat(api.list(zone)).hasSize(2);
  }

  @Test
  void aliasesCannotRunInACircle() throws Exception {
    ResourceRecordSet one = alias("one.example.com", RRType.A, zone, "two.example.com");
    ResourceRecordSet two = alias("two.example.com", RRType.A, zone, "three.example.com");
    ResourceRecordSet three = alias("three.example.com", RRType.A, zone, "one.example.com");
    api.change(zone, creating(a("three")), creating(two), creating(one));
    assertRefused(
        "Tried to create an alias that targets one.example.com., type A in zone "
            + zone
            + ", but that target leads back to the alias",
        upserting(three));
    assertThat(
            api.refusal(
                zone, upserting(alias("one.example.com", RRType.A, zone, "one.example.com"))))
        .contains("leads back to the alias");
  }

  /** Believed before: any chain may be written; the nameserver then answered SERVFAIL. */
  @Test
  void moreAliasesInARowThanAreFollowedAreRefused() throws Exception {
    var chain = new ArrayList<Change>();
    chain.add(creating(a("c0")));
    for (int i = 1; i < 16; i++) {
      chain.add(creating(link("c" + i, "c" + (i - 1))));
    }
    api.change(zone, chain);
    String tooMany = "but there would be more than 15 aliases in a row";
    assertThat(api.refusal(zone, creating(link("c16", "c15")))).contains("c15", tooMany);
    api.change(zone, creating(a("d0")), creating(link("d1", "d0")));
    // also where the row grows at its foot, or in the middle
    assertThat(api.refusal(zone, deleting(a("c0")), creating(link("c0", "d0"))))
        .contains("d0", tooMany);
    assertThat(api.refusal(zone, upserting(link("c8", "d1")), upserting(link("d0", "c7"))))
        .isNotEmpty();
    api.change(zone, upserting(link("c8", "d1")), creating(link("c16", "c15")));
  }

  /** Believed before: a service's zone id leads away; names of the zone are followed inside. */
  @Test
  void anAliasByTheZoneIdOfAServiceLeadsBackToo() throws Exception {
    String service = "Z35SXDOTRQ7X7K";
    ResourceRecordSet one = alias("one.example.com", RRType.A, service, "two.example.com");
    String leadsBack = "but that target leads back to the alias";
    assertThat(
            api.refusal(zone, creating(alias("i.example.com", RRType.A, service, "I.example.com"))))
        .contains("i.example.com., type A in zone " + service, leadsBack);
    api.change(zone, creating(one));
    assertThat(api.refusal(zone, creating(link("two", "one")))).contains(leadsBack);
    api.change(zone, creating(alias("two.example.com", RRType.A, service, "three.example.com")));
    api.change(zone, creating(a("three")));
    api.change(zone, deleting(a("three")));
  }

  private ResourceRecordSet link(String from, String to) {
    return alias(from + ".example.com", RRType.A, zone, to + ".example.com");
  }

  @Test
  void otherServicesAreTargetsByTheirZoneIds() throws Exception {
    api.change(
        zone,
        creating(
            alias("cdn.example.com", RRType.A, "Z2FDTNDATAQYW2", "d111111abcdef8.cloudfront.net")),
        creating(alias("lb.example.com", RRType.A, "Z35SXDOTRQ7X7K", "anything.example.net")),
        creating(
            alias(
                "api.example.com",
                RRType.A,
                "Z1UJRXOUMOOFQ8",
                "d-abc.execute-api.us-east-1.amazonaws.com")));
    var checked = new AliasTarget("Z2FDTNDATAQYW2", "d1.cloudfront.net", true);
    assertRefused(
        "Tried to create an alias that targets d1.cloudfront.net., type A in zone Z2FDTNDATAQYW2,"
            + " but EvaluateTargetHealth must be false for a CloudFront distribution",
        creating(
            alias("x.example.com", RRType.A, zone, "y").toBuilder().aliasTarget(checked).build()));
  }

  /** Section 5: NS and SOA are no aliases; one S3 website in a group, no pair of CloudFront. */
  @Test
  void whatAnAliasCannotBe() throws Exception {
    assertThat(api.refusal(zone, creating(alias("x.example.com", RRType.NS, zone, "example.com"))))
        .contains("but a record of type NS cannot be an alias");
    String cloudFront = "Z2FDTNDATAQYW2";
    assertRefused(
        "The primary and the secondary RRSet with DNS name www.example.com. and type A cannot both"
            + " be aliases of CloudFront distributions.",
        creating(part("PRIMARY", cloudFront, "d1.cloudfront.net")),
        creating(part("SECONDARY", cloudFront, "d2.cloudfront.net")));
    assertRefused(
        "Only one RRSet with DNS name www.example.com. and type A can be an alias of an S3"
            + " website.",
        creating(part("PRIMARY", "Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com")),
        creating(part("SECONDARY", "Z21DNDUVLTQW6Q", "s3-website.eu-central-1.amazonaws.com")));
    api.change(
        zone,
        creating(part("PRIMARY", cloudFront, "d1.cloudfront.net")),
        creating(part("SECONDARY", "Z21DNDUVLTQW6Q", "s3-website.eu-central-1.amazonaws.com")));
  }

  private static ResourceRecordSet part(String part, String zoneId, String target) {
    return alias("www.example.com", RRType.A, zoneId, target).toBuilder()
        .setIdentifier(part)
        .failover(ResourceRecordSetFailover.valueOf(part))
        .build();
  }

  /** Section 7, C13, and for the last policy section 4.8: its creation is allowed. */
  @Test
  void privateZonesTakeWhatRoute53TakesInThem() throws Exception {
    var request =
        CreateHostedZoneRequest.builder()
            .name("example.com")
            .callerReference("private")
            .vpc(new VPC("us-east-1", "vpc-1"))
            .build();
    var created = (CreateHostedZoneResponse) api.api.handle(request);
    zone = Zones.bareId(created.hostedZone().id());
    String check = api.check();
    api.change(
        zone,
        creating(a("s")),
        creating(weighted("w", "x", 1).toBuilder().healthCheckId(check).build()),
        creating(region("r", "x", "us-east-1")),
        creating(area("g", "x", new GeoLocation("EU", null, null))),
        creating(failover("f", ResourceRecordSetFailover.SECONDARY)),
        creating(a("m").toBuilder().setIdentifier("x").multiValueAnswer(true).build()),
        creating(cidr("c", "x", api.collection("isp"), "*")));
    String name = "RRSet of type A with DNS name x.example.com.";
    assertRefused(
        name + " is not permitted with routing policy geoproximity in a private hosted zone.",
        creating(near("x", "x", new GeoProximityLocation("us-east-1", null, null, 0))));
    assertRefused(
        name + " cannot have a health check with routing policy simple in a private hosted zone.",
        creating(a("x").toBuilder().healthCheckId(check).build()));
    assertRefused(
        "RRSet of type NS with DNS name x.example.com. cannot delegate a subdomain of a private"
            + " hosted zone.",
        creating(set("x.example.com", RRType.NS, "ns.example.org")));
    assertRefused(
        name + " cannot be an alias of CloudFront in a private hosted zone.",
        creating(alias("x.example.com", RRType.A, "Z2FDTNDATAQYW2", "d1.cloudfront.net")));
  }

  @Test
  void quotasCountOnlyWhenAsked() throws Exception {
    api.close();
    try (var small =
        new ApiFixture(
            folder, new ControlSettings(new Quotas(1, 3, 1, 1), true, List.of("ns.example.org")))) {
      small.change(zone, creating(a("one")));
      assertThat(small.refusal(zone, creating(a("two"))))
          .contains("more resource record sets than");
      small.change(zone, deleting(a("one")), creating(a("two")));
    }
    api = new ApiFixture(folder);
  }

  private void assertRefused(String messages, Change... changes) {
    assertThat(api.refusal(zone, changes)).isEqualTo("InvalidChangeBatch: [" + messages + "]");
  }

  private static ResourceRecordSet a(String label) {
    return set(label + ".example.com", RRType.A, "192.0.2.1");
  }

  private static ResourceRecordSet weighted(String label, String id, long weight) {
    return a(label).toBuilder().setIdentifier(id).weight(weight).build();
  }

  private static ResourceRecordSet failover(String label, ResourceRecordSetFailover role) {
    return a(label).toBuilder().setIdentifier(role.value()).failover(role).build();
  }

  private static ResourceRecordSet region(String label, String id, String region) {
    return a(label).toBuilder().setIdentifier(id).region(region).build();
  }

  private static ResourceRecordSet area(String label, String id, GeoLocation area) {
    return a(label).toBuilder().setIdentifier(id).geoLocation(area).build();
  }

  private static ResourceRecordSet near(String label, String id, GeoProximityLocation near) {
    return a(label).toBuilder().setIdentifier(id).geoProximityLocation(near).build();
  }

  private static ResourceRecordSet cidr(
      String label, String id, String collection, String location) {
    return a(label).toBuilder()
        .setIdentifier(id)
        .cidrRoutingConfig(new CidrRoutingConfig(collection, location))
        .build();
  }
}
