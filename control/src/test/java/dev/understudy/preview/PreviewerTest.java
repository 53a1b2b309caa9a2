package dev.understudy.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.control.AlarmDirectory;
import dev.understudy.control.ApiException;
import dev.understudy.control.ControlSettings;
import dev.understudy.control.NothingObserved;
import dev.understudy.control.Route53;
import dev.understudy.control.TestAnswers;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.route53.ChangeDocument;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, in the JSON of the AWS CLI, and what they are told to change. */
class PreviewerTest {
  @TempDir Path folder;
  private final Map<String, Boolean> verdicts = new HashMap<>();
  private final CurrentEdition current = new CurrentEdition();
  private Store store;
  private Route53 api;
  private Previewer previewer;
  private String zone;
  private String check;

  @BeforeEach
  void open() throws Exception {
    store = SqliteStore.open(folder);
    api =
        new Route53(
            store,
            (_, _) -> true,
            new NothingObserved(),
            _ -> new TestAnswers.Answer("NOERROR", List.of(), "UDP"),
            AlarmDirectory.NONE,
            InstantSource.system(),
            new Random(7),
            ControlSettings.DEFAULT);
    previewer = new Previewer(api, current, id -> Optional.ofNullable(verdicts.get(id)));
    var create = CreateHostedZoneRequest.builder().name("t.example").callerReference("z");
    zone = ((CreateHostedZoneResponse) api.handle(create.build())).hostedZone().id();
    var config = HealthCheckConfig.builder().type(HealthCheckType.HTTP).ipAddress("192.0.2.9");
    check =
        ((CreateHealthCheckResponse) api.handle(new CreateHealthCheckRequest("c", config.build())))
            .healthCheck()
            .id();
    send(
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"www.t.example","Type":"A","TTL":60,
         "ResourceRecords":[{"Value":"192.0.2.1"}]}}
        """,
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"alias.t.example","Type":"A","AliasTarget":
         {"HostedZoneId":"ZONE","DNSName":"www.t.example","EvaluateTargetHealth":true}}}
        """,
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"c.t.example","Type":"CNAME","TTL":5,
         "ResourceRecords":[{"Value":"alias.t.example"}]}}
        """,
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"*.w.t.example","Type":"A","TTL":60,
         "ResourceRecords":[{"Value":"192.0.2.7"}]}}
        """,
        pair("CREATE", "PRIMARY", "192.0.2.1", check),
        pair("CREATE", "SECONDARY", "192.0.2.2", null));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static String pair(String action, String role, String value, @Nullable String check) {
    return """
    {"Action":"%s","ResourceRecordSet":{"Name":"pair.t.example","Type":"A","TTL":60,"SetIdentifier":
     "%s","Failover":"%s",%s"ResourceRecords":[{"Value":"%s"}]}}
    """
        .formatted(
            action, role, role, check == null ? "" : "\"HealthCheckId\":\"" + check + "\",", value);
  }

  private static String www(String action, String value, int ttl) {
    return """
    {"Action":"%s","ResourceRecordSet":{"Name":"www.t.example","Type":"A","TTL":%d,
     "ResourceRecords":[{"Value":"%s"}]}}
    """
        .formatted(action, ttl, value);
  }

  private byte[] batch(String... changes) {
    return ("{\"Changes\":[" + String.join(",", changes) + "]}")
        .replace("ZONE", bare())
        .getBytes(UTF_8);
  }

  private String bare() {
    return zone.replace("/hostedzone/", "");
  }

  private void send(String... changes) throws ApiException {
    api.handle(ChangeDocument.read(zone, batch(changes)));
  }

  private Preview preview(String... changes) throws ApiException {
    return previewer.of(ChangeDocument.read(zone, batch(changes)));
  }

  private List<String> told(String... changes) throws ApiException {
    return PreviewText.text(preview(changes)).lines().map(String::strip).toList();
  }

  @Test
  void aValueChangesAndSoDoTheAliasAndTheCnameThatLeadToIt() throws Exception {
    Object before = api.handle(listing());
    assertThat(told(www("UPSERT", "192.0.2.5", 60)))
        .containsExactly(
            "www.t.example. A",
            "now, any client: 192.0.2.1 (TTL 60) -> 192.0.2.5 (TTL 60)",
            "alias.t.example. A",
            "now, any client: 192.0.2.1 (TTL 60) -> 192.0.2.5 (TTL 60)",
            "c.t.example. A",
            "now, any client: CNAME alias.t.example., 192.0.2.1 (TTL 60) -> CNAME"
                + " alias.t.example., 192.0.2.5 (TTL 60)",
            "The answers of 3 names and types would change. Nothing was written.");
    assertThat(api.handle(listing())).isEqualTo(before);
  }

  private ListResourceRecordSetsRequest listing() {
    return ListResourceRecordSetsRequest.builder().hostedZoneId(zone).build();
  }

  @Test
  void ttlsCount() throws Exception {
    assertThat(told(www("UPSERT", "192.0.2.1", 30)))
        .contains("now, any client: 192.0.2.1 (TTL 60) -> 192.0.2.1 (TTL 30)");
  }

  @Test
  void whatIsThereAlreadyChangesNothing() throws Exception {
    assertThat(told(www("UPSERT", "192.0.2.1", 60)))
        .containsExactly("No answer would change. Nothing was written.");
  }

  @Test
  void aNewNameTakesTheWildcardAway() throws Exception {
    assertThat(
            told(
                """
                {"Action":"CREATE","ResourceRecordSet":{"Name":"a.w.t.example","Type":"A","TTL":60,
                 "ResourceRecords":[{"Value":"192.0.2.8"}]}}
                """))
        .contains("now, any client: 192.0.2.7 (TTL 60) -> 192.0.2.8 (TTL 60)");
  }

  @Test
  void aNameThatVanishesIsLeftWithout() throws Exception {
    Preview preview =
        preview(
            """
            {"Action":"DELETE","ResourceRecordSet":{"Name":"c.t.example","Type":"CNAME","TTL":5,
             "ResourceRecords":[{"Value":"alias.t.example"}]}}
            """);
    assertThat(preview.losses()).isEqualTo(1);
    assertThat(PreviewText.text(preview))
        .contains("-> no such name (NXDOMAIN)  !! no healthy answer")
        .contains("Left without a healthy answer: 1. Nothing was written.");
    assertThat(PreviewText.json(preview)).containsEntry("leftWithoutHealthyAnswer", 1L);
  }

  /** Only the present state of health decides what is left without; other states are told of. */
  @Test
  void aSecondaryThatGoesIsMissedWhenThePrimaryFails() throws Exception {
    String delete = pair("DELETE", "SECONDARY", "192.0.2.2", null);
    Preview preview = preview(delete);
    assertThat(preview.losses()).isZero();
    assertThat(PreviewText.text(preview))
        .contains("if check " + check + " fails, any client: 192.0.2.2 (TTL 60) -> 192.0.2.1");
    verdicts.put(check, false);
    assertThat(preview(delete).losses()).isEqualTo(1);
    assertThat(told(delete)).contains("pair.t.example. A  !! left without a healthy answer");
  }

  @Test
  void anAnswerThatStaysMayLoseItsHealth() throws Exception {
    verdicts.put(check, false);
    String checked =
        www("UPSERT", "192.0.2.1", 60)
            .replace("\"TTL\"", "\"HealthCheckId\":\"" + check + "\",\"TTL\"");
    assertThat(preview(checked).losses()).isEqualTo(3);
  }

  @Test
  void clientsAreToldApart() throws Exception {
    String geo =
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"geo.t.example","Type":"A","TTL":60,
         "SetIdentifier":"%s","GeoLocation":{"CountryCode":"%s"},"ResourceRecords":[{"Value":"%s"}]}}
        """;
    send(geo.formatted("fr", "FR", "192.0.2.1"), geo.formatted("all", "*", "192.0.2.2"));
    assertThat(told(geo.formatted("fr", "FR", "192.0.2.3").replace("CREATE", "UPSERT")))
        .containsExactly(
            "geo.t.example. A",
            "now, clients in FR: 192.0.2.1 (TTL 60) -> 192.0.2.3 (TTL 60)",
            "The answers of 1 name and type would change. Nothing was written.");
    assertThat(told(geo.formatted("de", "DE", "192.0.2.3")))
        .contains("now, clients in DE: 192.0.2.2 (TTL 60) -> 192.0.2.3 (TTL 60)");
  }

  @Test
  void aDelegationHidesWhatIsBelow() throws Exception {
    send(
        """
        {"Action":"CREATE","ResourceRecordSet":{"Name":"a.sub.t.example","Type":"A","TTL":60,
         "ResourceRecords":[{"Value":"192.0.2.8"}]}}
        """);
    assertThat(
            told(
                """
                {"Action":"CREATE","ResourceRecordSet":{"Name":"sub.t.example","Type":"NS","TTL":60,
                 "ResourceRecords":[{"Value":"ns.example.net"}]}}
                """))
        .contains(
            "a.sub.t.example. A",
            "now, any client: 192.0.2.8 (TTL 60) -> referral to ns.example.net. (TTL 60)");
  }

  /** The same refusals as ChangeResourceRecordSets, in its own words. */
  @Test
  void whatTheApiWouldRefuseIsRefused() {
    assertThatThrownBy(() -> preview(www("CREATE", "192.0.2.1", 60)))
        .hasMessage(
            "[Tried to create resource record set [name='www.t.example.', type='A'] but it already"
                + " exists]")
        .extracting("code")
        .isEqualTo("InvalidChangeBatch");
    assertThatThrownBy(() ->
            previewer.of(ChangeDocument.read("ZNOBODY", batch(www("UPSERT", "192.0.2.1", 60)))))
        .hasMessage("No hosted zone found with ID: ZNOBODY");
  }
}
