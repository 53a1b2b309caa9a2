package dev.understudy.history;

import static dev.understudy.control.ApiFixture.alias;
import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.deleting;
import static dev.understudy.control.ApiFixture.set;
import static dev.understudy.control.ApiFixture.upserting;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.ApiFixture;
import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdict;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.intent.HealthCheck;
import dev.understudy.model.Change;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.propagation.Damage;
import dev.understudy.propagation.Propagation;
import dev.understudy.store.FullStore;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes through the API and flips, and what the record says of them. */
class HistorianTest {
  private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
  private static final Key NOTE = Key.of("~note");

  @TempDir private Path directory;
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();
  private final List<AnswerChanges.Turn> turns = new ArrayList<>();
  private int salt;
  private String zoneOfPair = "";
  private volatile boolean storeIsFull;
  private CurrentEdition current = new CurrentEdition();
  private Publisher publisher = new Publisher(current);
  private @Nullable ApiFixture fixture;
  private @Nullable EventLog log;
  private @Nullable Historian historian;
  private Store.@Nullable Subscription following;

  @BeforeEach
  void start() throws Exception {
    current = new CurrentEdition();
    publisher = new Publisher(current);
    var opened =
        new ApiFixture(
            directory,
            store -> {
              log = new EventLog(store, () -> NOW, Duration.ofDays(90), salt++);
              return new RecordingStore(store, log, () -> NOW);
            });
    fixture = opened;
    var index = new AnswerIndex(publisher);
    following =
        opened.store.follow(new Propagation(List.of(), index, List.of(), _ -> {}, new Damage()));
    await(() -> current.get().revision() == opened.store.revision());
    historian =
        new Historian(
            new FullStore(opened.store, () -> storeIsFull),
            log(),
            index,
            current,
            id -> Optional.ofNullable(standings.get(id)),
            new AnswerChanges() {
              @Override
              public List<Store.Mutation> mutations(Turn turn) {
                turns.add(turn);
                return List.of(new Store.Mutation.Put(NOTE, Value.of("" + turns.size())));
              }
            },
            () -> NOW);
    historian().start();
  }

  @AfterEach
  void stop() {
    historian().close();
    if (following != null) {
      following.close();
    }
    fixture().close();
  }

  @Test
  void aChangeIsRecordedWithWhatWasThereBefore() throws Exception {
    String zone = fixture().zone("example.com");
    await(() -> fixture().store.get(EventKeys.COMPARED) != null);
    fixture().change(zone, creating(set("www.example.com", RRType.A, "192.0.2.1")));
    await(() -> all(Event.Kind.ANSWER).size() == 1);
    var change = fixture().change(zone, upserting(set("www.example.com", RRType.A, "192.0.2.2")));
    await(() -> all(Event.Kind.ANSWER).size() == 2);
    fixture().change(zone, deleting(set("www.example.com", RRType.A, "192.0.2.2")));
    await(() -> all(Event.Kind.ANSWER).size() == 3);

    List<Event> events = all(Event.Kind.CHANGE);
    assertThat(
            events.stream()
                .map(EventForm::text)
                .map(text -> text.replaceAll("[CZ][0-9A-Z]{9,}", "X")))
        .containsExactly(
            "change X: new hosted zone X example.com.: public; new NS example.com.: "
                + values(events, 0, 1)
                + "; new SOA example.com.: "
                + values(events, 0, 2),
            "change X (a comment): new A www.example.com.: 192.0.2.1, TTL 60",
            "change X (a comment): A www.example.com.: 192.0.2.1, TTL 60 → 192.0.2.2, TTL 60",
            "change X (a comment): deleted A www.example.com.: 192.0.2.2, TTL 60");
    assertThat(((ConfigurationChange) events.get(2)).changeId())
        .isEqualTo(change.id().replace("/change/", ""));
    assertThat(all(Event.Kind.ANSWER).stream().map(EventForm::text))
        .map(text -> text.replaceAll(" by change .*", ""))
        .containsExactly(
            "www.example.com. A: no such name (NXDOMAIN) → 192.0.2.1 (TTL 60)",
            "www.example.com. A: 192.0.2.1 (TTL 60) → 192.0.2.2 (TTL 60)",
            "www.example.com. A: 192.0.2.2 (TTL 60) → no such name (NXDOMAIN)");
  }

  private static String values(List<Event> events, int event, int item) {
    return String.valueOf(
        ChangeWords.of(((ConfigurationChange) events.get(event)).items().get(item)).after());
  }

