package dev.understudy.answer;

import dev.understudy.health.HealthView;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.routing.Geography;
import dev.understudy.zone.AnswerTree;
import dev.understudy.zone.Compiler;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import dev.understudy.zone.Untaken;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The only writer of {@link CurrentEdition}: takes intent, verdicts and what was resolved of
 * targets outside, publishes editions. Synchronized; off the hot path.
 *
 * <p>Verdicts are kept by check id and laid over the slots of each new tree, so they may come
 * before the check they are about. A check that nobody put, or that was deleted, is healthy.
 */
public final class Publisher implements IntentListener {
  private final CurrentEdition current;
  private final Map<String, Boolean> statuses = new HashMap<>();

  private Compiler compiler;
  private Geography geography = Geography.UNKNOWN;
  private Consumer<Set<OutsideTarget>> outsideWanted = _ -> {};

  /** As {@link #outsideWanted} was last told. */
  private Set<OutsideTarget> told = Set.of();

  /** One that takes every change or throws. */
  public Publisher(CurrentEdition current) {
    this.current = current;
    this.compiler = new Compiler();
  }

  /**
   * One that goes on where a change cannot be taken.
   *
   * @param untaken told of each such change, while nobody else can publish; what it is about is
   *     answered as before
   */
  public Publisher(CurrentEdition current, Consumer<Untaken> untaken) {
    this.current = current;
    this.compiler = new Compiler(untaken);
  }

  @Override
  public synchronized void reset(long revision, Iterable<Mutation> everything) {
    var next = new Compiler(compiler);
    var checks = new HashSet<String>();
    AnswerTree tree = next.apply(noting(everything, checks));
    compiler = next;
    statuses.keySet().retainAll(checks);
    current.publish(new Edition(revision, tree, health(), geography));
    tellWanted();
  }

  @Override
  public synchronized void apply(long revision, List<Mutation> mutations) {
    AnswerTree tree = compiler.apply(mutations);
    for (Mutation mutation : mutations) {
      if (mutation instanceof DeleteCheck(String checkId)) {
        statuses.remove(checkId);
      }
    }
    current.publish(new Edition(revision, tree, health(), geography));
    tellWanted();
  }

  /**
   * Takes verdicts by check id and publishes them at once. Recompiles nothing: the same tree is
   * published with another health view.
   *
   * @return what is answered from with them
   */
  public synchronized Edition statuses(Map<String, Boolean> changed) {
    statuses.putAll(changed);
    Edition before = current.get();
    var edition = new Edition(before.revision(), before.tree(), health(), geography);
    current.publish(edition);
    return edition;
  }

  /** Takes another map of the world and publishes it at once. Recompiles nothing. */
  public synchronized void geography(Geography next) {
    geography = next;
    Edition edition = current.get();
    current.publish(new Edition(edition.revision(), edition.tree(), edition.health(), next));
  }

  /**
   * Takes what was resolved of targets outside and publishes it at once. Recompiles nothing. A
   * target not spoken of stays as it is; one that no alias names is kept until the next change of
   * intent, so that what was known may be told before the first.
   */
  public synchronized void outside(Map<OutsideTarget, OutsideRecords> resolved) {
    AnswerTree tree = compiler.resolved(resolved);
    Edition edition = current.get();
    current.publish(new Edition(edition.revision(), tree, edition.health(), geography));
  }

  /**
   * Names who is told which targets outside aliases have: now, and whenever that changes. Told
   * while nobody else can publish, so it must return at once and not call back.
   */
  public synchronized void outsideWanted(Consumer<Set<OutsideTarget>> listener) {
    outsideWanted = listener;
    told = compiler.outside();
    listener.accept(told);
  }

  /** Nodes compiled since the last reset; a flip of health never adds to it. */
  public synchronized long nodesCompiled() {
    return compiler.nodesCompiled();
  }

  private void tellWanted() {
    Set<OutsideTarget> wanted = compiler.outside();
    if (!wanted.equals(told)) {
      told = wanted;
      outsideWanted.accept(wanted);
    }
  }

  private HealthView health() {
    var unhealthy = new BitSet();
    statuses.forEach((id, healthy) -> {
      int slot = compiler.slotOfCheck(id);
      if (!healthy && slot >= 0) {
        unhealthy.set(slot);
      }
    });
    return HealthView.ofUnhealthy(unhealthy);
  }

  /** The same mutations, read once, with the ids of the checks among them noted. */
  private static Iterable<Mutation> noting(Iterable<Mutation> everything, Set<String> checks) {
    return () -> {
      Iterator<Mutation> all = everything.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public Mutation next() {
          Mutation mutation = all.next();
          if (mutation instanceof PutCheck(var check)) {
            checks.add(check.id());
          }
          return mutation;
        }
      };
    };
  }
}
