package dev.understudy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.ResourceRecord;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What an explanation says is what a resolver hears: over random worlds of every policy, the reply
 * is that of a responder without a witness and with the same luck, and the records follow from the
 * tree alone.
 *
 * <p>{@code -Dunderstudy.worlds=N} plays N worlds; {@code -Dunderstudy.seed=S} starts at seed S.
 */
class ExplainerTest {
  private static final int WORLDS = Integer.getInteger("understudy.worlds", 300);
  private static final long SEED = Long.getLong("understudy.seed", 1);
  private static final int QUESTIONS = 40;
  private static final String[] CLIENTS = {
    "10.0.0.1", "10.9.0.1", "11.0.0.1", "12.0.0.1", "99.0.0.1"
  };
  private static final RecordType[] TYPES = {
    RecordType.A, RecordType.A, RecordType.A, RecordType.AAAA, RecordType.CNAME, RecordType.SOA
  };

  @Test
  void everyTraceIsItsAnswer() {
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      try {
        play(new World(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void play(World world) {
    for (int i = 0; i < QUESTIONS; i++) {
      boolean assumes = i % 4 == 0;
      Question question = question(world, assumes);
      long luck = world.random().nextLong();
      Explanation told = explain(world, question, luck);
      if (assumes) { // what is assumed is what would be answered if it were so
        world.checks.putAll(question.assumed());
        world.publisher.statuses(question.assumed());
      }
      WireReply heard = ask(world, question, luck);
      assertThat(told.rcode()).as("%s", told).isEqualTo(heard.rcode());
      assertThat(told.answer()).as("%s", told).isEqualTo(heard.answer());
      assertThat(told.authority()).as("%s", told).isEqualTo(heard.authority());
      boolean failed = told.rcode().equals("SERVFAIL");
      assertThat(told.answer())
          .as("records that follow from %s", told)
          .containsExactlyInAnyOrderElementsOf(failed ? List.of() : follows(told));
      assertThat(TreeForm.of(told, Palette.PLAIN)).isNotEmpty().doesNotContain("\u001b");
      assertThat(JsonForm.of(told).get("answer")).hasSize(told.answer().size());
    }
  }

  private static Question question(World world, boolean assumes) {
    InetAddress from = InetAddress.ofLiteral(CLIENTS[world.random().nextInt(CLIENTS.length)]);
    boolean behind = world.random().nextBoolean();
    var assumed = new HashMap<String, Boolean>();
    if (assumes) {
      assumed.put("h" + world.random().nextInt(6), world.random().nextBoolean());
    }
    return new Question(
        world.anyName(),
        TYPES[world.random().nextInt(TYPES.length)],
        behind ? InetAddress.getLoopbackAddress() : from,
        behind ? new Network(from, 24) : null,
        assumed);
  }

  private static Explanation explain(World world, Question question, long luck) {
    try {
      return explainer(world, luck).explain(question);
    } catch (UnknownCheckException e) {
      throw new AssertionError(e);
    }
  }

  private static Explainer explainer(World world, long luck) {
    return new Explainer(
        world.current,
        new KnownChecks(world.checks),
        AnswerSettings.DEFAULTS,
        () -> new SplittableRandom(luck),
        InstantSource.fixed(Instant.EPOCH));
  }

  private static WireReply ask(World world, Question question, long luck) {
    var responder =
        new Responder(
            world.current,
            new QueryLedger().newRow(),
            new SplittableRandom(luck),
            AnswerSettings.DEFAULTS);
    byte[] query = WireQuestion.write(question);
    byte[] client = question.resolver().getAddress();
    byte[] reply = new byte[65_535];
    int length =
        responder.respond(query, query.length, Transport.UDP, client, client.length, reply);
    return new WireReply(reply, length);
  }

  /** The answer section by the tree: of each step, the values of what answers, with one TTL. */
  private static List<ResourceRecord> follows(Explanation told) {
    var records = new ArrayList<ResourceRecord>();
    for (Step step : told.steps()) {
      switch (step.finding()) {
        case Finding.Found(_, _, Group group) -> follows(step.name(), group, records);
        case Finding.Link(_, _, Group group) -> follows(step.name(), group, records);
        case Finding.Delegated _,
            Finding.NoSuchType _,
            Finding.NoSuchName _,
            Finding.NotServed _ -> {}
      }
    }
    return records;
  }

  private static void follows(DomainName owner, Group group, List<ResourceRecord> records) {
    var sets = new ArrayList<ResourceRecordSet>();
    answering(group, sets);
    int ttl = sets.stream().mapToInt(ResourceRecordSet::ttlSeconds).min().orElse(0);
    sets.forEach(set ->
        set.records()
            .forEach(data -> records.add(new ResourceRecord(owner, set.type(), ttl, data))));
  }

  private static void answering(Group group, List<ResourceRecordSet> sets) {
    for (Candidate candidate : group.candidates()) {
      if (candidate.answers() && candidate.set().alias() == null) {
        sets.add(candidate.set());
      } else if (candidate.target() != null && candidate.target().group() != null) {
        answering(candidate.target().group(), sets);
      }
    }
  }

  @Test
  void anUnknownCheckIsNamed() {
    var world = new World(1);
    var question =
        new Question(
            World.name("n1.t"),
            RecordType.A,
            InetAddress.getLoopbackAddress(),
            null,
            Map.of("nobody", false));
    assertThatThrownBy(() -> explainer(world, 1).explain(question))
        .isInstanceOf(UnknownCheckException.class)
        .hasMessageContaining("nobody");
  }
}