  @Test
  void aRefusedOrIdleChangeLeavesNoEvent() throws Exception {
    String zone = fixture().zone("example.com");
    ResourceRecordSet www = set("www.example.com", RRType.A, "192.0.2.1");
    fixture().change(zone, creating(www));
    int before = all().size();
    assertThat(fixture().refusal(zone, creating(www))).isNotEmpty();
    fixture().change(zone, upserting(www));
    assertThat(all(Event.Kind.CHANGE)).hasSize(2);
    assertThat(before).isPositive();
  }

  @Test
  void aFlipIsRecordedWithItsEvidenceAndTheAnswersItChanged() throws Exception {
    String check = pair("www.example.com");
    await(() -> all(Event.Kind.ANSWER).size() == 2);
    flip(check, true);
    flip(check, false);
    await(() -> all(Event.Kind.ANSWER).size() == 4);

    HealthTransition turn = (HealthTransition) all(Event.Kind.HEALTH).getFirst();
    assertThat(turn.from()).isTrue();
    assertThat(turn.to()).isFalse();
    assertThat(turn.found()).isFalse();
    assertThat(turn.target()).isEqualTo("http://192.0.2.1:80");
    assertThat(turn.evidence().getFirst().last()).isEqualTo("Failure: connection refused");
    List<Event> answers = all(Event.Kind.ANSWER);
    assertThat(answers.subList(2, 4).stream().map(EventForm::text))
        .containsExactly(
            "www.example.com. A: 192.0.2.1 (TTL 60) → 192.0.2.2 (TTL 60) because of check " + check,
            "alias.example.com. A: 192.0.2.1 (TTL 60) → 192.0.2.2 (TTL 60) because of check "
                + check);
    assertThat(((AnswerChange) answers.get(2)).from().ttlSeconds()).isEqualTo(60);
    AnswerChanges.Turn told = turns.getLast();
    assertThat(told.flips()).containsExactly(turn);
    assertThat(told.answers()).hasSize(2);
    assertThat(fixture().store.get(NOTE)).as("written in the same commit").isNotNull();
    assertThat(named("alias.example.com")).hasSize(3);

    flip(check, true);
    await(() -> all(Event.Kind.ANSWER).size() == 6);
    assertThat(EventForm.text(all(Event.Kind.ANSWER).get(4)))
        .startsWith("www.example.com. A: 192.0.2.2 (TTL 60) → 192.0.2.1 (TTL 60)");
  }

  @Test
  void namesThatACnameLeadsThereAreLookedAtToo() throws Exception {
    String check = pair("www.example.com");
    String zone = fixture().zone("other.net");
    fixture()
        .change(
            zone,
            creating(set("far.other.net", RRType.CNAME, "Near.other.net.")),
            creating(set("near.other.net", RRType.CNAME, "www.example.com.")));
    settle();
    int before = all(Event.Kind.ANSWER).size();
    flip(check, true);
    flip(check, false);
    await(() -> all(Event.Kind.ANSWER).size() == before + 4);
    assertThat(all(Event.Kind.ANSWER).subList(before, before + 4).stream().map(EventForm::text))
        .anyMatch(text ->
            text.startsWith("near.other.net. A: ") && text.contains(", 192.0.2.2 (TTL 60) because"))
        .anyMatch(text ->
            text.startsWith("far.other.net. A: ") && text.contains(", 192.0.2.2 (TTL 60) because"));
    assertThat(named("far.other.net")).hasSize(3);

    fixture().change(zone, deleting(set("near.other.net", RRType.CNAME, "www.example.com.")));
    await(() -> all(Event.Kind.ANSWER).size() == before + 5);
    flip(check, true);
    await(() -> all(Event.Kind.ANSWER).size() == before + 7);
    assertThat(named("far.other.net")).as("it leads nowhere now").hasSize(3);
  }

  @Test
  void whatWasNotRecordedBeforeACrashIsFoundAtTheNextStart() throws Exception {
    String check = pair("www.example.com");
    flip(check, true);
    await(() -> all(Event.Kind.ANSWER).size() == 2);
    stop();
    start();
    flip(check, false); // the first that this process is told
    await(() -> all(Event.Kind.HEALTH).size() == 1);
    assertThat(((HealthTransition) all(Event.Kind.HEALTH).getFirst()).found()).isTrue();
    stop();
    start();
    flip(check, false);
    flip(check, true);
    await(() -> all(Event.Kind.HEALTH).size() == 2);
    assertThat(all(Event.Kind.HEALTH))
        .extracting(event -> ((HealthTransition) event).to())
        .containsExactly(false, true);
    assertThat(all(Event.Kind.GAP)).isEmpty();
  }

