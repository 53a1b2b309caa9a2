package dev.understudy.routing;

import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Atlas.Asker;
import dev.understudy.routing.PlainGroup.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sections 3 and 5 of the routing specification again, by recursion: every answer that a group may
 * come to for one client and one state of health, with its probability.
 *
 * <p>"Pick by policy, test health; if unhealthy remove it from the candidates and pick again by the
 * same policy, until a healthy one is found" (Developer Guide, "How Amazon Route 53 chooses
 * records").
 */
final class Specification {
  /**
   * What a query may end with: the members of a group, nothing, or too many aliases.
   *
   * @param members one bit for each; 0 for nothing
   */
  record Answer(Choice.Kind kind, int group, int members, boolean healthy) {
    static final Answer TOO_DEEP = new Answer(Choice.Kind.TOO_DEEP, -1, 0, false);

    static final Answer NOTHING_OUTSIDE = new Answer(Choice.Kind.NOTHING_OUTSIDE, -1, 0, false);

    static Answer nothing(boolean healthy) {
      return new Answer(Choice.Kind.NOTHING, -1, 0, healthy);
    }

    boolean ends() {
      return healthy || kind == Choice.Kind.TOO_DEEP;
    }

    /** From a target outside that has nothing: it gives way to whatever has anything (ADR 85). */
    boolean givesWay() {
      return kind == Choice.Kind.NOTHING_OUTSIDE;
    }
  }

  /** Multivalue answers have at most eight values. */
  private static final int VALUES_MAX = 8;

  /** Groups in a row, by which loops end; the last one follows no alias (ADR 13). */
  private static final int DEPTH_MAX = 16;

  private record Question(int group, int depth) {}

  private final Set<Integer> unhealthy;
  private final Asker asker;
  private final Map<String, CidrCollection> collections;
  private final Map<Question, Map<Answer, Double>> known = new HashMap<>();

  Specification(Set<Integer> unhealthy, Asker asker, Map<String, CidrCollection> collections) {
    this.unhealthy = unhealthy;
    this.asker = asker;
    this.collections = collections;
  }

  /** Every answer of a group and how likely it is. */
  Map<Answer, Double> answers(PlainGroup group) {
    return resolve(group, 1);
  }

  private Map<Answer, Double> resolve(PlainGroup group, int depth) {
    var question = new Question(group.id, depth);
    Map<Answer, Double> answers = known.get(question);
    if (answers == null) {
      answers = new HashMap<>();
      if (group.members.isEmpty()) {
        answers.put(Answer.nothing(false), 1.0);
      } else if (group.members.getFirst().policy() instanceof Multivalue) {
        several(group, answers);
      } else {
        List<Integer> all = new ArrayList<>();
        for (int at = 0; at < group.members.size(); at++) {
          all.add(at);
        }
        boolean drawn = group.members.getFirst().policy() instanceof Weighted;
        List<Integer> inPlay = drawn ? all : Rules.order(group.policies(), asker, collections);
        if (inPlay.isEmpty()) {
          answers.put(Answer.nothing(false), 1.0);
        } else {
          pick(group, depth, inPlay, null, 1, answers);
        }
      }
      known.put(question, answers);
    }
    return answers;
  }

  /**
   * Picks among the candidates still in play.
   *
   * @param first the answer of the first pick that has any, which is the last resort; null before
   * @param reached how likely it is to come here
   */
  private void pick(
      PlainGroup group,
      int depth,
      List<Integer> inPlay,
      @Nullable Answer first,
      double reached,
      Map<Answer, Double> answers) {
    if (inPlay.isEmpty()) {
      if (first != null) {
        answers.merge(first, reached, Double::sum);
      }
      return;
    }
    offers(group, inPlay)
        .forEach((picked, share) -> {
          List<Integer> rest = inPlay.stream().filter(at -> !at.equals(picked)).toList();
          double left = 0;
          for (var opened : open(group.members.get(picked), group, picked, depth).entrySet()) {
            double chance = reached * share * opened.getValue();
            if (opened.getKey().ends()) {
              answers.merge(opened.getKey(), chance, Double::sum);
            } else if (first == null || first.givesWay()) {
              pick(group, depth, rest, opened.getKey(), chance, answers);
            } else {
              left += chance;
            }
          }
          if (left > 0) {
            pick(group, depth, rest, first, left, answers);
          }
        });
  }

  /** Who may be picked next: one, or by weight; zero weights only among themselves. */
  private static Map<Integer, Double> offers(PlainGroup group, List<Integer> inPlay) {
    if (!(group.members.getFirst().policy() instanceof Weighted)) {
      return Map.of(inPlay.getFirst(), 1.0);
    }
    double sum = 0;
    for (int at : inPlay) {
      sum += weight(group, at);
    }
    var offers = new HashMap<Integer, Double>();
    for (int at : inPlay) {
      if (sum == 0) {
        offers.put(at, 1.0 / inPlay.size());
      } else if (weight(group, at) > 0) {
        offers.put(at, weight(group, at) / sum);
      }
    }
    return offers;
  }

  private static double weight(PlainGroup group, int at) {
    return ((Weighted) group.members.get(at).policy()).weight();
  }

  private Map<Answer, Double> open(Member member, PlainGroup group, int at, int depth) {
    boolean check = checkHealthy(member);
    if (member.body() != PlainGroup.Body.VALUES && depth == DEPTH_MAX) {
      return Map.of(Answer.TOO_DEEP, 1.0);
    }
    return switch (member.body()) {
      case VALUES -> Map.of(new Answer(Choice.Kind.ANSWER, group.id, 1 << at, check), 1.0);
      case OUTSIDE -> Map.of(Answer.NOTHING_OUTSIDE, 1.0);
      case ALIAS -> {
        var answers = new HashMap<Answer, Double>();
        resolve(Objects.requireNonNull(member.target()), depth + 1)
            .forEach((target, share) -> {
              boolean healthy = check && (!member.evaluates() || target.healthy());
              Answer seen =
                  switch (target.kind()) {
                    case TOO_DEEP, NOTHING_OUTSIDE -> target;
                    case ANSWER, NOTHING ->
                        new Answer(target.kind(), target.group(), target.members(), healthy);
                  };
              answers.merge(seen, share, Double::sum);
            });
        yield answers;
      }
    };
  }

  private boolean checkHealthy(Member member) {
    return member.slot() < 0 || !unhealthy.contains(member.slot());
  }

  /** At most eight of the healthy ones, or of all if none is; each set of them as likely. */
  private void several(PlainGroup group, Map<Answer, Double> answers) {
    var healthy = new ArrayList<Integer>();
    var all = new ArrayList<Integer>();
    for (int at = 0; at < group.members.size(); at++) {
      all.add(at);
      if (checkHealthy(group.members.get(at))) {
        healthy.add(at);
      }
    }
    List<Integer> from = healthy.isEmpty() ? all : healthy;
    var samples = new ArrayList<Integer>();
    sample(from, 0, 0, samples);
    for (int sample : samples) {
      answers.put(
          new Answer(Choice.Kind.ANSWER, group.id, sample, !healthy.isEmpty()),
          1.0 / samples.size());
    }
  }

  private static void sample(List<Integer> from, int at, int taken, List<Integer> samples) {
    if (Integer.bitCount(taken) == Math.min(VALUES_MAX, from.size())) {
      samples.add(taken);
    } else if (at < from.size()) {
      sample(from, at + 1, taken | 1 << from.get(at), samples);
      sample(from, at + 1, taken, samples);
    }
  }
}
