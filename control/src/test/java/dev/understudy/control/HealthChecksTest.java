package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.ComparisonOperator;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.GetCheckerIpRangesRequest;
import dev.understudy.model.GetCheckerIpRangesResponse;
import dev.understudy.model.GetHealthCheckLastFailureReasonRequest;
import dev.understudy.model.GetHealthCheckLastFailureReasonResponse;
import dev.understudy.model.GetHealthCheckRequest;
import dev.understudy.model.GetHealthCheckResponse;
import dev.understudy.model.GetHealthCheckStatusRequest;
import dev.understudy.model.GetHealthCheckStatusResponse;
import dev.understudy.model.HealthCheck;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.ListHealthChecksRequest;
import dev.understudy.model.ListHealthChecksResponse;
import dev.understudy.model.ListTagsForResourceRequest;
import dev.understudy.model.ListTagsForResourceResponse;
import dev.understudy.model.ListTagsForResourcesRequest;
import dev.understudy.model.ListTagsForResourcesResponse;
import dev.understudy.model.ResettableElementName;
import dev.understudy.model.ResourceTagSet;
import dev.understudy.model.Statistic;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.model.UpdateHealthCheckResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route 53 API Reference: health checks and tags; Developer Guide, values of health checks. */
class HealthChecksTest {
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
  void aMinimalCheckComesBackWithDefaultsAndNothingElse() throws Exception {
    String id = api.check(http().build());
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(get(id).healthCheckVersion()).isEqualTo(1);
    assertThat(get(id).healthCheckConfig())
        .isEqualTo(
            http()
                .port(80)
                .requestInterval(30)
                .failureThreshold(3)
                .measureLatency(false)
                .inverted(false)
                .disabled(false)
                .enableSNI(false)
                .build());
    var https = http().type(HealthCheckType.HTTPS).resourcePath("cafe").build();
    assertThat(get(api.check(https)).healthCheckConfig())
        .extracting("port", "enableSNI", "resourcePath")
        .containsExactly(443, true, "cafe");
  }

  @Test
  void checksWithoutEndpointHaveNoNumbersTheyWereNotGiven() throws Exception {
    String child = api.check();
    api.alarms = _ -> definition(1);
    for (HealthCheckConfig config :
        List.of(
            of(HealthCheckType.CALCULATED)
                .healthThreshold(0)
                .childHealthChecks(List.of(child))
                .build(),
            of(HealthCheckType.CLOUDWATCH_METRIC)
                .alarmIdentifier(new AlarmIdentifier("us-east-1", "alarm"))
                .build(),
            of(HealthCheckType.RECOVERY_CONTROL).routingControlArn("arn:x").build())) {
      assertThat(get(api.check(config)).healthCheckConfig())
          .isEqualTo(config.toBuilder().inverted(false).disabled(false).build());
    }
  }

  private static CloudWatchAlarmConfiguration definition(double threshold) {
    return CloudWatchAlarmConfiguration.builder()
        .evaluationPeriods(1)
        .threshold(threshold)
        .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
        .period(60)
        .metricName("orders")
        .namespace("shop")
        .statistic(Statistic.SUM)
        .dimensions(List.of())
        .build();
  }

  @Test
  void anAlarmsDefinitionIsCopiedUntilTheCheckIsPointedAtItAgain() throws Exception {
    var alarm = new AlarmIdentifier("us-east-1", "alarm");
    api.alarms = _ -> definition(1);
    String id = api.check(of(HealthCheckType.CLOUDWATCH_METRIC).alarmIdentifier(alarm).build());
    assertThat(get(id).cloudWatchAlarmConfiguration()).isEqualTo(definition(1));
    api.alarms = _ -> definition(2);
    api.api.handle(UpdateHealthCheckRequest.builder().healthCheckId(id).inverted(true).build());
    assertThat(get(id).cloudWatchAlarmConfiguration()).isEqualTo(definition(1));
    api.api.handle(
        UpdateHealthCheckRequest.builder().healthCheckId(id).alarmIdentifier(alarm).build());
    assertThat(get(id).cloudWatchAlarmConfiguration()).isEqualTo(definition(2));
  }

  @Test
  void anAlarmThatDoesNotExistCannotBeFollowed() throws Exception {
    assertRefused(
        "Invalid parameter : The CloudWatch alarm none does not exist in us-east-1.",
        of(HealthCheckType.CLOUDWATCH_METRIC)
            .alarmIdentifier(new AlarmIdentifier("us-east-1", "none")));
  }