  @Test
  void aStoreThatTakesNothingDelaysNoFlipAndTheRecordEndsTrue() throws Exception {
    String check = pair("www.example.com");
    await(() -> all(Event.Kind.ANSWER).size() == 2);
    flip(check, true);
    storeIsFull = true;
    int turnsMade = 2 * FlipQueue.QUEUED_MAX + 4_001; // each returns although nothing is written
    for (int i = 0; i < turnsMade; i++) {
      flip(check, i % 2 != 0);
    }
    assertThat(all(Event.Kind.HEALTH)).isEmpty();
    storeIsFull = false;
    await(() -> recordedTurns() == turnsMade);
    List<Event> turned = all(Event.Kind.HEALTH);
    assertThat(((HealthTransition) turned.getLast()).to()).isFalse();
    assertThat(turned.size()).isLessThan(turnsMade);
    for (int i = 1; i < turned.size(); i++) {
      assertThat(((HealthTransition) turned.get(i)).from())
          .isEqualTo(((HealthTransition) turned.get(i - 1)).to());
    }
  }

  @Test
  void aChangeBetweenTwoFlipsIsToldOfBetweenThemHoweverLateTheRecordIs() throws Exception {
    String check = pair("www.example.com");
    flip(check, true);
    int before = answers("www.example.com").size();
    storeIsFull = true;
    flip(check, false);
    fixture().change(zoneOfPair, upserting(secondary("www.example.com", "192.0.2.3")));
    await(() -> current.get().revision() == fixture().store.revision());
    flip(check, true);
    storeIsFull = false;
    await(() -> answers("www.example.com").size() >= before + 3);
    assertThat(answers("www.example.com").subList(before, before + 3))
        .extracting(event -> EventForm.text(event).replaceAll(" by change .*", " by change"))
        .containsExactly(
            "www.example.com. A: 192.0.2.1 (TTL 60) → 192.0.2.2 (TTL 60) because of check " + check,
            "www.example.com. A: 192.0.2.2 (TTL 60) → 192.0.2.3 (TTL 60) by change",
            "www.example.com. A: 192.0.2.3 (TTL 60) → 192.0.2.1 (TTL 60) because of check "
                + check);
  }

  @Test
  void aThousandNamesOfOneCheckAreBoundedAndTheRecordSaysSo() throws Exception {
    String zone = fixture().zone("example.com");
    String check = fixture().check();
    int names = Backlog.QUESTIONS_MAX + 120;
    for (int from = 0; from < names; from += 155) {
      var changes = new ArrayList<Change>();
      for (int i = from; i < Math.min(names, from + 155); i++) {
        changes.addAll(pairOf("n" + i + ".example.com", check));
      }
      fixture().change(zone, changes);
    }
    await(() -> current.get().revision() == fixture().store.revision());
    flip(check, true);
    flip(check, false);
    await(() -> all(Event.Kind.HEALTH).size() == 1);
    AnswerChanges.Turn told = turns.getLast();
    assertThat(told.answers().size() + told.omitted()).isEqualTo(names);
    assertThat(told.omitted()).isGreaterThanOrEqualTo(120);
    assertThat(all(Event.Kind.GAP))
        .extracting(event -> ((Gap) event).count())
        .contains(told.omitted());
  }

  @Test
  void eachNameOfManyLargeChangesIsToldOfOrCounted() throws Exception {
    String zone = fixture().zone("example.com");
    fixture().change(zone, creating(set("first.example.com", RRType.A, "192.0.2.1")));
    settle();
    int changes = 5;
    int names = 300;
    for (int i = 0; i < changes; i++) {
      var batch = new ArrayList<Change>();
      for (int j = 0; j < names; j++) {
        batch.add(creating(set("n" + i + "-" + j + ".example.com", RRType.A, "192.0.2.1")));
      }
      fixture().change(zone, batch);
    }
    settle();
    long told =
        all(Event.Kind.ANSWER).stream()
            .filter(event -> ((AnswerChange) event).name().toString().startsWith("n"))
            .count();
    int counted = all(Event.Kind.GAP).stream().mapToInt(event -> ((Gap) event).count()).sum();
    assertThat(told).isGreaterThanOrEqualTo(50);
    assertThat(told + counted).isEqualTo((long) changes * names);
    assertThat(named("n3-77.example.com")).hasAtLeastOneElementOfType(ConfigurationChange.class);
    assertThat(named("absent.example.com")).isEmpty();
  }

  @Test
  void urlsInTagsLoseTheirSecrets() {
    assertThat(ChangeWords.tame("ops@example.com,https://u:p@hooks.example.com:8443/T0/secret?k=v"))
        .isEqualTo("ops@example.com,https://hooks.example.com:8443");
  }

