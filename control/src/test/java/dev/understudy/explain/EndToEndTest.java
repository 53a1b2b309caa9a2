package dev.understudy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.AlarmDirectory;
import dev.understudy.control.ApiException;
import dev.understudy.control.ControlSettings;
import dev.understudy.control.NothingObserved;
import dev.understudy.control.Route53;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetChangeResponse;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.TestDNSAnswerRequest;
import dev.understudy.model.TestDNSAnswerResponse;
import dev.understudy.propagation.Damage;
import dev.understudy.propagation.LocalRoster;
import dev.understudy.propagation.Propagation;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Street (iii) whole: API, store, follower, compiler, and the answer that TestDNSAnswer shows. */
class EndToEndTest {
  @TempDir Path folder;
  private Store store;
  private final Map<String, Boolean> verdicts = new HashMap<>();
  private Publisher publisher;
  private Route53 api;
  private String zone;
  private int references;

  @BeforeEach
  void open() throws Exception {
    start();
    zone = create("example.com");
  }

  private String create(String name) throws ApiException {
    var request =
        CreateHostedZoneRequest.builder().name(name).callerReference("zone " + references++);
    return ((CreateHostedZoneResponse) api.handle(request.build())).hostedZone().id();
  }

  private String check() throws ApiException {
    var config = HealthCheckConfig.builder().type(HealthCheckType.HTTP).ipAddress("192.0.2.9");
    var created =
        (CreateHealthCheckResponse) api.handle(new CreateHealthCheckRequest("c", config.build()));
    return created.healthCheck().id();
  }