  @Test
  void impossibleSettingsAreRefused() throws Exception {
    String calculated = api.check(of(HealthCheckType.CALCULATED).healthThreshold(1).build());
    assertRefused(
        "TCP health checks that have IP address must not have a fully qualified domain name"
            + " specified.",
        http().type(HealthCheckType.TCP).port(1).fullyQualifiedDomainName("example.com"));
    assertRefused(
        "Invalid parameter : Basic health checks must not have an metric region specified.",
        http().alarmIdentifier(new AlarmIdentifier("us-east-1", "x")));
    assertRefused(
        "Invalid parameter : Calculated health checks must have a health threshold specified.",
        of(HealthCheckType.CALCULATED));
    assertRefused(
        "Invalid parameter : Basic health checks must have an IP address or a domain name"
            + " specified.",
        of(HealthCheckType.HTTP).ipAddress(""));
    assertRefused(
        "Invalid parameter : String matching health checks must have a search string specified.",
        http().type(HealthCheckType.HTTP_STR_MATCH));
    assertRefused(
        "Invalid parameter : Request interval must be 10 or 30.", http().requestInterval(20));
    assertRefused(
        "Invalid parameter : At least 3 different regions must be specified.",
        http().regions(List.of("us-east-1", "us-west-1", "us-east-1")));
    assertRefused(
        "Invalid parameter : IP address example.com is not valid.",
        http().ipAddress("example.com"));
    assertRefused(
        "Invalid parameter : TCP health checks must have a port specified.",
        http().type(HealthCheckType.TCP));
    assertRefused(
        "Invalid parameter : Child health check nope does not exist.",
        of(HealthCheckType.CALCULATED).healthThreshold(1).childHealthChecks(List.of("nope")));
    assertRefused(
        "Invalid parameter : Child health check "
            + calculated
            + " is itself calculated: calculated health checks must not monitor others of their"
            + " kind.",
        of(HealthCheckType.CALCULATED).healthThreshold(1).childHealthChecks(List.of(calculated)));
    assertRefused(
        "Invalid parameter : Calculated health checks must not have a port specified.",
        of(HealthCheckType.CALCULATED).healthThreshold(1).port(80));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.0.0.5,        true
          127.0.0.1,       true
          172.31.255.255,  true
          172.32.0.0,      false
          ::ffff:10.0.0.1, true
          fe80::1,         true
          2001:db8::1,     true
          8.8.8.8,         false
          2600::1,         false
          """)
  void route53sRangesAreForbiddenOnlyWhenAsked(String address, boolean forbidden) throws Exception {
    api.check(of(HealthCheckType.HTTP).ipAddress(address).build());
    api.close();
    try (var strict =
        new ApiFixture(folder, new ControlSettings(Quotas.ROUTE53, false, List.of()))) {
      String refusal =
          strict.refusal(
              new CreateHealthCheckRequest(
                  "r", of(HealthCheckType.HTTP).ipAddress(address).build()));
      assertThat(refusal.endsWith("is forbidden")).isEqualTo(forbidden);
    }
    api = new ApiFixture(folder);
  }

  /** The table of idempotency. */
  @Test
  void callerReferencesAreUsedOnce() throws Exception {
    var first = new CreateHealthCheckRequest("ref", http().build());
    var created = (CreateHealthCheckResponse) api.api.handle(first);
    String id = created.healthCheck().id();
    assertThat(created.location()).isEqualTo("/2013-04-01/healthcheck/" + id);
    assertThat(api.api.handle(first)).isEqualTo(created);
    String exists =
        "HealthCheckAlreadyExists: A health check has already been created with the specified"
            + " caller reference.";
    assertThat(api.refusal(new CreateHealthCheckRequest("ref", http().port(81).build())))
        .isEqualTo(exists);
    assertThat(api.check(http().build())).isNotEqualTo(id);
    api.api.handle(new DeleteHealthCheckRequest(id));
    assertThat(api.refusal(first)).isEqualTo(exists);
    assertThat(api.refusal(new GetHealthCheckRequest(id)))
        .isEqualTo("NoSuchHealthCheck: A health check with id " + id + " does not exist.");
  }

  @Test
  void updatesChangeWhatIsGivenAndCountVersions() throws Exception {
    String id =
        api.check(http().fullyQualifiedDomainName("example.com").resourcePath("/x").build());
    HealthCheckConfig before = get(id).healthCheckConfig();
    HealthCheck after = update(update(id).failureThreshold(5).healthCheckVersion(1L).build());
    assertThat(after.healthCheckVersion()).isEqualTo(2);
    assertThat(after.healthCheckConfig()).isEqualTo(before.toBuilder().failureThreshold(5).build());
    assertThat(api.refusal(update(id).failureThreshold(6).healthCheckVersion(1L).build()))
        .startsWith("HealthCheckVersionMismatch: ");
    assertThat(get(id)).isEqualTo(after);
    HealthCheck reset =
        update(
            update(id)
                .resetElements(
                    List.of(
                        ResettableElementName.FULLY_QUALIFIED_DOMAIN_NAME,
                        ResettableElementName.RESOURCE_PATH))
                .build());
    assertThat(reset.healthCheckVersion()).isEqualTo(3);
    assertThat(reset.healthCheckConfig().fullyQualifiedDomainName()).isNull();
    assertThat(reset.healthCheckConfig().resourcePath()).isNull();
  }

  @Test
  void anAddressCannotComeOrGo() throws Exception {
    String named = api.check(of(HealthCheckType.HTTP).fullyQualifiedDomainName("a.com").build());
    assertThat(api.refusal(update(named).ipAddress("192.0.2.1").build()))
        .startsWith("InvalidInput");
    assertThat(
            api.refusal(
                update(named)
                    .resetElements(List.of(ResettableElementName.FULLY_QUALIFIED_DOMAIN_NAME))
                    .build()))
        .startsWith("InvalidInput");
    assertThat(get(named).healthCheckVersion()).isEqualTo(1);
  }

  @Test
  void checksAreListedInOrderOfCreation() throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(api.check());
    }
    var listed = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          (ListHealthChecksResponse) api.api.handle(new ListHealthChecksRequest(marker, "2"));
      page.healthChecks().forEach(check -> listed.add(check.id()));
      marker = page.nextMarker();
    } while (marker != null);
    assertThat(listed).isEqualTo(ids);
    api.api.handle(new DeleteHealthCheckRequest(ids.get(2)));
    var afterDeletion =
        (ListHealthChecksResponse) api.api.handle(new ListHealthChecksRequest(ids.get(2), null));
    assertThat(afterDeletion.healthChecks())
        .extracting(HealthCheck::id)
        .isEqualTo(ids.subList(3, 5));
    assertThat(api.refusal(new ListHealthChecksRequest("nope", null))).startsWith("InvalidInput");
  }

  @Test
  void statusIsWhatEachCheckerLastSaw() throws Exception {
    String id = api.check();
    var seen = new Observation(true, ApiFixture.START, "Success: HTTP Status Code 200, OK", null);
    api.evidence =
        List.of(
            new Evidence(
                "b", "us-east-1", "192.0.2.7", new Report(id, 1, true, true, seen, null, null)),
            new Evidence(
                "c", "eu-west-1", "192.0.2.8", new Report(id, 1, true, false, null, null, null)));
    var status = (GetHealthCheckStatusResponse) api.api.handle(new GetHealthCheckStatusRequest(id));
    assertThat(status.healthCheckObservations())
        .singleElement()
        .extracting("region", "ipAddress", "statusReport.status", "statusReport.checkedTime")
        .containsExactly(
            "us-east-1", "192.0.2.7", "Success: HTTP Status Code 200, OK", ApiFixture.START);
    var reason =
        (GetHealthCheckLastFailureReasonResponse)
            api.api.handle(new GetHealthCheckLastFailureReasonRequest(id));
    assertThat(reason.healthCheckObservations())
        .singleElement()
        .extracting("statusReport.status")
        .asString()
        .matches(
            "The health check endpoint has not failed since the Route 53 health checker for this"
                + " endpoint restarted at"
                + " \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    String calculated = api.check(of(HealthCheckType.CALCULATED).healthThreshold(1).build());
    assertThat(api.refusal(new GetHealthCheckStatusRequest(calculated))).startsWith("InvalidInput");
    assertThat(api.api.handle(new GetCheckerIpRangesRequest()))
        .isEqualTo(new GetCheckerIpRangesResponse(List.of("127.0.0.1/32")));
  }

  @Test
  void tagsAreAddedReplacedAndRemoved() throws Exception {
    String id = api.check();
    tag(id, new Tag("Name", "a"), new Tag("other", ""));
    tag(id, new Tag("Name", "b"));
    api.api.handle(
        new ChangeTagsForResourceRequest(
            TagResourceType.HEALTHCHECK, id, null, List.of("other", "absent")));
    assertThat(tags(id)).containsExactly(new Tag("Name", "b"));
    String zone = api.zone("example.com");
    var both =
        (ListTagsForResourcesResponse)
            api.api.handle(
                new ListTagsForResourcesRequest(TagResourceType.HOSTEDZONE, List.of(zone)));
    assertThat(both.resourceTagSets())
        .containsExactly(new ResourceTagSet(TagResourceType.HOSTEDZONE, zone, List.of()));
    api.api.handle(new DeleteHealthCheckRequest(id));
    assertThat(api.store.count(Keys.prefix(Space.TAGS))).isZero();
  }

  @Test
  void tagsNeedAResourceByItsBareId() throws Exception {
    String zone = api.zone("example.com");
    assertThat(
            api.refusal(
                new ListTagsForResourceRequest(TagResourceType.HOSTEDZONE, "/hostedzone/" + zone)))
        .isEqualTo(
            "InvalidInput: 1 validation error detected: Value '/hostedzone/"
                + zone
                + "' at 'resourceId' failed to satisfy constraint: Member must have length less"
                + " than or equal to 32");
    assertThat(api.refusal(new ListTagsForResourceRequest(TagResourceType.HOSTEDZONE, "ZNONE")))
        .startsWith("NoSuchHostedZone");
    assertThat(api.refusal(new ListTagsForResourceRequest(TagResourceType.HEALTHCHECK, "none")))
        .startsWith("NoSuchHealthCheck");
    var many = new ArrayList<Tag>();
    for (int i = 0; i < 11; i++) {
      many.add(new Tag("key" + i, ""));
    }
    assertThat(
            api.refusal(
                new ChangeTagsForResourceRequest(TagResourceType.HOSTEDZONE, zone, many, null)))
        .startsWith("InvalidInput: A resource cannot have more than 10 tags");
    assertThat(
            api.refusal(
                new ChangeTagsForResourceRequest(
                    TagResourceType.HOSTEDZONE,
                    zone,
                    List.of(new Tag("understudy:interval", "1s")),
                    null)))
        .startsWith("InvalidInput: Tag understudy:interval is only for health checks.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          understudy:interval | 100ms | yes
          understudy:interval | 1h    | yes
          understudy:interval | 99ms  | no
          understudy:interval | 61m   | no
          understudy:interval | 5     | no
          understudy:interval | fast  | no
          understudy:timeout  | 500ms | yes
          understudy:timeout  | 9ms   | no
          understudy:rise     | 1     | yes
          understudy:fall     | 10    | yes
          understudy:fall     | 11    | no
          understudy:rise     | 0     | no
          understudy:sentinel | on    | yes
          understudy:sentinel | off   | yes
          understudy:sentinel | true  | no
          understudy:notify   | ops@example.com           | yes
          understudy:notify   | https://example.com/hook  | yes
          understudy:notify   | ops                       | no
          understudy:notify   | https://169.254.169.254/  | no
          understudy:interal  | 1s    | no
          Understudy:interal  | 1s    | yes
          """)
  void extensionsAreTagsWithBounds(String key, String value, String accepted) throws Exception {
    String id = api.check();
    String refusal =
        api.refusal(
            new ChangeTagsForResourceRequest(
                TagResourceType.HEALTHCHECK, id, List.of(new Tag(key, value)), null));
    if (accepted.equals("yes")) {
      assertThat(refusal).isEmpty();
    } else {
      assertThat(refusal).startsWith("InvalidInput: ").contains(key);
      assertThat(tags(id)).isEmpty();
    }
  }

