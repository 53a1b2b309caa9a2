package dev.understudy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.history.Event.Answer;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Fate;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Item;
import dev.understudy.history.Event.Kind;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.history.Event.Testimony;
import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.store.Key;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import dev.understudy.store.StoreOpenException;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import dev.understudy.wire.RecordType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is found again by time, name and health check, also after a restart. */
class EventLogTest {
  private static final Instant START = Instant.parse("2026-11-21T05:00:00Z");

  @TempDir private Path directory;
  private Instant now = START;
  private int salt;
  private Store store;
  private EventLog log;

  @BeforeEach
  void open() throws StoreOpenException {
    store = SqliteStore.open(directory);
    log = new EventLog(store, () -> now, Duration.ofDays(90), salt++);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyKindIsReadAsItWasWritten() {
    List<Event> events =
        List.of(
            turn("c1", true),
            new HealthTransition(START, "c1", "", false, true, 3, true, List.of()),
            answers("www.example.com", "c1"),
            new ConfigurationChange(
                START,
                "C123",
                "a comment",
                List.of(
                    new Item(Key.of("k"), null, Value.of("after")),
                    new Item(Key.of("l"), Value.of("before"), null))),
            new NotificationOutcome(
                START,
                "n1",
                "a@example.com",
                "www",
                Fate.SENT,
                2,
                "250 OK",
                List.of("c9"),
                List.of(name("www.example.com"))),
            new Gap(START, "the disk was full", 12));
    assertThat(events).extracting(Event::kind).contains(Kind.values());
    for (Event event : events) {
      assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
    }
  }

  @Test
  void aDamagedEventIsRefused() {
    byte[] octets = EventCodec.write(answers("www.example.com", "c1")).octets();
    for (int length = 0; length < octets.length; length++) {
      Value cut = Value.of(java.util.Arrays.copyOf(octets, length));
      assertThatThrownBy(() -> EventCodec.read(cut)).isInstanceOf(UnreadableStateException.class);
    }
  }

  @Test
  void eventsAreFoundByTimeNameCheckAndKind() {
    record(turn("c1", false));
    now = START.plusSeconds(10);
    record(answers("www.example.com", "c1"), answers("api.example.com", "c2"));
    now = START.plusSeconds(20);
    record(new Gap(now, "x", 1), turn("c2", false));
    record(
        new NotificationOutcome(
            now,
            "n",
            "a@example.com",
            "down",
            Fate.SENT,
            1,
            "250 OK",
            List.of("c7"),
            List.of(name("mail.example.com"))));
    assertThat(kinds(query(null, null, null, "c7"))).containsExactly(Kind.NOTIFICATION);
    assertThat(kinds(query(null, null, "mail.example.com", null)))
        .containsExactly(Kind.NOTIFICATION);
    assertThat(kinds(query(null, null, "mail.example.com", "c8"))).isEmpty();

    assertThat(kinds(query(null, null, null, null)))
        .containsExactly(
            Kind.HEALTH, Kind.ANSWER, Kind.ANSWER, Kind.GAP, Kind.HEALTH, Kind.NOTIFICATION);
    assertThat(kinds(query(START.plusSeconds(10), null, null, null))).hasSize(5);
    assertThat(kinds(query(null, START.plusSeconds(20), null, null))).hasSize(3);
    assertThat(kinds(query(null, null, "www.example.com", null))).containsExactly(Kind.ANSWER);
    assertThat(kinds(query(null, null, "example.com", null))).isEmpty();
    assertThat(kinds(query(null, null, null, "c1"))).containsExactly(Kind.HEALTH, Kind.ANSWER);
    assertThat(kinds(query(null, null, "www.example.com", "c2"))).isEmpty();
    assertThat(kinds(query(START.plusSeconds(1), null, null, "c1"))).containsExactly(Kind.ANSWER);
    assertThat(kinds(query(null, null, null, "c"))).as("no id is a prefix").isEmpty();
    assertThat(
            log.query(
                    new EventQuery(null, null, null, null, Set.of(Kind.GAP, Kind.CHANGE), null, 5))
                .events())
        .hasSize(1);
  }

  @Test
  void pagesJoinWithoutGapOrRepetition() {
    for (int i = 0; i < 1_203; i++) {
      record(turn(i % 2 == 0 ? "even" : "odd", i % 3 == 0));
    }
    assertThat(walk(null, 100)).hasSize(1_203).doesNotHaveDuplicates().isSorted();
    assertThat(walk("even", 7)).hasSize(602).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void timeNeverRunsBackwardsInTheRecord() {
    record(turn("c1", false));
    now = START.minusSeconds(3_600);
    record(turn("c1", true));
    assertThat(log.query(EventQuery.everything(null)).events())
        .extracting(entry -> ((HealthTransition) entry.event()).to())
        .containsExactly(false, true);
  }

  @Test
  void whatWasRecordedIsThereAfterARestart() throws StoreOpenException {
    record(turn("c1", false));
    store.close();
    open();
    record(turn("c1", true));
    assertThat(kinds(query(null, null, null, "c1"))).hasSize(2);
  }

  @Test
  void oldEventsGoWithTheirIndexes() {
    record(answers("www.example.com", "c1"));
    now = START.plus(Duration.ofDays(89));
    record(turn("c1", false));
    assertThat(log.prune()).isFalse();
    assertThat(kinds(query(null, null, null, null))).hasSize(2);
    now = START.plus(Duration.ofDays(91));
    log.prune();
    assertThat(kinds(query(null, null, null, null))).containsExactly(Kind.HEALTH);
    assertThat(store.count(Key.of((byte) 0x61))).isZero();
    assertThat(store.count(Key.of((byte) 0x62))).isEqualTo(1);
  }

  @Test
  void beyondTheBoundTheOldestGoFirst() {
    log = new EventLog(store, () -> now, Duration.ofDays(90), 7, 300);
    for (int i = 0; i < 1_000; i++) {
      record(new Gap(START, "n", i));
    }
    while (log.prune()) {
      // A little at a time.
    }
    List<EventPage.Entry> kept = log.query(EventQuery.everything(null)).events();
    assertThat(kept).hasSize(300);
    assertThat(((Gap) kept.getFirst().event()).count()).isEqualTo(700);
  }

  private List<String> walk(@Nullable String check, int limit) {
    var ids = new ArrayList<String>();
    String after = null;
    do {
      EventPage page = log.query(new EventQuery(null, null, null, check, Set.of(), after, limit));
      page.events().forEach(entry -> ids.add(entry.id()));
      after = page.next();
    } while (after != null);
    return ids;
  }

  private static List<Kind> kinds(EventPage page) {
    assertThat(page.next()).isNull();
    return page.events().stream().map(entry -> entry.event().kind()).toList();
  }

  private EventPage query(
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String name,
      @Nullable String check) {
    return log.query(
        new EventQuery(
            since, until, name == null ? null : name(name), check, Set.of(), null, 1_000));
  }

  private void record(Event... events) {
    store.commit(List.of(), log.entries(events));
  }

  private HealthTransition turn(String check, boolean to) {
    var said =
        new Testimony(
            "local",
            "us-east-1",
            to,
            true,
            "Failure: connection refused",
            START,
            null,
            null,
            START);
    return new HealthTransition(now, check, "tcp://192.0.2.1:80", !to, to, 0, false, List.of(said));
  }

  private AnswerChange answers(String name, String check) {
    return new AnswerChange(
        now,
        name(name),
        RecordType.A,
        "any client",
        new Answer("192.0.2.1", 60, true),
        new Answer("192.0.2.2", 60, true),
        List.of(check),
        null,
        42);
  }

  private static DomainName name(String text) {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
