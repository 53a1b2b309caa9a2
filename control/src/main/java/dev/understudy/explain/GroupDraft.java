package dev.understudy.explain;

import dev.understudy.answer.Edition;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Draw;
import dev.understudy.explain.Explanation.Fate;
import dev.understudy.explain.Explanation.Target;
import dev.understudy.explain.Explanation.Where;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Policy;
import dev.understudy.routing.Score;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One group of a decision being written down. */
final class GroupDraft {
  private final DomainName owner;
  private final RecordType type;
  private final Policy policy;
  private final boolean omitted;
  private final List<CandidateDraft> candidates = new ArrayList<>();

  private int offered;
  private int openedLast;
  private boolean open;
  private boolean healthy;
  private boolean tooDeep;

  /** One candidate being written down. */
  private static final class CandidateDraft {
    final ResourceRecordSet set;
    final @Nullable Check check;
    int offered;
    boolean considered;
    boolean checkHealthy;
    boolean healthy;
    boolean picked;
    @Nullable Score score;
    @Nullable Draw draw;
    @Nullable Where where;
    @Nullable GroupDraft target;

    CandidateDraft(ResourceRecordSet set, @Nullable Check check) {
      this.set = set;
      this.check = check;
    }
  }

  /**
   * Copies what the group holds.
   *
   * @param above the group whose alias led here, or null
   * @param omitted whether nothing of it is to be written down
   */
  GroupDraft(
      DomainName owner,
      Group group,
      @Nullable GroupDraft above,
      boolean omitted,
      CheckTracer checks,
      Edition edition) {
    this.owner = owner;
    this.omitted = omitted;
    int count = group.count();
    if (count == 0) { // the target of an alias that does not exist
      this.type = Objects.requireNonNull(above).type;
      this.policy = Policy.SIMPLE;
      return;
    }
    this.type = Objects.requireNonNull(RecordType.ofCode(group.type()));
    this.policy = group.policy();
    for (int ordinal = 0; ordinal < count && !omitted; ordinal++) {
      ResourceRecordSet set = group.recordSet(owner, ordinal);
      String check = set.healthCheckId();
      boolean status = edition.health().healthy(group.healthSlot(ordinal));
      candidates.add(new CandidateDraft(set, check == null ? null : checks.trace(check, status)));
    }
  }

  boolean omitted() {
    return omitted;
  }

  /** The name that the alias opened last leads to. */
  DomainName openedTarget() {
    return omitted ? owner : Objects.requireNonNull(candidates.get(openedLast).set.alias()).name();
  }

  void leadsTo(GroupDraft target) {
    if (!omitted) {
      candidates.get(openedLast).target = target;
    }
  }

  void scored(int ordinal, Score score) {
    if (!omitted) {
      candidates.get(ordinal).score = score;
    }
  }

  void drawn(int ordinal, int point, int sum) {
    if (!omitted) {
      candidates.get(ordinal).draw = new Draw(point, sum);
    }
  }

  void opened(Group group, int ordinal) {
    openedLast = ordinal;
    if (omitted) {
      return;
    }
    CandidateDraft candidate = candidates.get(ordinal);
    candidate.offered = ++offered;
    if (group.isAlias(ordinal)) {
      candidate.where =
          switch (group.whereabouts(ordinal)) {
            case HERE -> Where.HERE;
            case OUTSIDE -> Where.OUTSIDE;
            case OUTSIDE_WITHOUT_RECORDS -> Where.OUTSIDE_WITHOUT_RECORDS;
            case OUTSIDE_UNRESOLVED -> Where.OUTSIDE_UNRESOLVED;
          };
    }
  }

  void considered(int ordinal, boolean checkHealthy, boolean nowHealthy) {
    if (!omitted) {
      CandidateDraft candidate = candidates.get(ordinal);
      candidate.considered = true;
      candidate.checkHealthy = checkHealthy;
      candidate.healthy = nowHealthy;
    }
  }

  void failedOpen() {
    open = true;
  }

  void settled(int level, Choice choice) {
    healthy = choice.healthy();
    tooDeep = choice.kind() == Choice.Kind.TOO_DEEP;
    for (int ordinal = 0; ordinal < candidates.size(); ordinal++) {
      candidates.get(ordinal).picked = choice.isPicked(level, ordinal);
    }
  }

  /**
   * The group as it came out.
   *
   * @param answers whether the way to the answer leads through it
   */
  Explanation.Group end(boolean answers) {
    var order = new ArrayList<>(candidates);
    order.sort(
        Comparator.comparingInt(each -> each.offered == 0 ? Integer.MAX_VALUE : each.offered));
    return new Explanation.Group(
        owner,
        type,
        policy,
        order.stream().map(each -> end(each, answers && each.picked)).toList(),
        open,
        healthy,
        omitted);
  }

  private Candidate end(CandidateDraft candidate, boolean answers) {
    Where where = candidate.where;
    if (candidate.set.alias() != null && where == null) {
      where = Where.HERE;
    }
    GroupDraft target = candidate.target;
    return new Candidate(
        candidate.set,
        candidate.offered,
        candidate.score,
        candidate.draw,
        candidate.check,
        where == null ? null : new Target(where, target == null ? null : target.end(answers)),
        fate(candidate),
        answers);
  }

  private Fate fate(CandidateDraft candidate) {
    if (candidate.picked) {
      return candidate.healthy ? Fate.CHOSEN : Fate.LAST_RESORT;
    }
    if (candidate.score instanceof Score.Elsewhere) {
      return Fate.NOT_THIS_CLIENT;
    }
    if (candidate.considered) {
      return fateOfConsidered(candidate);
    }
    if (open || tooDeep) {
      return Fate.NOT_REACHED;
    }
    if (policy != Policy.WEIGHTED) {
      return Fate.OTHER_FIRST;
    }
    boolean weightless = candidate.score instanceof Score.Weight(int weight) && weight == 0;
    return weightless && hasWeightInPlay() ? Fate.ZERO_WEIGHT : Fate.NOT_DRAWN;
  }

  private boolean hasWeightInPlay() {
    return candidates.stream()
        .anyMatch(
            each -> each.picked && each.score instanceof Score.Weight(int weight) && weight > 0);
  }

  private static Fate fateOfConsidered(CandidateDraft candidate) {
    if (candidate.healthy) {
      return Fate.NOT_DRAWN; // of a multivalue group
    }
    if (!candidate.checkHealthy) {
      return Fate.UNHEALTHY_CHECK;
    }
    boolean empty =
        candidate.where == Where.OUTSIDE_UNRESOLVED
            || candidate.where == Where.OUTSIDE_WITHOUT_RECORDS;
    return empty ? Fate.NOTHING_TO_GIVE : Fate.UNHEALTHY_TARGET;
  }
}
