package dev.understudy.hindsight;

import static dev.understudy.control.ApiFixture.alias;
import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.deleting;
import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.ApiFixture;
import dev.understudy.explain.Explainer;
import dev.understudy.explain.Explanation;
import dev.understudy.explain.HealthKnowledge;
import dev.understudy.explain.Question;
import dev.understudy.health.Beat;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdicts;
import dev.understudy.history.AnswerChanges;
import dev.understudy.history.AnswerIndex;
import dev.understudy.history.EventLog;
import dev.understudy.history.Historian;
import dev.understudy.history.RecordingStore;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CidrCollectionChange;
import dev.understudy.model.CidrCollectionChangeAction;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.DeleteHostedZoneRequest;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.propagation.Damage;
import dev.understudy.propagation.Propagation;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A server without sockets whose configuration and health change by themselves, by a seed. */
final class Past implements AutoCloseable {
  static final List<String> NAMES =
      List.of("www", "shop", "alias", "link", "x.wild", "deep.sub", "missing");
  private static final List<String> ZONES = List.of("example.com", "sub.example.com", "other.net");

  final Explainer explainer;
  final Hindsight hindsight;
  final EventLog log;
  final ApiFixture fixture;
  private final CurrentEdition current = new CurrentEdition();
  private final Publisher publisher = new Publisher(current);
  private final Verdicts verdicts;
  private final Historian historian;
  private final Store.Subscription following;
  private final SplittableRandom random;
  private final Map<String, String> zones = new TreeMap<>();
  private final List<String> checks = new ArrayList<>();
  private final Map<String, Boolean> probed = new HashMap<>();
  private String collection = "";
  private volatile Instant now = Instant.parse("2026-11-21T05:00:00Z");
  private long beats;

  Past(Path directory, long seed, Duration retention) throws Exception {
    random = new SplittableRandom(seed);
    var logs = new ArrayList<EventLog>();
    fixture =
        new ApiFixture(
            directory,
            store -> {
              logs.add(new EventLog(store, () -> now, retention, 1));
              return new RecordingStore(store, logs.getFirst(), () -> now);
            });
    log = logs.getFirst();
    var historians = new ArrayList<Historian>();
    verdicts =
        new Verdicts(
            statuses -> {
              Edition edition = publisher.statuses(statuses);
              historians.forEach(each -> each.changed(statuses, edition));
            },
            java.util.Set.of(),
            () -> now);
    var index = new AnswerIndex(publisher);
    historian =
        new Historian(
            fixture.store, log, index, current, verdicts::standing, AnswerChanges.NONE, () -> now);
    historians.add(historian);
    following =
        fixture.store.follow(
            new Propagation(List.of(verdicts), index, List.of(), _ -> {}, new Damage()));
    await(() -> current.get().revision() == fixture.store.revision());
    historian.start();
    var knowledge =
        new HealthKnowledge() {
          @Override
          public Optional<Standing> standing(String checkId) {
            return verdicts.standing(checkId);
          }

          @Override
          public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
            return verdicts.suppose(assumed);
          }
        };
    explainer =
        new Explainer(
            current, knowledge, AnswerSettings.DEFAULTS, () -> new SplittableRandom(5), () -> now);
    hindsight =
        new Hindsight(fixture.store, log, current, verdicts::standing, explainer, now, () -> now);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** One random change or flip; what the API refuses changes nothing. */
  void step() throws Exception {
    switch (random.nextInt(12)) {
      case 0 -> zone();
      case 1 -> deleteZone();
      case 2 -> check();
      case 3 -> updateCheck();
      case 4 -> deleteCheck();
      case 5 -> tag();
      case 6 -> collect();
      case 7, 8, 9 -> flip();
      default -> names();
    }
    settle();
  }

  /** Waits until all that happened is answered from and recorded. */
  void settle() throws InterruptedException {
    await(() -> current.get().revision() == fixture.store.revision());
    await(() -> {
      Map<String, Boolean> recorded = log.statuses();
      var told = new HashMap<String, Boolean>();
      verdicts.verdicts().forEach(each -> told.put(each.checkId(), each.healthy()));
      return told.keySet().containsAll(recorded.keySet())
          && told.entrySet().stream()
              .allMatch(each ->
                  recorded.getOrDefault(each.getKey(), Boolean.TRUE).equals(each.getValue()));
    });
    await(() -> current.get().revision() == fixture.store.revision());
  }

