package dev.understudy.possibility;

import dev.understudy.health.HealthView;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.possibility.Answer.Kind;
import dev.understudy.possibility.Odds.Chance;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Client;
import dev.understudy.routing.Policy;
import dev.understudy.routing.Router;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.AnswerTree;
import dev.understudy.zone.Group;
import dev.understudy.zone.Lookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks lookup and routing, the code that answers queries, for every answer one client may get in
 * one state of health. Draws are gone through instead of made. One thread at a time.
 *
 * <p>A group is asked once for each of its candidates that a draw may come to: a draw is moved past
 * the whole weight of the one it came to. What an alias leads to is asked by itself in the same
 * way, so the work is the sum over the groups of a tree, not the product.
 */
final class Decisions {
  /** As many CNAMEs as the nameserver follows. */
  private static final int CHAIN_MAX = 16;

  private final AnswerTree tree;
  private final RecordType type;
  private final Router router = new Router();
  private final Choice choice = new Choice();
  private final Draws draws = new Draws();
  private HealthView health = HealthView.ALL_HEALTHY;
  private Client client = new Client();
  private long asked;

  Decisions(AnswerTree tree, RecordType type) {
    this.tree = tree;
    this.type = type;
  }

  /** How many decisions were made so far. */
  long asked() {
    return asked;
  }

  Odds ask(DomainName name, HealthView health, Client client) {
    this.health = health;
    this.client = client;
    return new Odds(ask(name, List.of(), new HashSet<>()));
  }

  private Map<Answer, Chance> ask(DomainName name, List<String> through, Set<DomainName> seen) {
    var lookup = new Lookup();
    byte[] wire = name.wire();
    Map<Answer, Chance> found =
        switch (lookup.find(tree, wire, 0, wire.length, type.code())) {
          case RRSET, ALIAS -> choose(lookup.group(), name, type, through, 0);
          case CNAME -> follow(lookup.group(), name, through, seen);
          case NODATA -> certain(Kind.NODATA, through);
          case NXDOMAIN -> certain(Kind.NXDOMAIN, through);
          case REFERRAL -> referral(lookup, name, through);
          case NOT_OURS -> certain(through.isEmpty() ? Kind.REFUSED : Kind.RECORDS, through);
        };
    return found;
  }

  private static Map<Answer, Chance> certain(Kind kind, List<String> through) {
    return Odds.certain(Answer.of(kind, through), true).chances();
  }

  private Map<Answer, Chance> referral(Lookup lookup, DomainName name, List<String> through) {
    DomainName cut = name;
    while (name.lengthOctets() - cut.lengthOctets() < lookup.cutAt()) {
      cut = cut.parent();
    }
    var found = new LinkedHashMap<Answer, Chance>();
    choose(lookup.group(), cut, RecordType.NS, through, 0)
        .forEach((answer, chance) ->
            found.put(
                new Answer(
                    Kind.REFERRAL, answer.through(), answer.ttlSeconds(), answer.values(), false),
                chance));
    return found;
  }

  /** Each CNAME that the group may give, and what its target gives. */
  private Map<Answer, Chance> follow(
      Group group, DomainName name, List<String> through, Set<DomainName> seen) {
    var found = new LinkedHashMap<Answer, Chance>();
    boolean first = seen.add(name);
    choose(group, name, RecordType.CNAME, List.of(), 0)
        .forEach((answer, chance) -> {
          if (answer.kind() != Kind.RECORDS) {
            add(found, new Answer(answer.kind(), through, 0, List.of(), false), chance);
            return;
          }
          DomainName target = target(answer.values().getFirst());
          var links = new ArrayList<>(through);
          links.add(answer.ttlSeconds() + " " + answer.values().getFirst());
          if (seen.contains(target) || links.size() == CHAIN_MAX) {
            add(found, Answer.of(Kind.RECORDS, links), chance);
          } else {
            ask(target, links, seen)
                .forEach((next, odds) ->
                    add(found, next, odds.times(chance.probability(), chance.healthy())));
          }
        });
    if (first) {
      seen.remove(name);
    }
    return found;
  }

  static DomainName target(String text) {
    try {
      return NameText.parse(text);
    } catch (dev.understudy.presentation.PresentationException e) {
      throw new IllegalStateException("a CNAME to '" + text + "'", e);
    }
  }