  private void start() throws Exception {
    store = SqliteStore.open(folder);
    var current = new CurrentEdition();
    publisher = new Publisher(current);
    var roster = new LocalRoster();
    store.follow(new Propagation(List.of(), publisher, List.of(), roster, new Damage()));
    var checks = new KnownChecks(verdicts);
    var explainer =
        new Explainer(
            current,
            checks,
            AnswerSettings.DEFAULTS,
            () -> new Random(1),
            InstantSource.fixed(Instant.EPOCH));
    api =
        new Route53(
            store,
            roster,
            new NothingObserved(),
            new ExplainedAnswers(explainer, current, checks),
            AlarmDirectory.NONE,
            InstantSource.system(),
            new Random(7),
            ControlSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aChangeIsAnsweredOnceItIsInsync() throws Exception {
    change(set("www.example.com", RRType.A, "192.0.2.1"));
    assertThat(ask("WWW.example.com", RRType.A))
        .extracting("responseCode", "recordData", "protocol")
        .containsExactly("NOERROR", List.of("192.0.2.1"), "UDP");
    assertThat(ask("no.example.com", RRType.A).responseCode()).isEqualTo("NXDOMAIN");
    assertThat(ask("www.example.com", RRType.TXT).recordData()).isEmpty();
  }

  @Test
  void everyTypeReadsBackAsRoute53WritesIt() throws Exception {
    change(
        set("t.example.com", RRType.TXT, "\"v=spf1 -all\" \"x\""),
        set("t.example.com", RRType.MX, "10 mail.example.com."),
        set("t.example.com", RRType.AAAA, "2001:db8::1"),
        set("c.example.com", RRType.CNAME, "other.example.org."),
        set("t.example.com", RRType.CAA, "0 issue \"ca.example.org\""));
    assertThat(ask("t.example.com", RRType.TXT).recordData())
        .containsExactly("\"v=spf1 -all\" \"x\"");
    assertThat(ask("t.example.com", RRType.MX).recordData())
        .containsExactly("10 mail.example.com.");
    assertThat(ask("t.example.com", RRType.CAA).recordData())
        .containsExactly("0 issue \"ca.example.org\"");
    assertThat(ask("c.example.com", RRType.A).recordData()).containsExactly("other.example.org.");
    assertThat(ask("example.com", RRType.SOA).recordData()).hasSize(1);
  }

  @Test
  void aReplyTooLongForUdpIsAskedAgainOverTcp() throws Exception {
    change(
        set(
            "big.example.com",
            RRType.A,
            IntStream.range(0, 200).mapToObj(i -> "192.0.2." + i).toArray(String[]::new)));
    TestDNSAnswerResponse answer = ask("big.example.com", RRType.A);
    assertThat(answer.protocol()).isEqualTo("TCP");
    assertThat(answer.recordData()).hasSize(200);
  }

  @Test
  void aFailoverPairFlipsWithItsCheckAndSurvivesARestart() throws Exception {
    String check = check();
    change(
        set("www.example.com", RRType.A, "192.0.2.1").toBuilder()
            .setIdentifier("p")
            .failover(ResourceRecordSetFailover.PRIMARY)
            .healthCheckId(check)
            .build(),
        set("www.example.com", RRType.A, "192.0.2.2").toBuilder()
            .setIdentifier("s")
            .failover(ResourceRecordSetFailover.SECONDARY)
            .build(),
        ResourceRecordSet.builder()
            .name("example.com")
            .type(RRType.A)
            .aliasTarget(new AliasTarget(zone, "www.example.com", true))
            .build());
    assertThat(ask("example.com", RRType.A).recordData()).containsExactly("192.0.2.1");
    publisher.statuses(Map.of(check, false));
    assertThat(ask("example.com", RRType.A).recordData()).containsExactly("192.0.2.2");
    store.close();
    start();
    change(set("new.example.com", RRType.A, "192.0.2.7"));
    assertThat(ask("example.com", RRType.A).recordData()).containsExactly("192.0.2.1");
  }

  /** API Reference, TestDNSAnswer: without ResolverIP the question comes from us-east-1. */
  @Test
  void withoutAResolverTheQuestionComesFromVirginia() throws Exception {
    change(
        set("near.example.com", RRType.A, "192.0.2.1").toBuilder()
            .setIdentifier("b")
            .region("us-east-1")
            .build(),
        set("near.example.com", RRType.A, "192.0.2.2").toBuilder()
            .setIdentifier("a")
            .region("eu-west-1")
            .build(),
        set("where.example.com", RRType.A, "192.0.2.3").toBuilder()
            .setIdentifier("va")
            .geoLocation(new GeoLocation(null, "US", "VA"))
            .build());
    assertThat(askFromAnywhere("near.example.com")).containsExactly("192.0.2.1");
    assertThat(askFromAnywhere("where.example.com")).containsExactly("192.0.2.3");
    assertThat(ask("where.example.com", RRType.A).recordData())
        .as("the subnet of a client is looked up as ever")
        .isEmpty();
    create("near.example.com");
    assertThat(askFromAnywhere("near.example.com")).as("tested alone").containsExactly("192.0.2.1");
  }

  private List<String> askFromAnywhere(String name) throws ApiException {
    var request = TestDNSAnswerRequest.builder().hostedZoneId(zone).recordName(name);
    return ((TestDNSAnswerResponse) api.handle(request.recordType(RRType.A).build())).recordData();
  }

  /** Believed before: what queries hear is what the asked zone says. */
  @Test
  void aZoneThatAnotherOneCoversIsTestedAlone() throws Exception {
    change(set("www.example.com", RRType.A, "192.0.2.1"));
    String older = zone;
    zone = create("example.com");
    String check = check();
    verdicts.put(check, false);
    change(
        set("www.example.com", RRType.A, "192.0.2.2").toBuilder()
            .setIdentifier("p")
            .failover(ResourceRecordSetFailover.PRIMARY)
            .healthCheckId(check)
            .build(),
        set("www.example.com", RRType.A, "192.0.2.3").toBuilder()
            .setIdentifier("s")
            .failover(ResourceRecordSetFailover.SECONDARY)
            .build(),
        set("a.sub.example.com", RRType.A, "192.0.2.4"));
    assertThat(ask("www.example.com", RRType.A).recordData()).containsExactly("192.0.2.3");
    verdicts.put(check, true);
    assertThat(ask("www.example.com", RRType.A).recordData()).containsExactly("192.0.2.2");
    create("sub.example.com");
    assertThat(ask("a.sub.example.com", RRType.A).recordData()).containsExactly("192.0.2.4");
    zone = older;
    assertThat(ask("www.example.com", RRType.A).recordData()).containsExactly("192.0.2.1");
  }

  private void change(ResourceRecordSet... sets) throws ApiException {
    List<Change> changes =
        List.of(sets).stream().map(set -> new Change(ChangeAction.CREATE, set)).toList();
    var request = new ChangeResourceRecordSetsRequest(zone, new ChangeBatch(null, changes));
    var info = ((ChangeResourceRecordSetsResponse) api.handle(request)).changeInfo();
    assertThat(info.status()).isEqualTo(ChangeStatus.PENDING);
    var now = (GetChangeResponse) api.handle(new GetChangeRequest(info.id()));
    for (int i = 0; i < 100 && now.changeInfo().status() == ChangeStatus.PENDING; i++) {
      now = (GetChangeResponse) api.handle(new GetChangeRequest(info.id()));
    }
    assertThat(now.changeInfo().status()).isEqualTo(ChangeStatus.INSYNC);
  }

  private TestDNSAnswerResponse ask(String name, RRType type) throws ApiException {
    return (TestDNSAnswerResponse)
        api.handle(
            TestDNSAnswerRequest.builder()
                .hostedZoneId(zone)
                .recordName(name)
                .recordType(type)
                .edns0ClientSubnetIP("198.51.100.7")
                .build());
  }

  private static ResourceRecordSet set(String name, RRType type, String... values) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(60L)
        .resourceRecords(List.of(values).stream().map(ResourceRecord::new).toList())
        .build();
  }
}
