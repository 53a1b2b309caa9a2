package dev.understudy.propagation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.AlarmDirectory;
import dev.understudy.control.ApiException;
import dev.understudy.control.ControlSettings;
import dev.understudy.control.NothingObserved;
import dev.understudy.control.Route53;
import dev.understudy.control.TestAnswers;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.CidrCollection.Location;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CidrCollectionChange;
import dev.understudy.model.CidrCollectionChangeAction;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateCidrCollectionResponse;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.DeleteCidrCollectionRequest;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.model.VPC;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners are told of, in which order, and when the roster hears of it. */
class PropagationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final List<String> calls = new ArrayList<>();
  private final List<Mutation> told = new ArrayList<>();
  private final Damage damage = new Damage();
  private LocalRoster roster;
  private Store store;
  private Route53 api;
  private Store.@Nullable Subscription following;

  @BeforeEach
  void open() throws Exception {
    store = SqliteStore.open(folder);
    roster = new LocalRoster();
    api =
        new Route53(
            store,
            roster,
            new NothingObserved(),
            _ -> new TestAnswers.Answer("NOERROR", List.of(), "UDP"),
            AlarmDirectory.NONE,
            InstantSource.system(),
            new Random(3),
            ControlSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theWholeStateComesChecksFirstThenZonesThenSets() throws Exception {
    String zone = zone("example.com", null);
    zone("hidden.example", new VPC("us-east-1", "vpc-1"));
    check("c");
    follow();
    assertThat(told)
        .extracting(mutation -> mutation.getClass().getSimpleName())
        .containsExactly("PutCheck", "PutZone", "PutRecordSet", "PutRecordSet");
    assertThat(told.get(2))
        .isInstanceOfSatisfying(
            Mutation.PutRecordSet.class, put -> assertThat(put.zoneId()).isEqualTo(zone));
    assertThat(calls).containsExactly("before reset 1", "answers reset 4", "after reset 1");
  }

  @Test
  void cidrCollectionsComeWholeBeforeTheSetsThatNameThem() throws Exception {
    zone("example.com", null);
    var request = new CreateCidrCollectionRequest("isp", "reference");
    var created = (CreateCidrCollectionResponse) api.handle(request);
    String id = requireNonNull(requireNonNull(created.collection()).id());
    put(id, "b", "10.0.0.0/8");
    put(id, "a", "2001:db8::/32", "192.0.2.0/24");
    follow();
    assertThat(told)
        .extracting(mutation -> mutation.getClass().getSimpleName())
        .containsExactly("PutZone", "PutCidrCollection", "PutRecordSet", "PutRecordSet");
    assertThat(told.get(1))
        .isEqualTo(
            new Mutation.PutCidrCollection(
                new CidrCollection(
                    id,
                    List.of(
                        new Location("a", List.of(block("192.0.2.0", 24), block("2001:db8::", 32))),
                        new Location("b", List.of(block("10.0.0.0", 8)))))));
    forget();
    change(id, CidrCollectionChangeAction.DELETE_IF_EXISTS, "a", "192.0.2.0/24", "2001:db8::/32");
    change(id, CidrCollectionChangeAction.DELETE_IF_EXISTS, "b", "10.0.0.0/8");
    api.handle(new DeleteCidrCollectionRequest(id));
    settle();
    assertThat(told)
        .containsExactly(
            new Mutation.PutCidrCollection(
                new CidrCollection(id, List.of(new Location("b", List.of(block("10.0.0.0", 8)))))),
            new Mutation.PutCidrCollection(new CidrCollection(id, List.of())),
            new Mutation.DeleteCidrCollection(id));
    assertThat(calls)
        .as("watchers of checks are left alone")
        .allMatch(c -> c.startsWith("answers"));
  }

  @Test
  void aBatchIsOneListAndABatchOfSetsDoesNotConcernWatchers() throws Exception {
    String zone = zone("example.com", null);
    follow();
    forget();
    change(zone, ChangeAction.CREATE, "a.example.com", "b.example.com");
    assertThat(told).hasSize(2).allMatch(Mutation.PutRecordSet.class::isInstance);
    forget();
    change(zone, ChangeAction.DELETE, "a.example.com", "b.example.com");
    assertThat(told).hasSize(2).allMatch(Mutation.DeleteRecordSet.class::isInstance);
    assertThat(calls).containsExactly("answers apply 2");
    forget();
    api.handle(new DeleteHostedZoneRequest(zone));
    settle();
    assertThat(told).containsExactly(new Mutation.DeleteZone(zone));
  }

  @Test
  void privateZonesAreNeverTold() throws Exception {
    follow();
    forget();
    String zone = zone("hidden.example", new VPC("us-east-1", "vpc-1"));
    change(zone, ChangeAction.CREATE, "a.hidden.example");
    change(zone, ChangeAction.DELETE, "a.hidden.example");
    api.handle(new DeleteHostedZoneRequest(zone));
    settle();
    assertThat(told).isEmpty();
  }

  @Test
  void tagsBecomePartOfTheCheckAtOnce() throws Exception {
    follow();
    forget();
    String id = check("c");
    settle();
    assertThat(lastTiming()).isEqualTo(new Timing(Duration.ofSeconds(30), null, 3, 3, false));
    assertThat(calls).containsExactly("before apply 1", "answers apply 1", "after apply 1");
    tag(id, List.of(new Tag("understudy:interval", "100ms"), new Tag("understudy:fall", "1")));
    assertThat(lastTiming()).isEqualTo(new Timing(Duration.ofMillis(100), null, 3, 1, true));
    tag(
        id,
        List.of(
            new Tag("understudy:timeout", "2s"),
            new Tag("understudy:rise", "2"),
            new Tag("understudy:sentinel", "off")));
    assertThat(lastTiming())
        .isEqualTo(new Timing(Duration.ofMillis(100), Duration.ofSeconds(2), 2, 1, false));
    follow();
    assertThat(lastTiming().interval()).isEqualTo(Duration.ofMillis(100));
    api.handle(new DeleteHealthCheckRequest(id));
    settle();
    assertThat(told.getLast()).isEqualTo(new Mutation.DeleteCheck(id));
  }

  @Test
  void thePathOfAProbeBeginsWithASlash() throws Exception {
    follow();
    check("c");
    settle();
    assertThat(lastEndpoint().path()).isEqualTo("/cafe");
  }

  @Test
  void aRevisionIsAppliedOnlyAfterListenersReturned() {
    assertThat(roster.applied(0, Duration.ZERO)).isFalse();
    roster.accept(5);
    assertThat(roster.applied(5, Duration.ZERO)).isTrue();
    assertThat(roster.applied(6, Duration.ofMillis(1))).isFalse();
  }

  private void follow() {
    if (following != null) {
      following.close();
    }
    forget();
    roster.accept(-1);
    following =
        store.follow(
            new Propagation(
                List.of(listener("before", false)),
                listener("answers", true),
                List.of(listener("after", false)),
                roster,
                damage));
    settle();
  }

  private void settle() {
    assertThat(roster.applied(store.revision(), PATIENCE)).isTrue();
  }

  private void forget() {
    calls.clear();
    told.clear();
  }

  private IntentListener listener(String name, boolean keeps) {
    return new IntentListener() {
      @Override
      public void reset(long revision, Iterable<Mutation> everything) {
        var all = new ArrayList<Mutation>();
        everything.forEach(all::add);
        note("reset", all);
      }

      @Override
      public void apply(long revision, List<Mutation> mutations) {
        if (!mutations.isEmpty()) {
          note("apply", mutations);
        }
      }

      private void note(String what, List<Mutation> mutations) {
        calls.add(name + " " + what + " " + mutations.size());
        if (keeps) {
          told.addAll(mutations);
        }
      }
    };
  }

  private Timing lastTiming() {
    return lastEndpoint().timing();
  }

  private Endpoint lastEndpoint() {
    HealthCheck check = ((Mutation.PutCheck) told.getLast()).check();
    return (Endpoint) check.subject();
  }

  private String zone(String name, @Nullable VPC vpc) throws ApiException {
    var request = CreateHostedZoneRequest.builder().name(name).callerReference(name).vpc(vpc);
    String id = ((CreateHostedZoneResponse) api.handle(request.build())).hostedZone().id();
    return id.replace("/hostedzone/", "");
  }

  private String check(String reference) throws ApiException {
    var config =
        HealthCheckConfig.builder()
            .type(HealthCheckType.HTTP)
            .ipAddress("192.0.2.1")
            .resourcePath("cafe");
    var request = new CreateHealthCheckRequest(reference, config.build());
    return ((CreateHealthCheckResponse) api.handle(request)).healthCheck().id();
  }

  private void put(String id, String location, String... blocks) throws ApiException {
    api.handle(cidrs(id, CidrCollectionChangeAction.PUT, location, blocks));
  }

  private void change(
      String id, CidrCollectionChangeAction action, String location, String... blocks)
      throws ApiException {
    api.handle(cidrs(id, action, location, blocks));
    settle();
  }

  private static ChangeCidrCollectionRequest cidrs(
      String id, CidrCollectionChangeAction action, String location, String... blocks) {
    return new ChangeCidrCollectionRequest(
        id, null, List.of(new CidrCollectionChange(location, action, List.of(blocks))));
  }

  private static CidrBlock block(String address, int length) {
    return CidrBlock.of(InetAddress.ofLiteral(address).getAddress(), length);
  }

  private void tag(String id, List<Tag> tags) throws ApiException {
    api.handle(new ChangeTagsForResourceRequest(TagResourceType.HEALTHCHECK, id, tags, null));
    settle();
  }

  private void change(String zone, ChangeAction action, String... names) throws ApiException {
    var changes = new ArrayList<Change>();
    for (String name : names) {
      changes.add(
          new Change(
              action,
              ResourceRecordSet.builder()
                  .name(name)
                  .type(RRType.A)
                  .ttl(60L)
                  .resourceRecords(List.of(new ResourceRecord("192.0.2.1")))
                  .build()));
    }
    api.handle(new ChangeResourceRecordSetsRequest(zone, new ChangeBatch(null, changes)));
    settle();
  }
}
