package dev.understudy.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.recipient.Recipient;
import dev.understudy.store.Key;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Incidents ({@code 70 id}) and what desks know of checks ({@code 71 desk check}) as octets. */
final class StateCodec {
  /** Spaces below belong to others, see {@code control}'s {@code Space}. */
  static final Key INCIDENTS = Key.of((byte) 0x70);

  static final Key MEMBERS = Key.of((byte) 0x71);
  private static final int FORMAT = 1;

  private StateCodec() {}

  static Key key(Incident incident) {
    return key(INCIDENTS, incident.id());
  }

  static Key key(Member member) {
    return key(MEMBERS, member.desk() + member.checkId());
  }

  /** The first key that can follow. */
  static Key after(Key key) {
    return Key.of(Arrays.copyOf(key.octets(), key.octets().length + 1));
  }

  static Stored read(Key key, Value value) {
    return key.startsWith(INCIDENTS)
        ? new Stored.OfIncident(readIncident(value))
        : new Stored.OfMember(readMember(value));
  }

  static Value write(Incident incident) {
    @Nullable Instant news = incident.news();
    var out =
        new ValueWriter(FORMAT)
            .text(incident.id())
            .text(incident.recipient().text())
            .instant(incident.opened())
            .number(incident.messages())
            .instant(incident.lastMessage())
            .instant(incident.newest())
            .instant(incident.reminder())
            .flag(news != null);
    return (news == null ? out : out.instant(news)).value();
  }

  private static Incident readIncident(Value value) {
    var in = new ValueReader("incident", value.octets(), FORMAT);
    String id = in.text();
    Recipient recipient = recipient(in);
    Instant opened = in.instant();
    int messages = in.smallNumber();
    Instant lastMessage = in.instant();
    Instant newest = in.instant();
    Instant reminder = in.instant();
    @Nullable Instant news = in.flag() ? in.instant() : null;
    in.end();
    return new Incident(id, recipient, opened, messages, lastMessage, news, newest, reminder);
  }

  private static Recipient recipient(ValueReader in) {
    try {
      return Recipient.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  static Value write(Member member) {
    var out =
        new ValueWriter(FORMAT)
            .text(member.desk())
            .text(member.checkId())
            .text(member.incident())
            .flag(member.healthy())
            .flag(member.flapping())
            .text(member.told().name())
            .instant(member.downSince())
            .number(member.turns().size());
    member.turns().forEach(out::instant);
    write(out, member.wentDown());
    write(out, member.cameBack());
    return out.value();
  }

  private static Member readMember(Value value) {
    var in = new ValueReader("member of an incident", value.octets(), FORMAT);
    String desk = in.text();
    String checkId = in.text();
    String incident = in.text();
    boolean healthy = in.flag();
    boolean flapping = in.flag();
    Condition told = condition(in);
    Instant downSince = in.instant();
    var turns = new ArrayList<Instant>();
    for (int left = in.count(); left > 0; left--) {
      turns.add(in.instant());
    }
    CheckFacts wentDown = readFacts(in);
    CheckFacts cameBack = readFacts(in);
    in.end();
    return new Member(
        desk, checkId, incident, healthy, flapping, told, turns, downSince, wentDown, cameBack);
  }

  private static Condition condition(ValueReader in) {
    try {
      return Condition.valueOf(in.text());
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  private static void write(ValueWriter out, CheckFacts facts) {
    @Nullable Instant seen = facts.seenSince();
    out.text(facts.name()).text(facts.target()).flag(facts.found()).flag(seen != null);
    (seen == null ? out : out.instant(seen)).texts(facts.evidence());
    out.number(facts.answers().size());
    for (AnswerNews news : facts.answers()) {
      out.text(news.name())
          .text(news.type())
          .text(news.clients())
          .text(news.from())
          .text(news.to())
          .number(news.ttlSeconds());
    }
    out.number(facts.answersOmitted());
  }

  private static CheckFacts readFacts(ValueReader in) {
    String name = in.text();
    String target = in.text();
    boolean found = in.flag();
    @Nullable Instant seen = in.flag() ? in.instant() : null;
    List<String> evidence = in.texts();
    var answers = new ArrayList<AnswerNews>();
    for (int left = in.count(); left > 0; left--) {
      answers.add(
          new AnswerNews(in.text(), in.text(), in.text(), in.text(), in.text(), in.smallNumber()));
    }
    return new CheckFacts(name, target, found, seen, evidence, answers, in.smallNumber());
  }

  private static Key key(Key space, String rest) {
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(space.octets());
    octets.writeBytes(rest.getBytes(UTF_8));
    return Key.of(octets.toByteArray());
  }
}
