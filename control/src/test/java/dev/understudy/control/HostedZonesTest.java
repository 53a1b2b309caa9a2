package dev.understudy.control;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.deleting;
import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Change;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.DeleteHostedZoneResponse;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetChangeResponse;
import dev.understudy.model.GetDNSSECRequest;
import dev.understudy.model.GetDNSSECResponse;
import dev.understudy.model.GetHostedZoneCountRequest;
import dev.understudy.model.GetHostedZoneCountResponse;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.GetTrafficPolicyInstanceCountRequest;
import dev.understudy.model.HostedZone;
import dev.understudy.model.HostedZoneConfig;
import dev.understudy.model.HostedZoneType;
import dev.understudy.model.ListHostedZonesByNameRequest;
import dev.understudy.model.ListHostedZonesByNameResponse;
import dev.understudy.model.ListHostedZonesRequest;
import dev.understudy.model.ListHostedZonesResponse;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.TestDNSAnswerRequest;
import dev.understudy.model.TestDNSAnswerResponse;
import dev.understudy.model.UpdateHostedZoneCommentRequest;
import dev.understudy.model.UpdateHostedZoneCommentResponse;
import dev.understudy.model.VPC;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route 53 API Reference: hosted zones, lists, changes. */
class HostedZonesTest {
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
  void aNewZoneHasFourServersAndTwoRecordSets() throws Exception {
    var request =
        CreateHostedZoneRequest.builder()
            .name("Example.COM")
            .callerReference("once")
            .hostedZoneConfig(new HostedZoneConfig("mine", null))
            .build();
    var created = (CreateHostedZoneResponse) api.api.handle(request);
    HostedZone zone = created.hostedZone();
    assertThat(zone.id()).matches("/hostedzone/Z[0-9A-Z]{20}");
    assertThat(zone.name()).isEqualTo("example.com.");
    assertThat(zone.config()).isEqualTo(new HostedZoneConfig("mine", false));
    assertThat(zone.resourceRecordSetCount()).isEqualTo(2);
    assertThat(created.location()).isEqualTo("/2013-04-01" + zone.id());
    assertThat(created.changeInfo().id()).matches("/change/C[0-9A-Z]{20}");
    assertThat(created.changeInfo().status()).isEqualTo(ChangeStatus.PENDING);
    List<String> servers = Objects.requireNonNull(created.delegationSet()).nameServers();
    assertThat(servers)
        .hasSize(4)
        .allMatch(s -> s.matches("ns-\\d+\\.awsdns-\\d\\d\\.(com|net|org|co\\.uk)"));
    assertThat(api.list(zone.id()))
        .containsExactly(
            set(
                    "example.com.",
                    RRType.NS,
                    servers.stream().map(s -> s + ".").toArray(String[]::new))
                .toBuilder()
                .ttl(172800L)
                .build(),
            set(
                    "example.com.",
                    RRType.SOA,
                    servers.getFirst() + ". awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400")
                .toBuilder()
                .ttl(900L)
                .build());
    assertThat(api.refusal(request.toBuilder().name("other.com").build()))
        .isEqualTo(
            "HostedZoneAlreadyExists: A hosted zone has already been created with the specified"
                + " caller reference.");
    var got = (GetHostedZoneResponse) api.api.handle(new GetHostedZoneRequest(zone.id()));
    assertThat(got.hostedZone()).isEqualTo(zone);
    assertThat(got.delegationSet()).isEqualTo(created.delegationSet());
  }

