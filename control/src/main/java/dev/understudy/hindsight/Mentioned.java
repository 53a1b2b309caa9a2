package dev.understudy.hindsight;

import dev.understudy.explain.Explanation;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.explain.Explanation.Where;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.routing.Policy;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What an explanation speaks of. */
final class Mentioned {
  final Set<DomainName> names = new LinkedHashSet<>();

  /** Of hosted zones, as aliases name them. */
  final Set<String> zones = new LinkedHashSet<>();

  final Map<String, Check> checks = new LinkedHashMap<>();
  final Set<Policy> policies = EnumSet.noneOf(Policy.class);
  boolean outside;
  boolean draws;

  Mentioned(Explanation told) {
    names.add(told.name());
    for (Step step : told.steps()) {
      names.add(step.name());
      switch (step.finding()) {
        case Finding.Found(_, _, Group group) -> group(group);
        case Finding.Link(_, _, Group group) -> group(group);
        case Finding.Delegated(_, _, Group group) -> group(group);
        case Finding.NoSuchType _, Finding.NoSuchName _, Finding.NotServed _ -> {}
      }
    }
  }

  private void group(Group group) {
    policies.add(group.policy());
    for (Candidate candidate : group.candidates()) {
      draws |= candidate.draw() != null;
      AliasTarget alias = candidate.set().alias();
      if (alias != null) {
        names.add(alias.name());
        zones.add(alias.hostedZoneId());
      }
      if (candidate.check() != null) {
        check(candidate.check());
      }
      Explanation.Target target = candidate.target();
      if (target != null) {
        outside |= target.where() != Where.HERE;
        if (target.group() != null) {
          group(target.group());
        }
      }
    }
  }

  private void check(Check check) {
    checks.put(check.id(), check);
    check.children().forEach(this::check);
  }
}
