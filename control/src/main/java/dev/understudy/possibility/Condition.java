package dev.understudy.possibility;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of states of health as a short condition: terms, of which one must hold, each a list of
 * checks that must be healthy or unhealthy.
 *
 * <p>Terms are widened until they cannot be any wider (prime implicants, as Quine and McCluskey
 * have them), each from a state that no term covers yet, in three orders of checks of which the
 * widest is taken; then those are left out that the others cover. So the terms are few, if not
 * always the fewest, and the work is bounded: for each term, states times checks.
 *
 * @param terms empty: it never holds; one without checks: it always does
 */
public record Condition(List<Term> terms) {
  private static final int TERMS_TOLD_MAX = 4;

  /** Checks by id, and whether each must be healthy. */
  public record Term(Map<String, Boolean> healthy) {
    public Term {
      healthy = Map.copyOf(healthy);
    }

    /** Whether a state, given by its unhealthy checks, is one of this term's. */
    boolean holds(Set<String> unhealthy) {
      return healthy.entrySet().stream()
          .allMatch(entry -> entry.getValue() != unhealthy.contains(entry.getKey()));
    }
  }

  public Condition {
    terms = List.copyOf(terms);
  }

  /** Whether a state, given by its unhealthy checks, is one of the set. */
  public boolean holds(Set<String> unhealthy) {
    return terms.stream().anyMatch(term -> term.holds(unhealthy));
  }

  /**
   * Folds a set of states.
   *
   * @param checks at most {@link Possibilities#CHECKS_MAX}
   * @param states numbers of states: bit i is set where check i is unhealthy
   */
  static Condition of(List<String> checks, BitSet states) {
    var cubes = new ArrayList<Cube>();
    var covered = new BitSet();
    for (int state = states.nextSetBit(0); state >= 0; state = next(states, covered, state)) {
      Cube widest = null;
      for (int order = 0; order < 3; order++) {
        Cube cube = widen(state, checks.size(), states, order);
        if (widest == null || Integer.bitCount(cube.care) < Integer.bitCount(widest.care)) {
          widest = cube;
        }
      }
      Cube taken = Objects.requireNonNull(widest);
      cubes.add(taken);
      covered.or(taken.states(checks.size()));
    }
    leaveOut(cubes, states, checks.size());
    return new Condition(cubes.stream().map(cube -> cube.term(checks)).toList());
  }

  private static int next(BitSet states, BitSet covered, int after) {
    int state = states.nextSetBit(after + 1);
    while (state >= 0 && covered.get(state)) {
      state = states.nextSetBit(state + 1);
    }
    return state;
  }

  /** Forgets one check after the other as long as every state of the cube is of the set. */
  private static Cube widen(int state, int checks, BitSet states, int order) {
    var cube = new Cube((1 << checks) - 1, state);
    for (int i = 0; i < checks; i++) {
      int bit =
          switch (order) {
            case 0 -> i;
            case 1 -> checks - 1 - i;
            default -> (i + checks / 2) % checks;
          };
      int care = cube.care & ~(1 << bit);
      var wider = new Cube(care, state & care);
      BitSet outside = wider.states(checks);
      outside.andNot(states);
      if (outside.isEmpty()) {
        cube = wider;
      }
    }
    return cube;
  }

  private static void leaveOut(List<Cube> cubes, BitSet states, int checks) {
    for (int i = cubes.size() - 1; i >= 0; i--) {
      var others = new BitSet();
      for (int j = 0; j < cubes.size(); j++) {
        if (j != i) {
          others.or(cubes.get(j).states(checks));
        }
      }
      BitSet lost = (BitSet) states.clone();
      lost.andNot(others);
      if (lost.isEmpty()) {
        cubes.remove(i);
      }
    }
  }

  /** States that agree with {@code unhealthy} wherever {@code care} has a bit. */
  private record Cube(int care, int unhealthy) {
    BitSet states(int checks) {
      var states = new BitSet(1 << checks);
      int free = ((1 << checks) - 1) & ~care;
      int some = 0;
      do {
        states.set(unhealthy | some);
        some = (some - free) & free;
      } while (some != 0);
      return states;
    }

    Term term(List<String> checks) {
      var healthy = new TreeMap<String, Boolean>();
      for (int i = 0; i < checks.size(); i++) {
        if ((care >>> i & 1) != 0) {
          healthy.put(checks.get(i), (unhealthy >>> i & 1) == 0);
        }
      }
      return new Term(healthy);
    }
  }

  /**
   * For people: {@code check a unhealthy and check b healthy}. Long ones are told in part.
   *
   * @param checks all there are, in the order to name them
   * @param complete whether every state was gone through; if not, each term is one state, told by
   *     what is unhealthy in it
   */
  public String text(List<String> checks, boolean complete) {
    if (terms.isEmpty()) {
      return "never";
    }
    List<String> texts =
        terms.stream()
            .sorted(Comparator.comparingInt(term -> term.healthy.size()))
            .limit(TERMS_TOLD_MAX)
            .map(term -> complete ? text(term, checks) : state(term, checks))
            .toList();
    String more =
        terms.size() > TERMS_TOLD_MAX
            ? ", or in " + (terms.size() - TERMS_TOLD_MAX) + " more cases"
            : "";
    return String.join(", or ", texts) + more;
  }

  private static String text(Term term, List<String> checks) {
    if (term.healthy.isEmpty()) {
      return checks.isEmpty() ? "always" : "whatever the checks say";
    }
    boolean all = term.healthy.size() == checks.size() && checks.size() > 1;
    if (all && !term.healthy.containsValue(true)) {
      return "no check healthy";
    }
    if (all && !term.healthy.containsValue(false)) {
      return "every check healthy";
    }
    return checks.stream()
        .filter(term.healthy::containsKey)
        .map(check ->
            check + (Boolean.TRUE.equals(term.healthy.get(check)) ? " healthy" : " unhealthy"))
        .collect(Collectors.joining(" and "));
  }

  private static String state(Term term, List<String> checks) {
    if (term.healthy.isEmpty()) {
      return "every check healthy";
    }
    return term.healthy.size() == checks.size()
        ? "no check healthy"
        : "only "
            + checks.stream().filter(term.healthy::containsKey).collect(Collectors.joining(" and "))
            + " unhealthy";
  }
}
