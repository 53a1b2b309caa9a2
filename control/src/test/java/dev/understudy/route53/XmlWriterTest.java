package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.ApiException;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.DNSSECStatus;
import dev.understudy.model.DelegationSet;
import dev.understudy.model.DeleteHealthCheckResponse;
import dev.understudy.model.GetCheckerIpRangesResponse;
import dev.understudy.model.GetDNSSECResponse;
import dev.understudy.model.GetHealthCheckStatusResponse;
import dev.understudy.model.GetHostedZoneResponse;
import dev.understudy.model.HealthCheck;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckObservation;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.HostedZone;
import dev.understudy.model.HostedZoneConfig;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.ListTagsForResourceResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.ResourceTagSet;
import dev.understudy.model.Response;
import dev.understudy.model.StatusReport;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.query.XmlText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The sample messages of the API reference, octet for octet but for white space between elements.
 */
class XmlWriterTest {

  private static String written(String root, Response response) {
    return new String(XmlWriter.message(root, response), StandardCharsets.UTF_8);
  }

  private static String sample(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body.replaceAll(">\\s+<", "><").strip();
  }

  private static ResourceRecordSet.Builder set(
      String name, RRType type, long ttl, String... values) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(ttl)
        .resourceRecords(Arrays.stream(values).map(ResourceRecord::new).toList());
  }

  @Test
  void listResourceRecordSets() {
    var response =
        ListResourceRecordSetsResponse.builder()
            .resourceRecordSets(
                List.of(
                    set("example.com.", RRType.NS, 172800, "ns-12.awsdns-01.com.").build(),
                    set("\\052.example.com.", RRType.TXT, 60, "\"a\" \"b\"").build(),
                    set("www.example.com.", RRType.A, 15, "10.0.1.10")
                        .setIdentifier("FailoverPrimary")
                        .failover(ResourceRecordSetFailover.PRIMARY)
                        .healthCheckId("abcdef11-2222-3333-4444-555555fedcba")
                        .build(),
                    ResourceRecordSet.builder()
                        .name("www.example.com.")
                        .type(RRType.A)
                        .setIdentifier("FailoverSecondary")
                        .failover(ResourceRecordSetFailover.SECONDARY)
                        .aliasTarget(
                            new AliasTarget(
                                "Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com.", false))
                        .build()))
            .isTruncated(false)
            .maxItems("100")
            .build();
    assertThat(written("ListResourceRecordSetsResponse", response))
        .isEqualTo(
            sample(
                """
                <ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>
                 <ResourceRecordSet><Name>example.com.</Name><Type>NS</Type><TTL>172800</TTL><ResourceRecords>
                   <ResourceRecord><Value>ns-12.awsdns-01.com.</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
                 <ResourceRecordSet><Name>\\052.example.com.</Name><Type>TXT</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>"a" "b"</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>
                 <ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><SetIdentifier>FailoverPrimary</SetIdentifier><Failover>PRIMARY</Failover><TTL>15</TTL>
                   <ResourceRecords><ResourceRecord><Value>10.0.1.10</Value></ResourceRecord></ResourceRecords><HealthCheckId>abcdef11-2222-3333-4444-555555fedcba</HealthCheckId></ResourceRecordSet>
                 <ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type><SetIdentifier>FailoverSecondary</SetIdentifier><Failover>SECONDARY</Failover>
                   <AliasTarget><HostedZoneId>Z3AQBSTGFYJSTF</HostedZoneId><DNSName>s3-website-us-east-1.amazonaws.com.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget></ResourceRecordSet>
                </ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListResourceRecordSetsResponse>
                """));
  }

  @Test
  void createHealthCheckLeavesItsLocationToTheHeader() {
    var config =
        HealthCheckConfig.builder()
            .ipAddress("10.0.1.10")
            .port(80)
            .type(HealthCheckType.HTTP)
            .resourcePath("/cafe")
            .requestInterval(10)
            .failureThreshold(2)
            .measureLatency(false)
            .inverted(false)
            .disabled(false)
            .enableSNI(false)
            .build();
    var check =
        HealthCheck.builder()
            .id("abcdef11-2222-3333-4444-555555fedcba")
            .callerReference("Primary-Website-Health-1")
            .healthCheckConfig(config)
            .healthCheckVersion(1)
            .build();
    assertThat(
            written(
                "CreateHealthCheckResponse",
                new CreateHealthCheckResponse(check, "/2013-04-01/healthcheck/abcdef11")))
        .isEqualTo(
            sample(
                """
                <CreateHealthCheckResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthCheck>
                 <Id>abcdef11-2222-3333-4444-555555fedcba</Id><CallerReference>Primary-Website-Health-1</CallerReference>
                 <HealthCheckConfig><IPAddress>10.0.1.10</IPAddress><Port>80</Port><Type>HTTP</Type><ResourcePath>/cafe</ResourcePath><RequestInterval>10</RequestInterval>
                  <FailureThreshold>2</FailureThreshold><MeasureLatency>false</MeasureLatency><Inverted>false</Inverted><Disabled>false</Disabled><EnableSNI>false</EnableSNI></HealthCheckConfig>
                 <HealthCheckVersion>1</HealthCheckVersion></HealthCheck></CreateHealthCheckResponse>
                """));
  }

  @Test
  void getHealthCheckStatusWritesMilliseconds() {
    var observation =
        HealthCheckObservation.builder()
            .region("us-east-1")
            .ipAddress("15.177.2.3")
            .statusReport(
                new StatusReport(
                    "Success: HTTP Status Code 200, OK",
                    Instant.parse("2026-01-01T00:00:00.123456Z")))
            .build();
    assertThat(
            written(
                "GetHealthCheckStatusResponse",
                new GetHealthCheckStatusResponse(List.of(observation))))
        .isEqualTo(
            sample(
                """
                <GetHealthCheckStatusResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthCheckObservations>
                 <HealthCheckObservation><Region>us-east-1</Region><IPAddress>15.177.2.3</IPAddress><StatusReport><Status>Success: HTTP Status Code 200, OK</Status><CheckedTime>2026-01-01T00:00:00.123Z</CheckedTime></StatusReport></HealthCheckObservation>
                </HealthCheckObservations></GetHealthCheckStatusResponse>
                """));
  }

  @Test
  void getHostedZone() {
    var zone =
        HostedZone.builder()
            .id("/hostedzone/Z1PA6795UKMFR9")
            .name("example.com.")
            .callerReference("lab-1")
            .config(new HostedZoneConfig("failover lab", false))
            .resourceRecordSetCount(2L)
            .build();
    var names = List.of("ns-12.awsdns-01.com", "ns-1560.awsdns-03.co.uk");
    assertThat(
            written(
                "GetHostedZoneResponse",
                new GetHostedZoneResponse(zone, new DelegationSet(null, null, names), null)))
        .isEqualTo(
            sample(
                """
                <GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZone><Id>/hostedzone/Z1PA6795UKMFR9</Id><Name>example.com.</Name>
                 <CallerReference>lab-1</CallerReference><Config><Comment>failover lab</Comment><PrivateZone>false</PrivateZone></Config><ResourceRecordSetCount>2</ResourceRecordSetCount></HostedZone>
                 <DelegationSet><NameServers><NameServer>ns-12.awsdns-01.com</NameServer><NameServer>ns-1560.awsdns-03.co.uk</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>
                """));
  }

  @Test
  void changeResourceRecordSets() {
    var info =
        new ChangeInfo(
            "/change/C2682N5HXP0BZ4",
            ChangeStatus.PENDING,
            Instant.parse("2026-01-01T00:00:00.123Z"),
            "failover pair");
    assertThat(
            written("ChangeResourceRecordSetsResponse", new ChangeResourceRecordSetsResponse(info)))
        .isEqualTo(
            sample(
                """
                <ChangeResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo><Id>/change/C2682N5HXP0BZ4</Id><Status>PENDING</Status><SubmittedAt>2026-01-01T00:00:00.123Z</SubmittedAt><Comment>failover pair</Comment></ChangeInfo></ChangeResourceRecordSetsResponse>
                """));
  }

  @Test
  void listTagsForResource() {
    var tags =
        new ResourceTagSet(
            TagResourceType.HEALTHCHECK,
            "abcdef11-2222-3333-4444-555555fedcba",
            List.of(new Tag("Name", "Primary-Website-Health")));
    assertThat(written("ListTagsForResourceResponse", new ListTagsForResourceResponse(tags)))
        .isEqualTo(
            sample(
                """
                <ListTagsForResourceResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceTagSet><ResourceType>healthcheck</ResourceType><ResourceId>abcdef11-2222-3333-4444-555555fedcba</ResourceId><Tags><Tag><Key>Name</Key><Value>Primary-Website-Health</Value></Tag></Tags></ResourceTagSet></ListTagsForResourceResponse>
                """));
  }

  @Test
  void getDnssecOfAZoneNeverSigned() {
    assertThat(
            written(
                "GetDNSSECResponse",
                new GetDNSSECResponse(new DNSSECStatus("NOT_SIGNING", null), List.of())))
        .isEqualTo(
            sample(
                """
                <GetDNSSECResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Status><ServeSignature>NOT_SIGNING</ServeSignature></Status><KeySigningKeys/></GetDNSSECResponse>
                """));
  }

  @Test
  void getCheckerIpRanges() {
    assertThat(
            written(
                "GetCheckerIpRangesResponse",
                new GetCheckerIpRangesResponse(List.of("15.177.0.0/18", "10.9.0.0/24"))))
        .isEqualTo(
            sample(
                """
                <GetCheckerIpRangesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><CheckerIpRanges><member>15.177.0.0/18</member><member>10.9.0.0/24</member></CheckerIpRanges></GetCheckerIpRangesResponse>
                """));
  }

  @Test
  void anEmptyResponseIsAnEmptyElement() {
    assertThat(written("DeleteHealthCheckResponse", new DeleteHealthCheckResponse()))
        .isEqualTo(
            sample(
                """
                <DeleteHealthCheckResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"/>
                """));
  }

  @Test
  void errorsHaveTheFormThatAllClientsRead() {
    var error = new ApiException(404, "NoSuchHostedZone", "No hosted zone found with ID: <Z&1>");
    assertThat(
            new String(
                XmlWriter.error("https://route53.amazonaws.com/doc/2013-04-01/", error, "b25f48e8"),
                StandardCharsets.UTF_8))
        .isEqualTo(
            sample(
                """
                <ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
                  <Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: &lt;Z&amp;1&gt;</Message></Error>
                  <RequestId>b25f48e8</RequestId>
                </ErrorResponse>
                """));
  }

  @Test
  void whatXmlCannotCarryIsReplaced() {
    assertThat(XmlText.escape("a\u0000\u001f\r\t\uffff\ud83d\ude00"))
        .isEqualTo("a\ufffd\ufffd&#13;\t\ufffd\ud83d\ude00");
  }
}
