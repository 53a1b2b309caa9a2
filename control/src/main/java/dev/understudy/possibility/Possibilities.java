package dev.understudy.possibility;

import dev.understudy.answer.Edition;
import dev.understudy.health.HealthView;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every answer that a name can give: in which states of health, and to which clients. Found by
 * asking the code that answers queries, once for each state, class of clients and way a draw may
 * fall; nothing is decided here.
 *
 * <p>States are those of the health checks that record sets name. With up to {@link #CHECKS_MAX}
 * checks all are gone through; with more, those nearest to the present one, and {@link
 * Row#complete} says so.
 */
public final class Possibilities {
  /** Checks of which every combination is gone through. */
  public static final int CHECKS_MAX = 12;

  /** Decisions made at most; a decision takes some microseconds. */
  static final long DECISIONS_MAX = 400_000;

  private static final int PAIRS_OF_CHECKS_MAX = 24;

  private final Edition edition;
  private final DomainName name;
  private final Reach reach;
  private final Decisions decisions;
  private final List<String> checks;
  private final List<ClientClass> classes;

  private Possibilities(
      Edition edition, DomainName name, RecordType type, Reach reach, List<ClientClass> classes) {
    this.edition = edition;
    this.name = name;
    this.reach = reach;
    this.decisions = new Decisions(edition.tree(), type);
    this.checks = List.copyOf(new TreeSet<>(reach.checks.values()));
    this.classes = classes;
  }

  /** What an edition can say of a name and type. */
  public static Possibilities of(
      Edition edition,
      DomainName name,
      RecordType type,
      Function<String, @Nullable CidrCollection> collections) {
    Reach reach = Reach.of(edition.tree(), name, type, collections);
    return new Possibilities(edition, name, type, reach, Clientele.of(reach));
  }

  /** What two editions can say of a name and type, for the same classes of clients. */
  public static List<Possibilities> ofBoth(
      Edition before,
      Edition after,
      DomainName name,
      RecordType type,
      Function<String, @Nullable CidrCollection> collections) {
    Reach one = Reach.of(before.tree(), name, type, collections);
    Reach other = Reach.of(after.tree(), name, type, collections);
    List<ClientClass> classes = Clientele.of(Reach.union(one, other));
    return List.of(
        new Possibilities(before, name, type, one, classes),
        new Possibilities(after, name, type, other, classes));
  }

  /** Ids of the health checks that the answer may hang on, sorted. */
  public List<String> checks() {
    return checks;
  }

  /** The classes of clients, the one that is left last. */
  public List<String> classes() {
    return classes.stream().map(ClientClass::label).toList();
  }

  /** Checks that are unhealthy in the edition as it is. */
  public Set<String> unhealthyNow() {
    var unhealthy = new LinkedHashSet<String>();
    reach
        .slots()
        .forEach((id, slot) -> {
          if (!edition.health().healthy(slot)) {
            unhealthy.add(id);
          }
        });
    return unhealthy;
  }

  /**
   * What a client may get in one state.
   *
   * @param unhealthy ids of checks; all others are healthy
   * @param ofClass an index into {@link #classes}
   */
  public Odds odds(Set<String> unhealthy, int ofClass) {
    var slots = new BitSet();
    reach
        .slots()
        .forEach((id, slot) -> {
          if (unhealthy.contains(id)) {
            slots.set(slot);
          }
        });
    return decisions.ask(name, HealthView.ofUnhealthy(slots), classes.get(ofClass).client());
  }

  /** One answer, when it may be given, and to how many of those who ask. */
  public record When(
      Answer answer, Condition condition, double shareLeast, double shareMost, int states) {}

  /**
   * Clients that get the same answers, and those answers.
   *
   * @param complete whether every state was gone through for them
   */
  public record Row(List<String> clients, List<When> answers, int states, boolean complete) {
    public Row {
      clients = List.copyOf(clients);
      answers = List.copyOf(answers);
    }

    /** Whether in every state tried these clients get records in the answer section. */
    boolean alwaysAnswers() {
      return answers.stream()
          .map(When::answer)
          .noneMatch(answer -> answer.isEmpty() || answer.isBareReferral());
    }
  }

  /** Every answer, by clients. */
  public List<Row> rows() {
    List<Set<String>> states = states();
    var folded = new LinkedHashMap<List<When>, Row>();
    for (int i = 0; i < classes.size(); i++) {
      Row row = row(states, i);
      Row before = folded.get(row.answers());
      var clients = new ArrayList<>(before == null ? List.of() : before.clients());
      clients.addAll(row.clients());
      folded.put(
          row.answers(),
          new Row(
              clients,
              row.answers(),
              row.states(),
              row.complete() && (before == null || before.complete())));
    }
    return List.copyOf(folded.values());
  }

  private Row row(List<Set<String>> states, int ofClass) {
    var found = new LinkedHashMap<Answer, Finding>();
    boolean all = checks.size() <= CHECKS_MAX && !reach.isCut();
    int gone = 0;
    for (Set<String> state : states) {
      if (gone > 0 && decisions.asked() > DECISIONS_MAX) {
        all = false;
        break;
      }
      gone++;
      odds(state, ofClass)
          .chances()
          .forEach((answer, chance) ->
              found.computeIfAbsent(answer, _ -> new Finding()).add(state, chance.probability()));
    }
    boolean folds = all;
    var answers = new ArrayList<When>();
    found.forEach((answer, finding) -> answers.add(finding.when(answer, checks, folds)));
    return new Row(List.of(classes.get(ofClass).label()), answers, gone, all);
  }

  private static final class Finding {
    private final List<Set<String>> states = new ArrayList<>();
    private double least = 1;
    private double most;

    void add(Set<String> state, double share) {
      states.add(state);
      least = Math.min(least, share);
      most = Math.max(most, share);
    }

    When when(Answer answer, List<String> checks, boolean complete) {
      return new When(answer, complete ? fold(checks) : listed(), least, most, states.size());
    }

    private Condition fold(List<String> checks) {
      var numbers = new BitSet();
      for (Set<String> state : states) {
        int number = 0;
        for (String id : state) {
          number |= 1 << checks.indexOf(id);
        }
        numbers.set(number);
      }
      return Condition.of(checks, numbers);
    }

    /** Where not every state was tried, those are told that were: by what is unhealthy. */
    private Condition listed() {
      return new Condition(
          states.stream()
              .map(state -> {
                var term = new LinkedHashMap<String, Boolean>();
                state.forEach(id -> term.put(id, false));
                return new Condition.Term(term);
              })
              .toList());
    }
  }

  /** States to go through: all of them; or the present one and what is near it. */
  List<Set<String>> states() {
    var states = new LinkedHashSet<Set<String>>();
    if (checks.size() <= CHECKS_MAX) {
      for (int number = 0; number < 1 << checks.size(); number++) {
        var unhealthy = new TreeSet<String>();
        for (int i = 0; i < checks.size(); i++) {
          if ((number >>> i & 1) != 0) {
            unhealthy.add(checks.get(i));
          }
        }
        states.add(unhealthy);
      }
      return List.copyOf(states);
    }
    Set<String> now = unhealthyNow();
    states.add(Set.of());
    states.add(now);
    for (String one : checks) {
      states.add(with(now, one, one));
    }
    if (checks.size() <= PAIRS_OF_CHECKS_MAX) {
      for (String one : checks) {
        checks.forEach(other -> states.add(with(now, one, other)));
      }
    }
    states.add(new TreeSet<>(checks));
    return List.copyOf(states);
  }

  private static Set<String> with(Set<String> unhealthy, String one, String other) {
    var more = new TreeSet<>(unhealthy);
    more.add(one);
    more.add(other);
    return more;
  }

  /** Says what was asked, for logs and test failures. */
  @Override
  public String toString() {
    return "Possibilities[" + name + " " + Objects.hash(checks, classes) + "]";
  }
}
