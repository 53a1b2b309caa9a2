package dev.understudy.control;

import dev.understudy.health.Evidence;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateCidrCollectionResponse;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.Request;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The API over a store in a folder, with hand-held outsiders, and short ways to ask it things. */
public final class ApiFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  public final Store store;
  public final Route53 api;
  Instant now = START;
  AlarmDirectory alarms = AlarmDirectory.NONE;
  long appliedRevision = Long.MAX_VALUE;
  List<Evidence> evidence = List.of();
  TestAnswers.Answer testAnswer = new TestAnswers.Answer("NOERROR", List.of(), "UDP");
  final List<TestAnswers.Question> asked = new ArrayList<>();
  private int references;

  public ApiFixture(Path folder) throws Exception {
    this(folder, ControlSettings.DEFAULT);
  }

  ApiFixture(Path folder, ControlSettings settings) throws Exception {
    this(folder, settings, UnaryOperator.identity());
  }

  /** An API that sees the store through something. */
  public ApiFixture(Path folder, UnaryOperator<Store> seen) throws Exception {
    this(folder, ControlSettings.DEFAULT, seen);
  }

  private ApiFixture(Path folder, ControlSettings settings, UnaryOperator<Store> seen)
      throws Exception {
    store = SqliteStore.open(folder);
    InstantSource clock = () -> now;
    Observations observations =
        new Observations() {
          @Override
          public Instant watchingSince(String checker) {
            return START;
          }

          @Override
          public List<Evidence> evidence(String checkId) {
            return evidence;
          }

          @Override
          public List<String> checkerRanges() {
            return List.of("127.0.0.1/32");
          }
        };
    TestAnswers testAnswers =
        question -> {
          asked.add(question);
          return testAnswer;
        };
    api =
        new Route53(
            seen.apply(store),
            (revision, _) -> revision <= appliedRevision,
            observations,
            testAnswers,
            alarm -> alarms.definition(alarm),
            clock,
            new Random(7),
            settings);
  }

  /** A reference not used before in this fixture. */
  String reference() {
    return "reference-" + references++;
  }

  /** Creates a zone; returns its bare id. */
  public String zone(String name) throws ApiException {
    var request = CreateHostedZoneRequest.builder().name(name).callerReference(reference()).build();
    var response = (CreateHostedZoneResponse) api.handle(request);
    return Zones.bareId(response.hostedZone().id());
  }

  /** Creates a plain HTTP check; returns its id. */
  public String check() throws ApiException {
    var config = HealthCheckConfig.builder().type(HealthCheckType.HTTP).ipAddress("192.0.2.1");
    return check(config.build());
  }

  public String check(HealthCheckConfig config) throws ApiException {
    var response =
        (CreateHealthCheckResponse) api.handle(new CreateHealthCheckRequest(reference(), config));
    return response.healthCheck().id();
  }

  /** Creates a CIDR collection without blocks; returns its id. */
  public String collection(String name) throws ApiException {
    var request = new CreateCidrCollectionRequest(name, reference());
    var created = ((CreateCidrCollectionResponse) api.handle(request)).collection();
    return Objects.requireNonNull(Objects.requireNonNull(created).id());
  }

  public ChangeInfo change(String zoneId, Change... changes) throws ApiException {
    return change(zoneId, List.of(changes));
  }

  public ChangeInfo change(String zoneId, List<Change> changes) throws ApiException {
    var request =
        new ChangeResourceRecordSetsRequest(zoneId, new ChangeBatch("a comment", changes));
    return ((ChangeResourceRecordSetsResponse) api.handle(request)).changeInfo();
  }

  /** All record sets of a zone, page by page. */
  public List<ResourceRecordSet> list(String zoneId) throws ApiException {
    var all = new ArrayList<ResourceRecordSet>();
    var request = ListResourceRecordSetsRequest.builder().hostedZoneId(zoneId).build();
    while (true) {
      var page = (ListResourceRecordSetsResponse) api.handle(request);
      all.addAll(page.resourceRecordSets());
      if (!page.isTruncated()) {
        return all;
      }
      request =
          new ListResourceRecordSetsRequest(
              zoneId,
              page.nextRecordName(),
              page.nextRecordType(),
              page.nextRecordIdentifier(),
              null);
    }
  }

  /** What a request is refused with: {@code Code: message}, or "" if it is not. */
  public String refusal(Request request) {
    try {
      api.handle(request);
      return "";
    } catch (ApiException e) {
      return e.code() + ": " + e.message();
    }
  }

  public String refusal(String zoneId, Change... changes) {
    return refusal(
        new ChangeResourceRecordSetsRequest(zoneId, new ChangeBatch(null, List.of(changes))));
  }

  public static Change creating(ResourceRecordSet set) {
    return new Change(ChangeAction.CREATE, set);
  }

  public static Change upserting(ResourceRecordSet set) {
    return new Change(ChangeAction.UPSERT, set);
  }

  public static Change deleting(ResourceRecordSet set) {
    return new Change(ChangeAction.DELETE, set);
  }

  /** A set with TTL 60; add a policy with {@code toBuilder()}. */
  public static ResourceRecordSet set(String name, RRType type, String... values) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(60L)
        .resourceRecords(List.of(values).stream().map(ResourceRecord::new).toList())
        .build();
  }

  public static ResourceRecordSet alias(String name, RRType type, String zoneId, String target) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .aliasTarget(new AliasTarget(zoneId, target, false))
        .build();
  }

  @Override
  public void close() {
    store.close();
  }
}