  private void zone() throws Exception {
    String name = ZONES.get(random.nextInt(ZONES.size()));
    if (!zones.containsKey(name)) {
      zones.put(name, fixture.zone(name));
    }
  }

  private void deleteZone() throws Exception {
    if (zones.size() < 2) {
      return;
    }
    String name = ZONES.get(random.nextInt(ZONES.size()));
    String zone = zones.remove(name);
    if (zone == null) {
      return;
    }
    var all = new ArrayList<Change>();
    for (ResourceRecordSet each : fixture.list(zone)) {
      if (each.type() != RRType.NS && each.type() != RRType.SOA) {
        all.add(deleting(each));
      }
    }
    if (!all.isEmpty()) {
      fixture.change(zone, all);
    }
    fixture.api.handle(new DeleteHostedZoneRequest(zone));
  }

  private void check() throws Exception {
    if (checks.size() > 2 && random.nextInt(3) == 0) {
      checks.add(
          fixture.check(
              HealthCheckConfig.builder()
                  .type(HealthCheckType.CALCULATED)
                  .healthThreshold(1)
                  .childHealthChecks(List.of(checks.get(0), checks.get(1)))
                  .build()));
    } else {
      checks.add(
          fixture.check(
              HealthCheckConfig.builder()
                  .type(HealthCheckType.HTTP)
                  .ipAddress("192.0.2." + random.nextInt(1, 200))
                  .inverted(random.nextInt(5) == 0)
                  .build()));
    }
  }

  private void updateCheck() {
    String check = anyCheck();
    UpdateHealthCheckRequest.Builder update =
        UpdateHealthCheckRequest.builder().healthCheckId(check);
    fixture.refusal(
        switch (random.nextInt(3)) {
          case 0 -> update.inverted(random.nextBoolean()).build();
          case 1 -> update.disabled(random.nextBoolean()).build();
          default -> update.port(random.nextInt(1, 60_000)).build();
        });
  }

  private void deleteCheck() {
    String check = anyCheck();
    if (random.nextInt(3) == 0 && fixture.refusal(new DeleteHealthCheckRequest(check)).isEmpty()) {
      checks.remove(check);
      probed.remove(check);
    }
  }

  private void tag() {
    fixture.refusal(
        new ChangeTagsForResourceRequest(
            TagResourceType.HEALTHCHECK,
            anyCheck(),
            List.of(new Tag("understudy:timeout", random.nextInt(1, 5) + "s")),
            null));
  }

  private void collect() throws Exception {
    if (collection.isEmpty()) {
      collection = fixture.collection("c");
    }
    fixture.refusal(
        new ChangeCidrCollectionRequest(
            collection,
            null,
            List.of(
                new CidrCollectionChange(
                    "here",
                    random.nextBoolean()
                        ? CidrCollectionChangeAction.PUT
                        : CidrCollectionChangeAction.DELETE_IF_EXISTS,
                    List.of(random.nextBoolean() ? "10.0.0.0/8" : "127.0.0.0/8")))));
  }

  /** Every check that is probed turns its mind with a chance of a third. */
  private void flip() {
    var reports = new ArrayList<Report>();
    for (String check : checks) {
      boolean healthy = probed.getOrDefault(check, true) != (random.nextInt(3) == 0);
      probed.put(check, healthy);
      var seen =
          new Observation(
              healthy, now, healthy ? "Success: 200" : "Failure: refused at " + now, null);
      reports.add(
          new Report(
              check,
              verdicts.standing(check).map(found -> found.check().version()).orElse(0L),
              healthy,
              true,
              seen,
              healthy ? null : seen,
              null));
    }
    verdicts.receive(new Beat("local", "eu-west-1", "127.0.0.1", beats++, reports), beats);
  }

