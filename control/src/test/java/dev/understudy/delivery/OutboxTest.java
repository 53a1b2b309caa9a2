package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.Attempt.Deferred;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what is tried, and what happens at the bounds; in virtual time. */
class OutboxTest {
  private static final OutboxLimits SMALL =
      new OutboxLimits(
          10,
          1 << 20,
          4,
          8,
          2,
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofMinutes(15));

  private final VirtualTime time = new VirtualTime(new SplittableRandom(1));
  private final MemoryStore store = new MemoryStore();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();
  private final Map<String, Attempt> answers = new HashMap<>();
  private final Map<String, List<Duration>> triedAt = new HashMap<>();
  private final Map<String, Consumer<Attempt>> held = new HashMap<>();

  private final Outbox outbox =
      new Outbox(
          store,
          this::carry,
          outcome -> {
            outcomes.add(outcome);
            return List.of();
          },
          time,
          new SplittableRandom(2),
          time.new OfProcess(),
          SMALL);

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 1000",
    "2, 0.5, 2000",
    "3, 0.5, 4000",
    "10, 0.5, 512000",
    "11, 0.5, 900000",
    "1000, 0.5, 900000",
    "1, 0, 800",
    "1, 0.99999, 1199",
    "99, 0.99999, 1079996",
  })
  void delaysDoubleUpToABound(int attempts, double chance, long millis) {
    assertThat(OutboxLimits.DEFAULT.delayAfter(attempts, chance)).hasMillis(millis);
  }

  @Test
  void aServersWishToWaitIsFollowedUpToAnHour() {
    answers.put("a", new Deferred("busy", Duration.ofSeconds(100)));
    answers.put("b", new Deferred("busy", Duration.ofDays(100)));
    send("a");
    send("b");
    time.runUntil(Duration.ofSeconds(5));
    assertThat(outcomes)
        .extracting(outcome -> ((Outcome.Delayed) outcome).next())
        .containsExactlyInAnyOrder(Duration.ofSeconds(100), Duration.ofHours(1));
    assertThat(outbox.counts().retried()).isEqualTo(2);
  }

  @Test
  void whatCannotBeDeliveredIsGivenUpWhenItExpires() {
    answers.put("a", new Deferred("450 greylisted", null));
    send("a");
    time.runUntil(Duration.ofHours(95));
    assertThat(outcomes).allMatch(Outcome.Delayed.class::isInstance);
    time.runUntil(Duration.ofHours(97));
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.GivenUp.class);
    assertThat(outcomes.getLast().detail()).contains("expired");
    assertThat(outbox.counts().givenUp()).isEqualTo(1);
    assertThat(store.count(OutboxKeys.PREFIX)).isZero();
  }

  @Test
  void aHungServerDelaysNobodyElse() {
    hold("a");
    hold("b");
    send("a", "b", "c");
    assertThat(tried).as("two tries at once to one server").containsExactlyInAnyOrder("a", "b");
    sendPost("https://other.example.com/");
    assertThat(tried).contains("https://other.example.com/");
    answer("a", new Accepted("250"));
    assertThat(tried).contains("c");
    assertThat(outbox.counts().waiting()).isEqualTo(1);
  }

  @Test
  void theOldestOfTheCrowdedRecipientGoesFirst() {
    hold("a");
    for (int i = 0; i < 6; i++) {
      send("a");
    }
    send("b");
    assertThat(outcomes)
        .filteredOn(Outcome.GivenUp.class::isInstance)
        .extracting(outcome -> outcome.notification().id() + " " + outcome.detail())
        .containsExactly("a2 too much was waiting", "a3 too much was waiting");
    assertThat(tried).contains("b");
    answer("a", new Accepted("250"));
    answers.put("a", new Accepted("250"));
    held.clear();
    time.runUntil(Duration.ofMinutes(1));
    assertThat(outcomes)
        .filteredOn(Outcome.Delivered.class::isInstance)
        .extracting(outcome -> outcome.notification().id())
        .contains("a1");
  }

  @Test
  void aFullDiskSendsNothingTwice() {
    answers.put("a", new Accepted("250"));
    hold("a");
    send("a");
    store.broken = true;
    answer("a", new Accepted("250"));
    time.runUntil(Duration.ofMinutes(3));
    assertThat(outbox.counts().sent()).isEqualTo(1);
    store.broken = false;
    outbox.wake();
    time.runUntil(Duration.ofMinutes(6));
    assertThat(store.count(OutboxKeys.PREFIX)).isZero();
    assertThat(tried).containsExactly("a");
  }

  /** Believed before: those behind it in its thread wait up to four days until it expires. */
  @Test
  void aMessageThatIsNeverTakenIsOvertakenAfterAQuarterOfAnHour() {
    answers.put("a1", new Deferred("450 4.7.0 content looks odd", null));
    send("a");
    time.at(Duration.ofMinutes(3), () -> send("a"));
    time.at(Duration.ofMinutes(4), () -> send("a"));
    time.runUntil(Duration.ofMinutes(17));
    assertThat(delivered()).isEmpty();
    time.runUntil(Duration.ofMinutes(20));
    assertThat(delivered()).containsExactly("a2", "a3");
    assertThat(tries("a2").getFirst())
        .isBetween(Duration.ofMinutes(18), Duration.ofMinutes(18).plusSeconds(1));
    Duration before =
        tries("a1").stream()
            .filter(at -> at.compareTo(tries("a2").getFirst()) < 0)
            .toList()
            .getLast();
    assertThat(tries("a2").getFirst().minus(before))
        .as("the older was asked for just before")
        .isLessThan(Duration.ofSeconds(1));
    time.runUntil(Duration.ofHours(97));
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.GivenUp.class);
    assertThat(outcomes.getLast().notification().id()).isEqualTo("a1");
  }

  @Test
  void oneAmongMessagesThatAreNeverTakenPassesThemAll() {
    answers.put("a1", new Deferred("450", null));
    answers.put("a2", new Deferred("450", null));
    send("a", "a", "a");
    time.runUntil(Duration.ofMinutes(16));
    assertThat(delivered()).containsExactly("a3");
    assertThat(tries("a1")).hasSizeLessThan(20);
  }

  @Test
  void aRecipientWhoTakesNothingForHoursGetsAllInOrderThen() {
    answers.put("a", new Deferred("452 4.2.2 mailbox full", null));
    send("a", "a");
    time.at(Duration.ofMinutes(50), () -> send("a"));
    time.at(Duration.ofHours(3), () -> answers.remove("a"));
    time.runUntil(Duration.ofHours(4));
    assertThat(delivered()).containsExactly("a1", "a2", "a3");
  }

  @Test
  void whereNobodyIsMetNothingOvertakes() {
    answers.put("a", Attempt.unreachable("connection refused"));
    send("a", "a", "a");
    time.at(Duration.ofHours(3), () -> answers.remove("a"));
    time.runUntil(Duration.ofHours(3).minusSeconds(1));
    assertThat(triedAt).containsOnlyKeys("a1");
    assertThat(tries("a1")).as("doubling to 15 minutes").hasSizeBetween(18, 26);
    time.runUntil(Duration.ofHours(4));
    assertThat(delivered()).containsExactly("a1", "a2", "a3");
  }

  @Test
  void aWishToWaitHoldsForTheMessageItWasSaidTo() {
    answers.put("a1", new Deferred("HTTP 503", Duration.ofHours(1)));
    send("a", "a");
    time.runUntil(Duration.ofMinutes(20));
    assertThat(delivered()).containsExactly("a2");
    assertThat(tries("a1")).hasSize(1);
    assertThat(tries("a2").getFirst()).isLessThan(Duration.ofMinutes(16));
  }

  @Test
  void otherThreadsOfTheRecipientDoNotWait() {
    answers.put("a1", new Deferred("450", null));
    send("a");
    thread = "another";
    send("a");
    assertThat(delivered()).containsExactly("a2");
  }

  /** The time of acceptance counts, not that of the start. */
  @Test
  void aRestartDoesNotProlongTheWait() {
    answers.put("a1", new Deferred("450", null));
    send("a", "a");
    time.at(Duration.ofMinutes(14), outbox::close);
    time.runUntil(Duration.ofMinutes(14));
    var again =
        new Outbox(
            store,
            this::carry,
            outcome -> {
              outcomes.add(outcome);
              return List.of();
            },
            time,
            new SplittableRandom(3),
            time.new OfProcess(),
            SMALL);
    again.begin();
    time.runUntil(Duration.ofMinutes(14).plusSeconds(50));
    assertThat(delivered()).isEmpty();
    time.runUntil(Duration.ofMinutes(15).plusSeconds(5));
    assertThat(delivered()).containsExactly("a2");
  }

  @Test
  void theAgeOfTheOldestIsTold() {
    hold("a");
    send("a");
    time.runUntil(Duration.ofMinutes(1));
    time.at(Duration.ofMinutes(10), () -> {});
    time.runUntil(Duration.ofMinutes(10));
    assertThat(outbox.counts().oldest()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }

  private List<Duration> tries(String id) {
    return triedAt.getOrDefault(id, List.of());
  }

  private List<String> delivered() {
    return outcomes.stream()
        .filter(Outcome.Delivered.class::isInstance)
        .map(outcome -> outcome.notification().id())
        .toList();
  }

  private final Map<String, Integer> numbers = new HashMap<>();
  private String thread = "";

  private void send(String... names) {
    var batch = new ArrayList<Notification>();
    for (String name : names) {
      String id = name + numbers.merge(name, 1, Integer::sum);
      var to = MailAddress.parse(name + "@example.com");
      var mail = new Mail(to, id, "", null, "<" + id + "@x>", List.of(), null);
      batch.add(Notification.of(id, thread, time.instant(), "", mail));
    }
    commit(batch);
  }

  private void sendPost(String url) {
    var post = new Post(HttpUrl.parse(url), "text/plain", "", Map.of());
    commit(List.of(Notification.of("p", "", time.instant(), "", post)));
  }

  private void commit(List<Notification> batch) {
    store.commit(List.of(), outbox.entries(batch));
    outbox.wake();
    settleDown();
  }

  private void settleDown() {
    time.runUntil(Duration.ofNanos(time.nanos()).plusMillis(10));
  }

  private void carry(Notification notification, Consumer<Attempt> done) {
    String name = notification.message().destination().replaceAll("@.*", "");
    tried.add(name);
    if (held.containsKey(name)) {
      held.put(name, done);
      return;
    }
    String id = notification.id();
    @Nullable Attempt answer = answers.containsKey(id) ? answers.get(id) : answers.get(name);
    triedAt.computeIfAbsent(id, _ -> new ArrayList<>()).add(Duration.ofNanos(time.nanos()));
    done.accept(answer == null ? new Accepted("250") : answer);
  }

  /** From now on the server of that name says nothing, until {@link #answer}. */
  private void hold(String name) {
    held.put(name, _ -> {});
  }

  private void answer(String name, Attempt attempt) {
    Consumer<Attempt> done = held.get(name);
    if (done != null) {
      done.accept(attempt);
    }
    settleDown();
  }
}
