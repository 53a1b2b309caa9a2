package dev.understudy.explain;

import dev.understudy.answer.Aside;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.control.TestAnswers;
import dev.understudy.intent.Mutation;
import dev.understudy.presentation.RdataText;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    InetAddress resolver = question.resolver();
    var asked =
        new dev.understudy.explain.Question(
            question.name(),
            question.type(),
            resolver == null ? UsualResolver.ADDRESS : resolver,
            subnet == null ? null : new Network(subnet.address(), subnet.prefixLength()),
            Map.of());
    List<Mutation> alone = question.alone();
    Edition now = current.get();
    Edition edition = alone == null ? now : Aside.of(alone, now, this::status);
    Explanation explanation =
        explainer.explain(asked, resolver == null ? UsualResolver.in(edition) : edition);
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

  private Optional<Boolean> status(String checkId) {
    return checks.standing(checkId).map(standing -> standing.status().healthy());
  }
}