  @Test
  void aVpcMakesAZonePrivate() throws Exception {
    var request =
        CreateHostedZoneRequest.builder()
            .name("corp")
            .callerReference("once")
            .vpc(new VPC("us-east-1", "vpc-1"))
            .build();
    var created = (CreateHostedZoneResponse) api.api.handle(request);
    assertThat(created.hostedZone().config()).isEqualTo(new HostedZoneConfig(null, true));
    assertThat(created.delegationSet()).isNull();
    assertThat(created.vpc()).isEqualTo(new VPC("us-east-1", "vpc-1"));
    String id = created.hostedZone().id();
    assertThat(((GetHostedZoneResponse) api.api.handle(new GetHostedZoneRequest(id))).vpcs())
        .containsExactly(new VPC("us-east-1", "vpc-1"));
    assertThat(api.refusal(new GetDNSSECRequest(id)))
        .startsWith("InvalidArgument: Operation is unsupported for private");
    var ask = TestDNSAnswerRequest.builder().recordName("corp").recordType(RRType.A);
    assertThat(api.refusal(ask.hostedZoneId(id).build()))
        .isEqualTo("InvalidInput: TestDNSAnswer is only for public hosted zones.");
    api.zone("public.example");
    var list =
        ListHostedZonesRequest.builder().hostedZoneType(HostedZoneType.PRIVATE_HOSTED_ZONE).build();
    assertThat(((ListHostedZonesResponse) api.api.handle(list)).hostedZones()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.example.com | InvalidDomainName
          a..b          | InvalidDomainName
          .             | InvalidDomainName
          """)
  void impossibleNamesAreRefused(String name, String code) {
    assertThat(
            api.refusal(CreateHostedZoneRequest.builder().name(name).callerReference("r").build()))
        .startsWith(code + ": ");
  }

  @Test
  void unknownZonesAreNamedInTheRefusal() {
    assertThat(api.refusal(new GetHostedZoneRequest("/hostedzone/ZNONE")))
        .isEqualTo("NoSuchHostedZone: No hosted zone found with ID: ZNONE");
  }

  @Test
  void onlyAnEmptyZoneCanBeDeleted() throws Exception {
    String id = api.zone("example.com");
    ResourceRecordSet www = set("www.example.com", RRType.A, "192.0.2.1");
    api.change(id, creating(www));
    assertThat(api.refusal(new DeleteHostedZoneRequest(id)))
        .isEqualTo(
            "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record"
                + " sets and so cannot be deleted.");
    api.change(id, deleting(www));
    var deleted = (DeleteHostedZoneResponse) api.api.handle(new DeleteHostedZoneRequest(id));
    assertThat(deleted.changeInfo().status()).isEqualTo(ChangeStatus.PENDING);
    assertThat(api.refusal(new GetHostedZoneRequest(id))).startsWith("NoSuchHostedZone");
    assertThat(api.store.count(Keys.prefix(Space.RECORD_SET))).isZero();
    assertThat(api.store.count(Keys.prefix(Space.ZONE_HEAD))).isZero();
    assertThat(api.store.count(Keys.prefix(Space.ZONE_NAME))).isZero();
  }

  @Test
  void whatIsListedCanBeDeletedAsListed() throws Exception {
    String id = api.zone("example.com");
    String check = api.check();
    api.change(
        id,
        creating(set("*.example.com", RRType.TXT, "\"v=spf1 -all\" \"\\303\\251\"")),
        creating(set("a@b.example.com", RRType.A, "192.0.2.1")),
        creating(
            set("w.example.com", RRType.A, "192.0.2.1").toBuilder()
                .setIdentifier("one")
                .weight(3L)
                .healthCheckId(check)
                .build()),
        creating(
            set("m.example.com", RRType.A, "192.0.2.1").toBuilder()
                .setIdentifier("one")
                .multiValueAnswer(true)
                .build()),
        creating(ApiFixture.alias("example.com", RRType.A, id, "w.example.com")),
        creating(ApiFixture.alias("*.al.example.com", RRType.TXT, id, "*.example.com")));
    List<Change> all =
        api.list(id).stream()
            .filter(set -> set.type() != RRType.NS && set.type() != RRType.SOA)
            .map(ApiFixture::deleting)
            .toList();
    assertThat(all).hasSize(6);
    api.change(id, all);
    api.api.handle(new DeleteHostedZoneRequest(id));
  }

  @Test
  void commentsComeAndGo() throws Exception {
    String id = api.zone("example.com");
    var set = api.api.handle(new UpdateHostedZoneCommentRequest(id, "new"));
    assertThat(((UpdateHostedZoneCommentResponse) set).hostedZone().config())
        .isEqualTo(new HostedZoneConfig("new", false));
    var gone = api.api.handle(new UpdateHostedZoneCommentRequest(id, null));
    assertThat(((UpdateHostedZoneCommentResponse) gone).hostedZone().config())
        .isEqualTo(new HostedZoneConfig(null, false));
  }

  @Test
  void zonesAreListedInOrderOfCreationPageByPage() throws Exception {
    var ids = new ArrayList<String>();
    for (String name : List.of("b.com", "a.com", "b.com", "z.a.com", "c.com")) {
      ids.add("/hostedzone/" + api.zone(name));
    }
    var listed = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          (ListHostedZonesResponse)
              api.api.handle(ListHostedZonesRequest.builder().marker(marker).maxItems("2").build());
      assertThat(page.maxItems()).isEqualTo("2");
      assertThat(page.marker()).isEqualTo(marker == null ? "" : marker);
      page.hostedZones().forEach(zone -> listed.add(zone.id()));
      marker = page.nextMarker();
      assertThat(page.isTruncated()).isEqualTo(marker != null);
    } while (marker != null);
    assertThat(listed).isEqualTo(ids);
    assertThat(api.api.handle(new GetHostedZoneCountRequest()))
        .isEqualTo(new GetHostedZoneCountResponse(5));
    api.api.handle(new DeleteHostedZoneRequest(ids.get(1)));
    for (String gone : List.of(ids.get(1), Zones.bareId(ids.get(1)))) {
      var afterDeletion =
          (ListHostedZonesResponse)
              api.api.handle(ListHostedZonesRequest.builder().marker(gone).build());
      assertThat(afterDeletion.hostedZones())
          .extracting(HostedZone::id)
          .isEqualTo(ids.subList(2, 5));
    }
    assertThat(api.refusal(ListHostedZonesRequest.builder().marker("ZNONE").build()))
        .startsWith("InvalidInput");
    assertThat(api.refusal(ListHostedZonesRequest.builder().maxItems("0").build()))
        .startsWith("InvalidInput");
    assertThat(api.refusal(ListHostedZonesRequest.builder().delegationSetId("N1").build()))
        .startsWith("NoSuchDelegationSet");
  }

  @Test
  void zonesAreListedByNameFromAnyName() throws Exception {
    for (String name : List.of("b.com", "a.com", "b.com", "z.a.com", "c.org")) {
      api.zone(name);
    }
    assertThat(names(byName(null, null, "100")))
        .containsExactly("a.com.", "z.a.com.", "b.com.", "b.com.", "c.org.");
    assertThat(names(byName("aa.com", null, "100"))).containsExactly("b.com.", "b.com.", "c.org.");
    ListHostedZonesByNameResponse page = byName("B.com.", null, "1");
    assertThat(page.dnsName()).isEqualTo("B.com.");
    assertThat(page.nextDNSName()).isEqualTo("b.com.");
    ListHostedZonesByNameResponse next = byName("b.com.", page.nextHostedZoneId(), "1");
    assertThat(next.hostedZones().getFirst().id())
        .isEqualTo("/hostedzone/" + page.nextHostedZoneId())
        .isGreaterThan(page.hostedZones().getFirst().id());
    assertThat(next.nextDNSName()).isEqualTo("c.org.");
    assertThat(api.refusal(new ListHostedZonesByNameRequest(null, "Z1", null)))
        .startsWith("InvalidInput");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # name          | type | id | first listed
          -               | -    | -  | example.com. NS -
          example.com     | SOA  | -  | example.com. SOA -
          aaa.example.com | -    | -  | b.example.com. A -
          b.example.com   | A    | -  | b.example.com. A -
          b.example.com   | AAAA | -  | b.example.com. TXT -
          b.example.com   | TXT  | -  | b.example.com. TXT -
          w.example.com   | A    | -  | w.example.com. A 1
          w.example.com   | A    | 1  | w.example.com. A 1
          w.example.com   | A    | 11 | w.example.com. A 2
          w.example.com   | A    | 2  | w.example.com. A 2
          zz.example.com  | -    | -  | -
          """)
  void recordSetsAreListedFromAnywhere(
      @Nullable String name, @Nullable RRType type, @Nullable String id, @Nullable String first)
      throws Exception {
    String zone = api.zone("example.com");
    ResourceRecordSet weighted = set("w.example.com", RRType.A, "192.0.2.1");
    api.change(
        zone,
        creating(set("b.example.com", RRType.A, "192.0.2.1")),
        creating(set("b.example.com", RRType.TXT, "\"x\"")),
        creating(weighted.toBuilder().setIdentifier("1").weight(1L).build()),
        creating(weighted.toBuilder().setIdentifier("2").weight(1L).build()));
    var page =
        (ListResourceRecordSetsResponse)
            api.api.handle(new ListResourceRecordSetsRequest(zone, name, type, id, "1"));
    if (first == null) {
      assertThat(page.resourceRecordSets()).isEmpty();
      assertThat(page.isTruncated()).isFalse();
      return;
    }
    ResourceRecordSet found = page.resourceRecordSets().getFirst();
    assertThat(
            found.name()
                + " "
                + found.type()
                + " "
                + (found.setIdentifier() == null ? "-" : found.setIdentifier()))
        .isEqualTo(first);
    assertThat(page.nextRecordName() != null).isEqualTo(page.isTruncated());
  }

  @Test
  void recordSetsCannotBeListedFromHalfAPlace() throws Exception {
    String zone = api.zone("example.com");
    assertThat(api.refusal(new ListResourceRecordSetsRequest(zone, null, RRType.A, null, null)))
        .startsWith("InvalidInput");
    assertThat(
            api.refusal(
                new ListResourceRecordSetsRequest(zone, "www.example.com", null, "x", null)))
        .startsWith("InvalidInput");
    var page =
        (ListResourceRecordSetsResponse)
            api.api.handle(new ListResourceRecordSetsRequest(zone, null, null, null, "9999"));
    assertThat(page.maxItems()).isEqualTo("300");
  }

  @Test
  void aChangeIsInsyncOnceEveryNameserverAppliedItsRevision() throws Exception {
    api.appliedRevision = api.store.revision();
    String zone = api.zone("example.com");
    String id = api.change(zone, creating(set("www.example.com", RRType.A, "192.0.2.1"))).id();
    assertThat(status(id)).isEqualTo(ChangeStatus.PENDING);
    api.appliedRevision = api.store.revision() - 1;
    assertThat(status(id)).isEqualTo(ChangeStatus.PENDING);
    api.appliedRevision = api.store.revision();
    assertThat(status(id)).isEqualTo(ChangeStatus.INSYNC);
    assertThat(status(id.replace("/change/", ""))).isEqualTo(ChangeStatus.INSYNC);
    assertThat(api.refusal(new GetChangeRequest("CNONE"))).startsWith("NoSuchChange: ");
  }

  @Test
  void changesAreForgottenAfterAWeek() throws Exception {
    String zone = api.zone("example.com");
    api.change(zone, creating(set("a.example.com", RRType.A, "192.0.2.1")));
    api.now = ApiFixture.START.plus(Changes.KEPT);
    api.change(zone, creating(set("b.example.com", RRType.A, "192.0.2.1")));
    assertThat(api.store.count(Keys.prefix(Space.CHANGE))).isEqualTo(3);
    api.now = api.now.plus(Duration.ofMillis(1));
    api.change(zone, creating(set("c.example.com", RRType.A, "192.0.2.1")));
    assertThat(api.store.count(Keys.prefix(Space.CHANGE))).isEqualTo(2);
  }

  @Test
  void testAnswersComeFromTheResponder() throws Exception {
    String zone = api.zone("example.com");
    api.testAnswer = new TestAnswers.Answer("NOERROR", List.of("192.0.2.1"), "UDP");
    var ask =
        TestDNSAnswerRequest.builder()
            .hostedZoneId(zone)
            .recordName("www.Example.com")
            .recordType(RRType.A)
            .build();
    var answer = (TestDNSAnswerResponse) api.api.handle(ask);
    assertThat(answer.recordName()).isEqualTo("www.example.com.");
    assertThat(answer.recordData()).containsExactly("192.0.2.1");
    assertThat(answer.nameserver()).startsWith("ns-");
    api.api.handle(ask.toBuilder().edns0ClientSubnetIP("2001:db8::1").build());
    assertThat(api.asked.getLast().subnet())
        .isEqualTo(new TestAnswers.Subnet(InetAddress.ofLiteral("2001:db8::1"), 64));
    api.api.handle(ask.toBuilder().edns0ClientSubnetIP("192.0.2.7").build());
    assertThat(api.asked.getLast().subnet())
        .isEqualTo(new TestAnswers.Subnet(InetAddress.ofLiteral("192.0.2.7"), 24));
    for (String mask : List.of("0", "32")) {
      api.api.handle(
          ask.toBuilder().edns0ClientSubnetIP("192.0.2.7").edns0ClientSubnetMask(mask).build());
      assertThat(Objects.requireNonNull(api.asked.getLast().subnet()).prefixLength())
          .isEqualTo(Integer.parseInt(mask));
    }
    assertThat(api.refusal(ask.toBuilder().hostedZoneId("ZNONE").build()))
        .isEqualTo("NoSuchHostedZone: No hosted zone found with ID: ZNONE");
    for (var wrong :
        List.of(
            ask.toBuilder().edns0ClientSubnetMask("24").build(),
            ask.toBuilder().edns0ClientSubnetIP("192.0.2.1").edns0ClientSubnetMask("33").build(),
            ask.toBuilder().edns0ClientSubnetIP("192.0.2.1").edns0ClientSubnetMask("-1").build(),
            ask.toBuilder().edns0ClientSubnetIP("::1").edns0ClientSubnetMask("129").build(),
            ask.toBuilder().edns0ClientSubnetIP("client").build(),
            ask.toBuilder().resolverIP("localhost").build(),
            ask.toBuilder().recordName("www.example.org").build())) {
      assertThat(api.refusal(wrong)).startsWith("InvalidInput: ");
    }
  }

  @Test
  void unsignedZonesSayWhatTerraformExpects() throws Exception {
    var answer = (GetDNSSECResponse) api.api.handle(new GetDNSSECRequest(api.zone("example.com")));
    assertThat(answer.status().serveSignature()).isEqualTo("NOT_SIGNING");
    assertThat(answer.keySigningKeys()).isEmpty();
  }

  @Test
  void operationsNotBuiltSaySo() {
    assertThat(api.refusal(new GetTrafficPolicyInstanceCountRequest()))
        .isEqualTo("NotImplemented: Understudy does not offer GetTrafficPolicyInstanceCount yet.");
  }

  private ChangeStatus status(String id) throws ApiException {
    return ((GetChangeResponse) api.api.handle(new GetChangeRequest(id))).changeInfo().status();
  }

  private ListHostedZonesByNameResponse byName(
      @Nullable String name, @Nullable String id, String max) throws ApiException {
    return (ListHostedZonesByNameResponse)
        api.api.handle(new ListHostedZonesByNameRequest(name, id, max));
  }

  private static List<String> names(ListHostedZonesByNameResponse page) {
    return page.hostedZones().stream().map(HostedZone::name).toList();
  }
}
