package dev.understudy.explain;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.TestAnswers;
import dev.understudy.intent.Mutation;
import dev.understudy.presentation.RdataText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers TestDNSAnswer with what an explanation says, and keeps the reasons to itself. */
public final class ExplainedAnswers implements TestAnswers {
  private final Explainer explainer;
  private final CurrentEdition current;
  private final HealthKnowledge checks;

  /**
   * Asks an explainer.
   *
   * @param current what it explains
   * @param checks what it knows of health
   */
  public ExplainedAnswers(Explainer explainer, CurrentEdition current, HealthKnowledge checks) {
    this.explainer = explainer;
    this.current = current;
    this.checks = checks;
  }

  @Override
  public Answer ask(Question question) {
    Subnet subnet = question.subnet();
    var asked =
        new dev.understudy.explain.Question(
            question.name(),
            question.type(),
            question.resolver(),
            subnet == null ? null : new Network(subnet.address(), subnet.prefixLength()),
            Map.of());
    List<Mutation> alone = question.alone();
    Edition edition = alone == null ? current.get() : editionOf(alone);
    Explanation explanation = explainer.explain(asked, edition);
    return new Answer(explanation.rcode(), data(explanation), explanation.protocol());
  }

  /** The records of the asked type; where there are none, the CNAMEs that stand for them. */
  private static List<String> data(Explanation explanation) {
    List<Explanation.ResourceRecord> answer = explanation.answer();
    boolean direct = answer.stream().anyMatch(each -> each.type() == explanation.type());
    return answer.stream()
        .filter(each -> !direct || each.type() == explanation.type())
        .map(each -> RdataText.format(each.type(), each.data()))
        .toList();
  }

  /** Other records under the same sky: health, the map and what was resolved are those of now. */
  private Edition editionOf(List<Mutation> mutations) {
    Edition now = current.get();
    var alone = new CurrentEdition();
    var publisher = new Publisher(alone);
    publisher.geography(now.geography());
    publisher.outside(now.tree().outsideKnown());
    publisher.reset(now.revision(), mutations);
    var known = new HashMap<String, Boolean>();
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.PutCheck(var check)) {
        checks
            .standing(check.id())
            .map(standing -> standing.status().healthy())
            .ifPresent(healthy -> known.put(check.id(), healthy));
      }
    }
    publisher.statuses(known);
    return alone.get();
  }
}