  @Test
  void extensionsNeedAnEndpoint() throws Exception {
    String id = api.check(of(HealthCheckType.CALCULATED).healthThreshold(1).build());
    assertThat(
            api.refusal(
                new ChangeTagsForResourceRequest(
                    TagResourceType.HEALTHCHECK,
                    id,
                    List.of(new Tag("understudy:interval", "1s")),
                    null)))
        .isEqualTo(
            "InvalidInput: Tag understudy:interval has no meaning for a health check of type"
                + " CALCULATED.");
  }

  private void assertRefused(String message, HealthCheckConfig.Builder config) {
    assertThat(api.refusal(new CreateHealthCheckRequest(api.reference(), config.build())))
        .isEqualTo("InvalidInput: " + message);
  }

  private void tag(String id, Tag... tags) throws ApiException {
    api.api.handle(
        new ChangeTagsForResourceRequest(TagResourceType.HEALTHCHECK, id, List.of(tags), null));
  }

  private List<Tag> tags(String id) throws ApiException {
    var response =
        (ListTagsForResourceResponse)
            api.api.handle(new ListTagsForResourceRequest(TagResourceType.HEALTHCHECK, id));
    List<Tag> tags = response.resourceTagSet().tags();
    return tags == null ? List.of() : tags;
  }

  private HealthCheck get(String id) throws ApiException {
    return ((GetHealthCheckResponse) api.api.handle(new GetHealthCheckRequest(id))).healthCheck();
  }

  private HealthCheck update(UpdateHealthCheckRequest request) throws ApiException {
    return ((UpdateHealthCheckResponse) api.api.handle(request)).healthCheck();
  }

  private static UpdateHealthCheckRequest.Builder update(String id) {
    return UpdateHealthCheckRequest.builder().healthCheckId(id);
  }

  private static HealthCheckConfig.Builder http() {
    return of(HealthCheckType.HTTP).ipAddress("192.0.2.1");
  }

  private static HealthCheckConfig.Builder of(HealthCheckType type) {
    return HealthCheckConfig.builder().type(type);
  }
}
