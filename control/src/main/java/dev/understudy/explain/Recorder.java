package dev.understudy.explain;

import dev.understudy.answer.AnswerWitness;
import dev.understudy.answer.Edition;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.routing.Candidates;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Client;
import dev.understudy.routing.ClientPlace;
import dev.understudy.routing.Router;
import dev.understudy.routing.Score;
import dev.understudy.zone.Group;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a responder tells its witness, and makes an explanation of it. For one question;
 * the second time it is asked, over TCP, everything is written anew.
 */
final class Recorder implements AnswerWitness {
  /** Candidates written down for one question; groups past that are only mentioned. */
  static final int CANDIDATES_MAX = 20_000;

  private final CheckTracer checks;
  private final List<StepDraft> steps = new ArrayList<>();
  private final @Nullable GroupDraft[] levels = new GroupDraft[Router.GROUPS_MAX + 1];

  private @Nullable Edition edition;
  private @Nullable ClientPlace place;
  private boolean fromSubnet;
  private int scope;
  private int candidates;

  /** A step whose group is still to be filled in. */
  private static final class StepDraft {
    final DomainName name;
    final Outcome outcome;
    final @Nullable HostedZone zone;
    final @Nullable DomainName source;
    final List<HostedZone> shadowed;
    @Nullable GroupDraft group;

    StepDraft(
        DomainName name,
        Outcome outcome,
        @Nullable HostedZone zone,
        @Nullable DomainName source,
        List<HostedZone> shadowed) {
      this.name = name;
      this.outcome = outcome;
      this.zone = zone;
      this.source = source;
      this.shadowed = shadowed;
    }

    Step end() {
      return new Step(
          name,
          switch (outcome) {
            case NOT_OURS -> new Finding.NotServed();
            case NXDOMAIN -> new Finding.NoSuchName(zone());
            case NODATA -> new Finding.NoSuchType(zone(), source());
            case RRSET, ALIAS -> new Finding.Found(zone(), source(), group());
            case CNAME -> new Finding.Link(zone(), source(), group());
            case REFERRAL -> new Finding.Delegated(zone(), source(), group());
          },
          shadowed);
    }

    private HostedZone zone() {
      return Objects.requireNonNull(zone);
    }

    private DomainName source() {
      return Objects.requireNonNull(source);
    }

    private Explanation.Group group() {
      return Objects.requireNonNull(group).end(true);
    }
  }

  Recorder(CheckTracer checks) {
    this.checks = checks;
  }

  @Override
  public void asked(Edition now, Client client, boolean subnet) {
    edition = now;
    place = client.place();
    fromSubnet = subnet;
    steps.clear();
    candidates = 0;
  }

  @Override
  public void found(Outcome outcome, Lookup lookup) {
    HostedZone zone = outcome == Outcome.NOT_OURS ? null : lookup.hostedZone();
    boolean source = zone != null && outcome != Outcome.NXDOMAIN;
    steps.add(
        new StepDraft(
            lookup.asked(),
            outcome,
            zone,
            source ? lookup.source(outcome) : null,
            zone == null ? List.of() : edition().tree().shadowedBy(zone)));
  }

  @Override
  public void entered(int level, Candidates group) {
    StepDraft step = steps.getLast();
    GroupDraft above = level == 0 ? null : at(level - 1);
    DomainName owner = above == null ? step.source() : above.openedTarget();
    boolean omitted =
        above != null && (above.omitted() || candidates + group.count() > CANDIDATES_MAX);
    candidates += group.count();
    var draft = new GroupDraft(owner, (Group) group, above, omitted, checks, edition());
    levels[level] = draft;
    if (above == null) {
      step.group = draft;
    } else {
      above.leadsTo(draft);
    }
  }

  @Override
  public void scored(int level, Candidates group, int ordinal, Score score) {
    at(level).scored(ordinal, score);
  }

  @Override
  public void drawn(int level, Candidates group, int ordinal, int point, int sum) {
    at(level).drawn(ordinal, point, sum);
  }

  @Override
  public void opened(int level, Candidates group, int ordinal) {
    at(level).opened((Group) group, ordinal);
  }

  @Override
  public void considered(
      int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy) {
    at(level).considered(ordinal, checkHealthy, healthy);
  }

  @Override
  public void failedOpen(int level, Candidates group) {
    at(level).failedOpen();
  }

  @Override
  public void settled(int level, Candidates group, Choice choice) {
    at(level).settled(level, choice);
  }

  @Override
  public void ended(int rcode, int bits) {
    scope = bits;
  }

  /** What was written down, with the reply that came of it. */
  Explanation explanation(Question question, WireReply reply, String protocol) {
    return new Explanation(
        question.name(),
        question.type(),
        reply.rcode(),
        protocol,
        reply.answer(),
        reply.authority(),
        new Explanation.Client(
            question.resolver(),
            question.subnet(),
            fromSubnet,
            Objects.requireNonNull(place),
            scope),
        edition().revision(),
        checks.now(),
        question.assumed(),
        steps.stream().map(StepDraft::end).toList(),
        null);
  }

  private GroupDraft at(int level) {
    return Objects.requireNonNull(levels[level]);
  }

  private Edition edition() {
    return Objects.requireNonNull(edition);
  }
}
