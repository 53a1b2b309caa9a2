package dev.understudy.preview;

import dev.understudy.answer.Aside;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.control.ApiException;
import dev.understudy.control.Rehearsal;
import dev.understudy.control.Rehearsal.Asked;
import dev.understudy.control.Route53;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.possibility.Odds;
import dev.understudy.possibility.Possibilities;
import dev.understudy.preview.Preview.Change;
import dev.understudy.preview.Preview.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares what a zone answers before and after a change batch. Both are compiled aside, with the
 * verdicts, the map and the resolved targets of now; nothing is written and nothing served is
 * touched.
 */
public final class Previewer {
  /** Checks tried one by one for each name. */
  private static final int CHECKS_MAX = 32;

  /** Answers compared at most. */
  private static final int COMPARED_MAX = 50_000;

  private final Route53 route53;
  private final CurrentEdition current;
  private final Function<String, Optional<Boolean>> statuses;

  /**
   * Looks at what is stored and served.
   *
   * @param statuses the verdict on a health check, where there is one
   */
  public Previewer(
      Route53 route53, CurrentEdition current, Function<String, Optional<Boolean>> statuses) {
    this.route53 = route53;
    this.current = current;
    this.statuses = statuses;
  }

  /**
   * What the batch would change.
   *
   * @throws ApiException as ChangeResourceRecordSets would refuse it
   */
  public Preview of(ChangeResourceRecordSetsRequest request) throws ApiException {
    Rehearsal rehearsal = route53.rehearse(request);
    Edition now = current.get();
    Edition before = Aside.of(rehearsal.before(), now, statuses);
    Edition after = Aside.of(rehearsal.after(), now, statuses);
    var changes = new ArrayList<Change>();
    boolean complete = rehearsal.complete();
    int compared = 0;
    for (Asked asked : rehearsal.asked()) {
      if (compared > COMPARED_MAX) {
        complete = false;
        break;
      }
      List<Possibilities> both =
          Possibilities.ofBoth(before, after, asked.name(), asked.type(), route53::cidrCollection);
      var comparison = new Comparison(both.get(0), both.get(1));
      List<Difference> differences = comparison.differences();
      compared += comparison.compared;
      complete &= comparison.complete;
      if (!differences.isEmpty()) {
        changes.add(new Change(asked.name(), asked.type(), differences));
      }
    }
    return new Preview(request.hostedZoneId(), changes, complete);
  }

  /** One name and type: the present state of health, and each check changing its mind. */
  private static final class Comparison {
    private final Possibilities before;
    private final Possibilities after;
    private final Set<String> checks = new TreeSet<>();
    private final Set<String> now = new TreeSet<>();
    private int compared;
    private boolean complete = true;

    Comparison(Possibilities before, Possibilities after) {
      this.before = before;
      this.after = after;
      checks.addAll(before.checks());
      checks.addAll(after.checks());
      now.addAll(before.unhealthyNow());
      now.addAll(after.unhealthyNow());
    }

    /** Alike for several classes of clients, a difference is told once. */
    List<Difference> differences() {
      var folded = new LinkedHashMap<Difference, List<String>>();
      List<String> classes = before.classes();
      for (int i = 0; i < classes.size(); i++) {
        for (Difference difference : differences(i)) {
          folded.computeIfAbsent(difference, _ -> new ArrayList<>()).add(classes.get(i));
        }
      }
      var all = new ArrayList<Difference>();
      folded.forEach((difference, clients) -> all.add(withClients(difference, clients)));
      return all;
    }

    private List<Difference> differences(int ofClass) {
      var found = new ArrayList<Difference>();
      Odds was = before.odds(now, ofClass);
      Odds is = after.odds(now, ofClass);
      compared++;
      if (!was.sameAs(is)) {
        found.add(difference("now", now, was, is, loses(was, is)));
      } else if (was.anyHealthy() && !is.anyHealthy()) {
        found.add(difference("now", now, was, is, true));
      }
      for (Map.Entry<String, Set<String>> state : others().entrySet()) {
        Odds wouldBe = before.odds(state.getValue(), ofClass);
        Odds willBe = after.odds(state.getValue(), ofClass);
        compared++;
        boolean told = wouldBe.sameAs(was) && willBe.sameAs(is);
        if (!told && !wouldBe.sameAs(willBe)) {
          found.add(difference(state.getKey(), state.getValue(), wouldBe, willBe, false));
        }
      }
      return found;
    }

    /** Each check changing its mind, and every check failing. */
    private Map<String, Set<String>> others() {
      var states = new LinkedHashMap<String, Set<String>>();
      int left = CHECKS_MAX;
      for (String check : checks) {
        if (left-- == 0) {
          complete = false;
          break;
        }
        var other = new TreeSet<>(now);
        boolean recovers = other.remove(check);
        if (!recovers) {
          other.add(check);
        }
        states.put("if check " + check + (recovers ? " recovers" : " fails"), other);
      }
      if (checks.size() > 1 && !new LinkedHashSet<>(states.values()).contains(checks)) {
        states.put("if every check fails", checks);
      }
      return states;
    }

    private static boolean loses(Odds was, Odds is) {
      return is.isEmpty() ? !was.isEmpty() : !is.anyHealthy();
    }

    private static Difference difference(
        String when, Set<String> unhealthy, Odds was, Odds is, boolean loses) {
      return new Difference(List.of(), when, List.copyOf(unhealthy), was, is, loses);
    }

    private static Difference withClients(Difference difference, List<String> clients) {
      return new Difference(
          clients,
          difference.when(),
          difference.unhealthy(),
          difference.before(),
          difference.after(),
          difference.loses());
    }
  }
}
