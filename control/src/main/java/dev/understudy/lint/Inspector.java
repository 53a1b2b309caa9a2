package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.control.Touched;
import dev.understudy.lint.Rules.Judgement;
import dev.understudy.store.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be looked at and looks, in small steps: first what commits have touched, then,
 * page by page, what was there before. Time and threads come from outside.
 *
 * <p>A step may look at newer state than the commit it works off; the commit in between is worked
 * off too and finds the same, so what stands in the end is what the last state deserves.
 */
final class Inspector {
  /** Groups that wait to be looked at; past that all are walked through again instead. */
  private static final int WAITING_MAX = 20_000;

  private static final int PAGE = 500;

  private final StoredGroups stored;
  private final Casebook casebook;

  private final Set<GroupId> waiting = new LinkedHashSet<>();

  /** Groups that are plain since: nothing can be wrong with one, unless an alias leads to it. */
  private final Set<GroupId> waitingPlain = new LinkedHashSet<>();

  private final Set<String> waitingChecks = new LinkedHashSet<>();
  private boolean waitingHosts;
  private long told = -1;
  private long worked = -1;
  private boolean walking;
  private @Nullable Key walkedTo;
  private long walks;

  Inspector(StoredGroups stored, int groupsMax) {
    this.stored = stored;
    this.casebook = new Casebook(groupsMax);
  }

  /** Forgets everything; the state as it is, at this revision or later, will be walked through. */
  synchronized void reset(long revision) {
    told = revision;
    again();
  }

  /** Forgets everything and walks through it anew. */
  synchronized void again() {
    casebook.clear();
    waiting.clear();
    waitingPlain.clear();
    waitingChecks.clear();
    waitingHosts = false;
    walking = true;
    walkedTo = null;
    walks++;
  }

  /** Notes what a commit is about. */
  synchronized void touched(long revision, Touched touched) {
    waiting.addAll(touched.groups());
    waitingPlain.removeAll(touched.groups());
    waitingPlain.addAll(touched.plain());
    waitingChecks.addAll(touched.checks());
    waitingHosts |= touched.zones();
    told = revision;
    if (waiting.size() + waitingPlain.size() + waitingChecks.size() > WAITING_MAX) {
      again();
    }
  }

  /** Whether nothing is left to look at. */
  synchronized boolean idle() {
    return !walking && told == worked;
  }

  /** Whether what was there at the start, or at a reset, has not all been looked at yet. */
  synchronized boolean walking() {
    return walking;
  }

  synchronized Findings findings() {
    return casebook.findings(worked, !walking);
  }

  /** Takes one step; returns the warnings that commits have brought about, and nothing before. */
  List<Warning> step() {
    long upTo;
    Set<GroupId> groups;
    Set<GroupId> plain;
    Set<String> checks;
    boolean hosts;
    synchronized (this) {
      upTo = told;
      groups = new LinkedHashSet<>(waiting);
      plain = new LinkedHashSet<>(waitingPlain);
      checks = new LinkedHashSet<>(waitingChecks);
      hosts = waitingHosts;
      waiting.clear();
      waitingPlain.clear();
      waitingChecks.clear();
      waitingHosts = false;
    }
    groups.addAll(stored.pointedAt(plain));
    plain.removeAll(groups);
    var around = new StoredSurroundings(stored.near(groups));
    Set<GroupId> concerned = concerned(groups, checks, hosts, around);
    concerned.addAll(settle(plain));
    List<Warning> news = look(concerned, around);
    synchronized (this) {
      worked = upTo;
    }
    walk();
    return news;
  }

  /** All groups whose judgement may be another after a change of these. */
  private Set<GroupId> concerned(
      Set<GroupId> groups, Set<String> checks, boolean hosts, Surroundings around) {
    var concerned = new LinkedHashSet<GroupId>();
    if (!groups.isEmpty()) {
      var tree = new Tree(around);
      Set<GroupId> above = tree.above(groups);
      concerned.addAll(above);
      concerned.addAll(tree.below(groups));
      synchronized (this) {
        concerned.addAll(casebook.usersOfNames(above));
      }
    }
    synchronized (this) {
      checks.forEach(check -> concerned.addAll(casebook.usersOfCheck(check)));
      if (hosts) {
        concerned.addAll(casebook.usersOfHosts());
      }
    }
    return concerned;
  }

  /** Forgets what was known of groups with which nothing is wrong; returns who rests on them. */
  private synchronized Set<GroupId> settle(Set<GroupId> plain) {
    plain.forEach(casebook::forget);
    return casebook.usersOfNames(plain);
  }

  private List<Warning> look(Set<GroupId> groups, Surroundings around) {
    Map<GroupId, Judgement> judgements = new LinkedHashMap<>();
    groups.forEach(group -> judgements.put(group, Rules.judge(group, around)));
    var news = new ArrayList<Warning>();
    synchronized (this) {
      judgements.forEach((group, judgement) -> news.addAll(casebook.put(group, judgement)));
    }
    return news;
  }

  private void walk() {
    Key from;
    long walk;
    synchronized (this) {
      if (!walking) {
        return;
      }
      from = walkedTo;
      walk = walks;
    }
    StoredGroups.Page page = stored.page(from, PAGE);
    look(page.groups(), new StoredSurroundings(stored.near(page.groups())));
    synchronized (this) {
      if (walk == walks) { // no newer walk has begun since
        walkedTo = page.next();
        walking = page.next() != null;
      }
    }
  }
}