  /** Every candidate that the group may choose, followed to its end. */
  private Map<Answer, Chance> choose(
      Group group, DomainName name, RecordType of, List<String> through, int depth) {
    if (group.count() == 0) {
      return certain(Kind.NODATA, through);
    }
    var found = new LinkedHashMap<Answer, Chance>();
    if (group.policy() == Policy.MULTIVALUE) {
      several(group, name, of, through, found);
      return found;
    }
    Map<Integer, Chance> picks = picks(group);
    if (picks.isEmpty()) {
      return certain(Kind.NODATA, through);
    }
    picks.forEach((ordinal, chance) ->
        open(group, name, of, ordinal, through, depth)
            .forEach((answer, odds) ->
                add(found, answer, odds.times(chance.probability(), chance.healthy()))));
    return found;
  }

  private Map<Answer, Chance> open(
      Group group, DomainName name, RecordType of, int ordinal, List<String> through, int depth) {
    ResourceRecordSet set = group.recordSet(name, ordinal);
    if (set.alias() == null) {
      return Odds.certain(records(set, of, through, false), true).chances();
    }
    if (depth + 1 == Router.GROUPS_MAX) {
      return certain(Kind.SERVFAIL, through);
    }
    Group target = group.target(ordinal);
    if (target == null) {
      return certain(
          group.whereabouts(ordinal) == Group.Whereabouts.OUTSIDE_UNRESOLVED
              ? Kind.SERVFAIL
              : Kind.NODATA,
          through);
    }
    return choose(target, set.alias().name(), of, through, depth + 1);
  }

  private void several(
      Group group,
      DomainName name,
      RecordType of,
      List<String> through,
      Map<Answer, Chance> found) {
    decide(group, 0, 0);
    boolean healthy = !draws.healthy().isEmpty();
    List<Integer> offered = List.copyOf(healthy ? draws.healthy() : draws.opened());
    double share = Math.min(1, Choice.MULTIVALUE_MAX / (double) offered.size());
    for (int ordinal : offered) {
      add(
          found,
          records(group.recordSet(name, ordinal), of, through, group.count() > 1),
          new Chance(share, healthy));
    }
  }

  private static Answer records(
      ResourceRecordSet set, RecordType of, List<String> through, boolean several) {
    List<String> values =
        set.records().stream().map((Rdata data) -> RdataText.format(of, data)).sorted().toList();
    return new Answer(Kind.RECORDS, through, set.ttlSeconds(), values, several);
  }

  /**
   * The candidates that the group may choose, by ordinal. Zero weights are drawn among only once
   * every other candidate was opened, so that is the second draw to go through.
   */
  private Map<Integer, Chance> picks(Group group) {
    if (group.policy() != Policy.WEIGHTED) {
      return picks(group, 0, 1);
    }
    int sum = 0;
    int weighty = 0;
    for (int ordinal = 0; ordinal < group.count(); ordinal++) {
      sum += group.weight(ordinal);
      weighty += group.weight(ordinal) > 0 ? 1 : 0;
    }
    Map<Integer, Chance> picks = picks(group, 0, sum > 0 ? sum : group.count());
    return picks.isEmpty() ? picks(group, weighty, group.count() - weighty) : picks;
  }

  /**
   * What the draw after {@code stage} candidates decides: those it comes to and that are chosen. If
   * it comes to one that is not, the draw is made again among the others, which leaves their shares
   * in proportion.
   *
   * @param points how many the draw may give
   */
  private Map<Integer, Chance> picks(Group group, int stage, int points) {
    var weights = new LinkedHashMap<Integer, Chance>();
    double sum = 0;
    for (int point = 0; point < points; ) {
      decide(group, stage, point);
      if (draws.opened().size() <= stage) {
        return Map.of();
      }
      int drawn = draws.opened().get(stage);
      int weight = group.policy() == Policy.WEIGHTED ? Math.max(1, group.weight(drawn)) : 1;
      int chosen = choice.alias(0);
      if (chosen == drawn || group.policy() != Policy.WEIGHTED) {
        weights.put(chosen, new Chance(weight, choice.healthy()));
        sum += weight;
      }
      point += weight;
    }
    double all = sum;
    weights.replaceAll((_, chance) -> chance.times(1 / all, true));
    return weights;
  }

  private void decide(Group group, int stage, int point) {
    asked++;
    draws.begin(stage, point);
    router.choose(group, health, client, draws, draws, choice);
  }

  private static void add(Map<Answer, Chance> found, Answer answer, Chance chance) {
    found.merge(answer, chance, Chance::and);
  }
}