  /** Another group of record sets at a name, in place of what is there. */
  private void names() throws Exception {
    if (zones.isEmpty()) {
      zone();
    }
    var all = new ArrayList<>(zones.entrySet());
    Map.Entry<String, String> zone = all.get(random.nextInt(all.size()));
    String label = NAMES.get(random.nextInt(NAMES.size() - 1));
    String name = (label.equals("x.wild") ? "*.wild" : label) + "." + zone.getKey();
    var changes = new ArrayList<Change>();
    for (ResourceRecordSet each : fixture.list(zone.getValue())) {
      if (each.name().replace("\\052", "*").equals(name + ".")) {
        changes.add(deleting(each));
      }
    }
    if (random.nextInt(5) > 0) {
      group(name, zone.getKey(), zone.getValue()).forEach(each -> changes.add(creating(each)));
    }
    if (!changes.isEmpty()) {
      fixture.refusal(zone.getValue(), changes.toArray(Change[]::new));
    }
  }

  private List<ResourceRecordSet> group(String name, String zoneName, String zone) {
    ResourceRecordSet.Builder one = plain(name).toBuilder().setIdentifier("a");
    ResourceRecordSet.Builder other = plain(name).toBuilder().setIdentifier("b");
    return switch (random.nextInt(7)) {
      case 0 -> List.of(plain(name));
      case 1 ->
          List.of(
              one.failover(ResourceRecordSetFailover.PRIMARY).healthCheckId(anyCheck()).build(),
              other.failover(ResourceRecordSetFailover.SECONDARY).build());
      case 2 ->
          List.of(
              one.weight((long) random.nextInt(9)).healthCheckId(anyCheck()).build(),
              other.weight((long) random.nextInt(9)).healthCheckId(anyCheck()).build());
      case 3 ->
          List.of(
              one.multiValueAnswer(true).healthCheckId(anyCheck()).build(),
              other.multiValueAnswer(true).healthCheckId(anyCheck()).build());
      case 4 ->
          List.of(
              alias(name, RRType.A, zone, (random.nextBoolean() ? "www." : "shop.") + zoneName));
      case 5 -> List.of(set(name, RRType.CNAME, "www." + ZONES.get(random.nextInt(3)) + "."));
      default ->
          List.of(
              one.cidrRoutingConfig(new CidrRoutingConfig(collection, "here")).build(),
              other.cidrRoutingConfig(new CidrRoutingConfig(collection, "*")).build());
    };
  }

  private ResourceRecordSet plain(String name) {
    return set(name, RRType.A, "192.0.2." + random.nextInt(1, 255));
  }

  private String anyCheck() {
    return checks.isEmpty() ? "none" : checks.get(random.nextInt(checks.size()));
  }

  /** The id of a zone, made if there is none. */
  String zone(String name) throws Exception {
    String zone = zones.get(name);
    if (zone == null) {
      zone = fixture.zone(name);
      zones.put(name, zone);
    }
    return zone;
  }

  /** 192.0.2.1 with a check, which is returned, and 192.0.2.2 behind it. */
  String primaryAndStandby(String name) throws Exception {
    String check = fixture.check();
    checks.add(check);
    fixture.change(
        zone("example.com"),
        creating(
            set(name, RRType.A, "192.0.2.1").toBuilder()
                .setIdentifier("a")
                .failover(ResourceRecordSetFailover.PRIMARY)
                .healthCheckId(check)
                .build()),
        creating(
            set(name, RRType.A, "192.0.2.2").toBuilder()
                .setIdentifier("b")
                .failover(ResourceRecordSetFailover.SECONDARY)
                .build()));
    settle();
    return check;
  }

  List<Change> deletingAll(String name) throws Exception {
    return fixture.list(zone("example.com")).stream()
        .filter(each -> each.name().equals(name + "."))
        .map(ApiFixture::deleting)
        .toList();
  }

  void delete(String check) throws Exception {
    fixture.api.handle(new DeleteHealthCheckRequest(check));
  }

  /** A checker changes its mind, and says why. */
  void turn(String check, boolean healthy, String text) throws InterruptedException {
    long version = verdicts.standing(check).orElseThrow().check().version();
    var seen = new Observation(healthy, now, text, null);
    var report = new Report(check, version, healthy, true, seen, healthy ? null : seen, null);
    verdicts.receive(new Beat("local", "eu-west-1", "127.0.0.1", beats++, List.of(report)), beats);
    settle();
  }

  /** What is answered now. */
  Explanation explain(Question question) throws Exception {
    return explainer.explain(question);
  }

  /** What other threads do comes about soon; two minutes are for the slowest machine. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 24_000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Override
  public void close() {
    historian.close();
    following.close();
    fixture.close();
  }
}