  /** Those recorded one by one, those merged into others, and those a gap counts. */
  private int recordedTurns() {
    return all(Event.Kind.HEALTH, Event.Kind.GAP).stream()
        .mapToInt(event ->
            switch (event) {
              case HealthTransition turn -> 1 + turn.merged();
              case Gap gap -> gap.count();
              case AnswerChange _, ConfigurationChange _ -> 0;
              case Event.NotificationOutcome _ -> 0;
            })
        .sum();
  }

  /** A failover pair with an alias; returns the primary's check. */
  private String pair(String name) throws Exception {
    String zone = fixture().zone("example.com");
    zoneOfPair = zone;
    String check = fixture().check();
    var changes = new ArrayList<>(pairOf(name, check));
    changes.add(creating(alias("alias.example.com", RRType.A, zone, name)));
    fixture().change(zone, changes);
    await(() -> current.get().revision() == fixture().store.revision());
    settle();
    return check;
  }

  private static List<Change> pairOf(String name, String check) {
    return List.of(
        creating(
            set(name, RRType.A, "192.0.2.1").toBuilder()
                .setIdentifier("p")
                .failover(ResourceRecordSetFailover.PRIMARY)
                .healthCheckId(check)
                .build()),
        creating(secondary(name, "192.0.2.2")));
  }

  private static ResourceRecordSet secondary(String name, String value) {
    return set(name, RRType.A, value).toBuilder()
        .setIdentifier("s")
        .failover(ResourceRecordSetFailover.SECONDARY)
        .build();
  }

  /** As the verdicts do it: those who answer first, then the record. */
  private void flip(String check, boolean healthy) {
    var seen =
        new Observation(
            healthy, NOW, healthy ? "Success: 200" : "Failure: connection refused", null);
    var endpoint =
        new HealthCheck.Endpoint(
            HealthCheck.Protocol.HTTP,
            null,
            "192.0.2.1",
            80,
            "/",
            null,
            false,
            false,
            java.util.Set.of(),
            new HealthCheck.Timing(Duration.ofSeconds(10), null, 1, 1, false));
    standings.put(
        check,
        new Standing(
            new HealthCheck(check, 1, false, false, endpoint),
            healthy,
            new Verdict(check, healthy, NOW),
            List.of(
                new Evidence(
                    "local",
                    "us-east-1",
                    "127.0.0.1",
                    new Report(check, 1, healthy, true, seen, null, NOW)))));
    Map<String, Boolean> statuses = new HashMap<>(Map.of(check, healthy));
    historian().changed(statuses, publisher.statuses(statuses));
  }

  private List<Event> all(Event.Kind... kinds) {
    var events = new ArrayList<Event>();
    String after = null;
    do {
      EventPage page =
          log()
              .query(
                  new EventQuery(
                      null,
                      null,
                      null,
                      null,
                      java.util.Set.of(kinds),
                      after,
                      EventQuery.LIMIT_MAX));
      page.events().forEach(entry -> events.add(entry.event()));
      after = page.next();
    } while (after != null);
    return events;
  }

  private List<Event> named(String name) throws Exception {
    return log()
        .query(
            new EventQuery(
                null,
                null,
                dev.understudy.presentation.NameText.parse(name),
                null,
                java.util.Set.of(),
                null,
                100))
        .events()
        .stream()
        .map(EventPage.Entry::event)
        .toList();
  }

  private List<Event> answers(String name) {
    return all(Event.Kind.ANSWER).stream()
        .filter(event -> EventForm.text(event).startsWith(name + ". A: "))
        .toList();
  }

  /** Waits until what every change has made of answers is recorded, in however many commits. */
  private void settle() throws InterruptedException {
    await(() -> {
      Store.Entry mark = fixture().store.get(EventKeys.COMPARED);
      return mark != null
          && new String(mark.value().octets(), US_ASCII).equals(ids(Event.Kind.CHANGE).getLast());
    });
  }

  private List<String> ids(Event.Kind kind) {
    return log()
        .query(
            new EventQuery(
                null, null, null, null, java.util.Set.of(kind), null, EventQuery.LIMIT_MAX))
        .events()
        .stream()
        .map(EventPage.Entry::id)
        .toList();
  }

  /** What other threads do comes about soon; two minutes are for the slowest machine. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_200; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private ApiFixture fixture() {
    return java.util.Objects.requireNonNull(fixture);
  }

  private EventLog log() {
    return java.util.Objects.requireNonNull(log);
  }

  private Historian historian() {
    return java.util.Objects.requireNonNull(historian);
  }
}
