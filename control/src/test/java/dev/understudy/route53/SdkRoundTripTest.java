package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.ApiException;
import dev.understudy.model.*;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * AWS's own client reads and writes what we write and read, for each operation of the main story.
 */
@SuppressWarnings("unchecked") // the SDK takes Consumers as varargs without @SafeVarargs
class SdkRoundTripTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final String CHECK = "abcdef11-2222-3333-4444-555555fedcba";

  private final FakeApi api = new FakeApi();
  private ApiServer server;
  private Route53Client client;

  @BeforeEach
  void open() throws IOException {
    var credentials = new Credentials("AKIDEXAMPLE", "secret", "123456789012");
    server =
        ApiServer.open(
            ApiSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials),
            api,
            Services.NONE,
            () -> true,
            Map.of(),
            InstantSource.system());
    client = client("AKIDEXAMPLE", "secret");
  }

  private Route53Client client(String key, String secret) {
    return Route53Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.address().getPort()))
        .region(Region.US_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static HostedZone zone() {
    return HostedZone.builder()
        .id("/hostedzone/Z1")
        .name("example.com.")
        .callerReference("r")
        .config(new HostedZoneConfig(null, false))
        .resourceRecordSetCount(2L)
        .build();
  }

  private static ChangeInfo pending() {
    return new ChangeInfo("/change/C1", ChangeStatus.PENDING, THEN, null);
  }

  private static HealthCheck check() {
    return HealthCheck.builder()
        .id(CHECK)
        .callerReference("r")
        .healthCheckConfig(
            HealthCheckConfig.builder()
                .type(HealthCheckType.HTTP)
                .ipAddress("192.0.2.1")
                .port(80)
                .build())
        .healthCheckVersion(1L)
        .build();
  }

  @Test
  void createHostedZone() {
    api.willAnswer(
        CreateHostedZoneResponse.builder()
            .hostedZone(zone())
            .changeInfo(pending())
            .delegationSet(new DelegationSet(null, null, List.of("ns-1.example.net")))
            .location("/2013-04-01/hostedzone/Z1")
            .build());
    var response =
        client.createHostedZone(
            r -> r.name("example.com").callerReference("r").hostedZoneConfig(c -> c.comment("c")));
    assertThat(api.lastAsked())
        .isEqualTo(
            CreateHostedZoneRequest.builder()
                .name("example.com")
                .callerReference("r")
                .hostedZoneConfig(new HostedZoneConfig("c", null))
                .build());
    assertThat(response.sdkHttpResponse().statusCode()).isEqualTo(201);
    assertThat(response.location())
        .isEqualTo("http://127.0.0.1:" + server.address().getPort() + "/2013-04-01/hostedzone/Z1");
    assertThat(response.hostedZone().id()).isEqualTo("Z1"); // the SDK cuts the prefix
    assertThat(response.delegationSet().nameServers()).containsExactly("ns-1.example.net");
    assertThat(response.changeInfo().submittedAt()).isEqualTo(THEN);
  }

  @Test
  void getAndDeleteHostedZone() {
    api.willAnswer(new GetHostedZoneResponse(zone(), null, List.of(new VPC("us-east-1", "v"))));
    var zone = client.getHostedZone(r -> r.id("/hostedzone/Z1"));
    assertThat(api.lastAsked()).isEqualTo(new GetHostedZoneRequest("Z1"));
    assertThat(zone.hostedZone().config().privateZone()).isFalse();
    assertThat(zone.vpCs()).hasSize(1);

    api.willAnswer(new DeleteHostedZoneResponse(pending()));
    client.deleteHostedZone(r -> r.id("Z1"));
    assertThat(api.lastAsked()).isEqualTo(new DeleteHostedZoneRequest("Z1"));
  }

  @Test
  void listHostedZones() {
    api.willAnswer(
        ListHostedZonesResponse.builder()
            .hostedZones(List.of(zone()))
            .isTruncated(true)
            .nextMarker("Z2")
            .maxItems("1")
            .marker("Z0")
            .build());
    var page = client.listHostedZones(r -> r.maxItems("1").marker("Z0"));
    assertThat(api.lastAsked())
        .isEqualTo(ListHostedZonesRequest.builder().maxItems("1").marker("Z0").build());
    assertThat(page.nextMarker()).isEqualTo("Z2");
    assertThat(page.isTruncated()).isTrue();

    api.willAnswer(
        ListHostedZonesByNameResponse.builder()
            .hostedZones(List.of())
            .isTruncated(false)
            .maxItems("100")
            .build());
    assertThat(client.listHostedZonesByName(r -> r.dnsName("ex.com")).hostedZones()).isEmpty();
    assertThat(api.lastAsked())
        .isEqualTo(ListHostedZonesByNameRequest.builder().dnsName("ex.com").build());

    api.willAnswer(new GetHostedZoneCountResponse(7));
    assertThat(client.getHostedZoneCount().hostedZoneCount()).isEqualTo(7);
  }

  @Test
  void updateHostedZoneComment() {
    api.willAnswer(new UpdateHostedZoneCommentResponse(zone()));
    client.updateHostedZoneComment(r -> r.id("Z1").comment("new <&> \u00fcber"));
    assertThat(api.lastAsked())
        .isEqualTo(new UpdateHostedZoneCommentRequest("Z1", "new <&> \u00fcber"));
  }

  @Test
  void changeAndListResourceRecordSets() {
    api.willAnswer(new ChangeResourceRecordSetsResponse(pending()));
    client.changeResourceRecordSets(r ->
        r.hostedZoneId("Z1")
            .changeBatch(b ->
                b.changes(c ->
                    c.action("UPSERT")
                        .resourceRecordSet(s ->
                            s.name("*.example.com")
                                .type("TXT")
                                .ttl(60L)
                                .weight(0L)
                                .setIdentifier("one")
                                .resourceRecords(v -> v.value("\"a\" \"b\""))))));
    var expected =
        ResourceRecordSet.builder()
            .name("*.example.com")
            .type(RRType.TXT)
            .setIdentifier("one")
            .weight(0L)
            .ttl(60L)
            .resourceRecords(List.of(new ResourceRecord("\"a\" \"b\"")))
            .build();
    assertThat(api.lastAsked())
        .isEqualTo(
            new ChangeResourceRecordSetsRequest(
                "Z1", new ChangeBatch(null, List.of(new Change(ChangeAction.UPSERT, expected)))));

    api.willAnswer(
        ListResourceRecordSetsResponse.builder()
            .resourceRecordSets(List.of(expected))
            .isTruncated(false)
            .maxItems("300")
            .build());
    var list =
        client.listResourceRecordSets(
            r -> r.hostedZoneId("Z1").startRecordName("\\052.example.com").startRecordType("TXT"));
    assertThat(api.lastAsked())
        .isEqualTo(
            ListResourceRecordSetsRequest.builder()
                .hostedZoneId("Z1")
                .startRecordName("\\052.example.com")
                .startRecordType(RRType.TXT)
                .build());
    assertThat(list.resourceRecordSets().getFirst().resourceRecords().getFirst().value())
        .isEqualTo("\"a\" \"b\"");
  }

  @Test
  void getChange() {
    api.willAnswer(new GetChangeResponse(pending()));
    assertThat(client.getChange(r -> r.id("/change/C1")).changeInfo().statusAsString())
        .isEqualTo("PENDING");
    assertThat(api.lastAsked()).isEqualTo(new GetChangeRequest("C1"));
  }

  @Test
  void healthChecks() {
    api.willAnswer(new CreateHealthCheckResponse(check(), "/2013-04-01/healthcheck/" + CHECK));
    var created =
        client.createHealthCheck(r ->
            r.callerReference("r")
                .healthCheckConfig(
                    c -> c.type("HTTP").ipAddress("192.0.2.1").port(80).inverted(true)));
    assertThat(created.location()).endsWith("/2013-04-01/healthcheck/" + CHECK);
    assertThat(created.healthCheck().healthCheckConfig().requestInterval()).isNull();
    assertThat(api.lastAsked())
        .isEqualTo(
            new CreateHealthCheckRequest(
                "r",
                HealthCheckConfig.builder()
                    .type(HealthCheckType.HTTP)
                    .ipAddress("192.0.2.1")
                    .port(80)
                    .inverted(true)
                    .build()));

    api.willAnswer(new GetHealthCheckResponse(check()));
    assertThat(client.getHealthCheck(r -> r.healthCheckId(CHECK)).healthCheck().id())
        .isEqualTo(CHECK);

    api.willAnswer(new UpdateHealthCheckResponse(check()));
    client.updateHealthCheck(r ->
        r.healthCheckId(CHECK)
            .failureThreshold(5)
            .resetElementsWithStrings("Regions", "ResourcePath"));
    assertThat(api.lastAsked())
        .isEqualTo(
            UpdateHealthCheckRequest.builder()
                .healthCheckId(CHECK)
                .failureThreshold(5)
                .resetElements(
                    List.of(ResettableElementName.REGIONS, ResettableElementName.RESOURCE_PATH))
                .build());

    api.willAnswer(
        ListHealthChecksResponse.builder()
            .healthChecks(List.of(check()))
            .isTruncated(false)
            .maxItems("100")
            .marker("")
            .build());
    assertThat(client.listHealthChecks().healthChecks()).hasSize(1);

    api.willAnswer(new GetHealthCheckCountResponse(3));
    assertThat(client.getHealthCheckCount().healthCheckCount()).isEqualTo(3);

    api.willAnswer(new DeleteHealthCheckResponse());
    client.deleteHealthCheck(r -> r.healthCheckId(CHECK));
    assertThat(api.lastAsked()).isEqualTo(new DeleteHealthCheckRequest(CHECK));
  }

  @Test
  void observations() {
    var observation =
        new HealthCheckObservation("us-east-1", "192.0.2.9", new StatusReport("Success", THEN));
    api.willAnswer(new GetHealthCheckStatusResponse(List.of(observation)));
    var status = client.getHealthCheckStatus(r -> r.healthCheckId(CHECK));
    assertThat(status.healthCheckObservations().getFirst().statusReport().checkedTime())
        .isEqualTo(THEN);
    api.willAnswer(new GetHealthCheckLastFailureReasonResponse(List.of()));
    assertThat(
            client
                .getHealthCheckLastFailureReason(r -> r.healthCheckId(CHECK))
                .healthCheckObservations())
        .isEmpty();
    api.willAnswer(new GetCheckerIpRangesResponse(List.of("192.0.2.0/24")));
    assertThat(client.getCheckerIpRanges().checkerIpRanges()).containsExactly("192.0.2.0/24");
  }

  @Test
  void tags() {
    var tags = List.of(new Tag("Name", "one"));
    var set = new ResourceTagSet(TagResourceType.HEALTHCHECK, CHECK, tags);
    api.willAnswer(new ChangeTagsForResourceResponse());
    client.changeTagsForResource(r ->
        r.resourceType("healthcheck")
            .resourceId(CHECK)
            .addTags(t -> t.key("Name").value("one"))
            .removeTagKeys("old"));
    assertThat(api.lastAsked())
        .isEqualTo(
            new ChangeTagsForResourceRequest(
                TagResourceType.HEALTHCHECK, CHECK, tags, List.of("old")));
    api.willAnswer(new ListTagsForResourceResponse(set));
    assertThat(
            client
                .listTagsForResource(r -> r.resourceType("healthcheck").resourceId(CHECK))
                .resourceTagSet()
                .tags())
        .hasSize(1);
    api.willAnswer(new ListTagsForResourcesResponse(List.of(set)));
    assertThat(
            client
                .listTagsForResources(r -> r.resourceType("healthcheck").resourceIds(CHECK))
                .resourceTagSets())
        .hasSize(1);
    assertThat(api.lastAsked())
        .isEqualTo(new ListTagsForResourcesRequest(TagResourceType.HEALTHCHECK, List.of(CHECK)));
  }

  @Test
  void testDnsAnswerAndDnssec() {
    api.willAnswer(
        TestDNSAnswerResponse.builder()
            .nameserver("ns-1.example.net")
            .recordName("example.com")
            .recordType(RRType.A)
            .recordData(List.of("192.0.2.1"))
            .responseCode("NOERROR")
            .protocol("UDP")
            .build());
    var answer =
        client.testDNSAnswer(r ->
            r.hostedZoneId("Z1")
                .recordName("example.com")
                .recordType("A")
                .edns0ClientSubnetIP("2001:db8::1"));
    assertThat(answer.recordData()).containsExactly("192.0.2.1");
    assertThat(api.lastAsked())
        .isEqualTo(
            TestDNSAnswerRequest.builder()
                .hostedZoneId("Z1")
                .recordName("example.com")
                .recordType(RRType.A)
                .edns0ClientSubnetIP("2001:db8::1")
                .build());
    api.willAnswer(new GetDNSSECResponse(new DNSSECStatus("NOT_SIGNING", null), List.of()));
    assertThat(client.getDNSSEC(r -> r.hostedZoneId("Z1")).status().serveSignature())
        .isEqualTo("NOT_SIGNING");
  }

  @Test
  void errorsAreUnderstood() {
    api.will(request -> {
      throw new ApiException(404, "NoSuchHostedZone", "No hosted zone found with ID: Z9");
    });
    assertThatThrownBy(() -> client.getHostedZone(r -> r.id("Z9")))
        .isInstanceOfSatisfying(
            NoSuchHostedZoneException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("No hosted zone found with ID: Z9");
              assertThat(e.requestId()).hasSize(36);
            });
    api.will(request -> {
      throw new ApiException(400, "InvalidChangeBatch", "[one, two]");
    });
    assertThatThrownBy(() ->
            client.changeResourceRecordSets(r ->
                r.hostedZoneId("Z1")
                    .changeBatch(b ->
                        b.changes(c ->
                            c.action("DELETE").resourceRecordSet(s -> s.name("a").type("A"))))))
        .isInstanceOf(InvalidChangeBatchException.class)
        .hasMessageContaining("[one, two]");
  }

  @Test
  void aWrongSecretAndAnUnknownKeyAreForbidden() {
    try (Route53Client stranger = client("AKIDEXAMPLE", "wrong")) {
      assertThatThrownBy(stranger::getHostedZoneCount)
          .isInstanceOfSatisfying(
              Route53Exception.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
              });
    }
    try (Route53Client stranger = client("AKIDOTHER", "secret")) {
      assertThatThrownBy(stranger::getHostedZoneCount)
          .isInstanceOfSatisfying(
              Route53Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
    }
    assertThat(api.askedCount()).isZero();
  }
}
