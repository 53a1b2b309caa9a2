package dev.understudy.routing;

import dev.understudy.health.HealthView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by policy and health, through trees of aliases.
 *
 * <p>Candidates are opened one by one in the order of the policy; the first healthy one answers. An
 * alias that evaluates its target is healthy only if its target is, so an unhealthy branch is left
 * for the next candidate of its parent, to any height. Where a group has no healthy candidate, its
 * first pick answers (fail-open for each group). An alias whose target outside has nothing to give
 * is never healthy, nor the last resort where another candidate has anything. One object for each
 * serving thread: it holds the last resorts of the groups being opened.
 */
public final class Router {
  /** Groups in a row, the one asked for included. */
  public static final int GROUPS_MAX = 16;

  /**
   * Candidates opened for one decision. The documented limit, three levels of a hundred, fits; past
   * it every group takes its last resort.
   */
  static final int OPENINGS_MAX = 1 << 20;

  private final Choice[] lastResorts = new Choice[GROUPS_MAX];
  private final Order[] orders = new Order[GROUPS_MAX];
  private int openings;

  // What the decision being made may look at.
  private HealthView health = HealthView.ALL_HEALTHY;
  private Client client = new Client();
  private RandomGenerator draw = () -> 0L;
  private @Nullable Witness witness;

  /** With its scratch space. */
  public Router() {
    for (int level = 0; level < GROUPS_MAX; level++) {
      lastResorts[level] = new Choice();
      orders[level] = new Order(level);
    }
  }

  /**
   * Decides, and writes the decision to {@code choice}.
   *
   * @param draw every random draw comes from here
   * @param witness told of each step, or null
   */
  public void choose(
      Candidates group,
      HealthView health,
      Client client,
      RandomGenerator draw,
      @Nullable Witness witness,
      Choice choice) {
    this.health = health;
    this.client = client;
    this.draw = draw;
    this.witness = witness;
    this.openings = 0;
    resolve(group, 0, choice);
  }

  private void resolve(Candidates group, int level, Choice choice) {
    if (witness == null) {
      decide(group, level, choice);
      return;
    }
    witness.entered(level, group);
    decide(group, level, choice);
    witness.settled(level, group, choice);
  }

  private void decide(Candidates group, int level, Choice choice) {
    choice.groups = level + 1;
    choice.kind = Choice.Kind.NOTHING;
    choice.healthy = false;
    int count = group.count();
    if (count == 0) {
      return;
    }
    if (group.policy() == Policy.MULTIVALUE) {
      Multivalue.draw(group, level, health, draw, witness, choice);
      return;
    }
    Order order = orders[level];
    order.begin(group, client, witness);
    int first = order.next(group, draw);
    if (first == Order.NONE) {
      return;
    }
    open(group, first, level, choice);
    if (choice.healthy || choice.kind == Choice.Kind.TOO_DEEP) {
      return;
    }
    if (count > 1) {
      lastResorts[level].copyFrom(choice);
    }
    int next = order.next(group, draw);
    while (next != Order.NONE && openings < OPENINGS_MAX) {
      open(group, next, level, choice);
      if (choice.healthy || choice.kind == Choice.Kind.TOO_DEEP) {
        return;
      }
      if (lastResorts[level].kind == Choice.Kind.NOTHING_OUTSIDE) {
        lastResorts[level].copyFrom(choice);
      }
      next = order.next(group, draw);
    }
    if (count > 1) {
      choice.copyFrom(lastResorts[level]);
    }
    if (witness != null) {
      witness.failedOpen(level, group);
    }
  }

  private void open(Candidates group, int ordinal, int level, Choice choice) {
    openings++;
    if (witness != null) {
      witness.opened(level, group, ordinal);
    }
    boolean checkHealthy = health.healthy(group.healthSlot(ordinal));
    choice.path[level] = ordinal;
    if (group.isAlias(ordinal)) {
      follow(group, ordinal, level, choice);
      boolean targetHealthy = choice.healthy || !group.evaluatesTargetHealth(ordinal);
      boolean empty = choice.kind == Choice.Kind.NOTHING_OUTSIDE;
      choice.healthy = checkHealthy && targetHealthy && !empty;
    } else {
      choice.kind = Choice.Kind.ANSWER;
      choice.groups = level + 1;
      choice.pickCount = 1;
      choice.picks[0] = ordinal;
      choice.healthy = checkHealthy;
    }
    if (witness != null) {
      witness.considered(level, group, ordinal, checkHealthy, choice.healthy);
    }
  }

  private void follow(Candidates group, int ordinal, int level, Choice choice) {
    if (level + 1 == GROUPS_MAX) {
      choice.kind = Choice.Kind.TOO_DEEP;
      choice.healthy = false;
      return;
    }
    Candidates target = group.target(ordinal);
    if (target == null) {
      choice.kind = Choice.Kind.NOTHING_OUTSIDE;
      choice.groups = level + 1;
      choice.healthy = false;
      return;
    }
    resolve(target, level + 1, choice);
  }
}
