package dev.understudy.history;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.wire.RecordType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which questions a health check may answer differently: those whose record sets name it, those
 * with an alias of them, and those that a CNAME leads to one of them. Stands in front of whoever
 * answers and hands everything on to it, so that it reads the record sets in the same pass; keeps
 * only those that name a check or are aliases, at most {@link #SETS_MAX}, and as many CNAMEs;
 * further CNAMEs lead nowhere here.
 */
public final class AnswerIndex implements IntentListener {
  /** Record sets kept; of more, nobody looks at what their answers become. */
  static final int SETS_MAX = 250_000;

  private final IntentListener next;
  private final Map<SetId, Uses> sets = new HashMap<>();
  private final Map<String, Map<Question, Integer>> byCheck = new HashMap<>();
  private final Map<Question, Map<Question, Integer>> aliases = new HashMap<>();
  private final Map<SetId, Set<DomainName>> cnames = new HashMap<>();

  /** Names with a CNAME to a name, with how many record sets say so. */
  private final Map<DomainName, Map<DomainName, Integer>> ledFrom = new HashMap<>();

  private final Map<String, CidrCollection> collections = new HashMap<>();
  private boolean full;

  private record SetId(String zoneId, DomainName name, RecordType type, String setIdentifier) {}

  private record Uses(@Nullable String check, @Nullable Question target) {}

  /**
   * Questions and the checks, among those asked about, that they hang on.
   *
   * @param omitted how many more questions there are, as far as counted
   */
  record Affected(Map<Question, Set<String>> questions, int omitted) {}

  public AnswerIndex(IntentListener next) {
    this.next = next;
  }

  @Override
  public void reset(long revision, Iterable<Mutation> everything) {
    synchronized (this) {
      sets.clear();
      byCheck.clear();
      aliases.clear();
      cnames.clear();
      ledFrom.clear();
      collections.clear();
      full = false;
    }
    next.reset(
        revision,
        () -> {
          Iterator<Mutation> all = everything.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Mutation next() {
              Mutation mutation = all.next();
              note(mutation);
              return mutation;
            }
          };
        });
  }

  @Override
  public void apply(long revision, List<Mutation> mutations) {
    mutations.forEach(this::note);
    next.apply(revision, mutations);
  }

  private synchronized void note(Mutation mutation) {
    switch (mutation) {
      case Mutation.PutRecordSet(String zone, ResourceRecordSet set) -> {
        var id = new SetId(zone, set.name(), set.type(), set.setIdentifier());
        put(id, uses(set));
        lead(id, targets(set));
      }
      case Mutation.DeleteRecordSet(var zone, var name, var type, var setIdentifier) -> {
        var id = new SetId(zone, name, type, setIdentifier);
        put(id, null);
        lead(id, Set.of());
      }
      case Mutation.DeleteZone(String zone) -> {
        ofZone(zone, sets.keySet()).forEach(id -> put(id, null));
        ofZone(zone, cnames.keySet()).forEach(id -> lead(id, Set.of()));
      }
      case Mutation.PutCidrCollection(CidrCollection collection) ->
          collections.put(collection.id(), collection);
      case Mutation.DeleteCidrCollection(String id) -> collections.remove(id);
      case Mutation.PutZone _, Mutation.PutCheck _, Mutation.DeleteCheck _ -> {}
      case Mutation.PutZoneSigning _, Mutation.DeleteZoneSigning _ -> {}
    }
  }

  private static @Nullable Uses uses(ResourceRecordSet set) {
    AliasTarget alias = set.alias();
    if (alias == null && set.healthCheckId() == null) {
      return null;
    }
    return new Uses(
        set.healthCheckId(), alias == null ? null : new Question(alias.name(), set.type()));
  }

  private static List<SetId> ofZone(String zone, Set<SetId> all) {
    return all.stream().filter(id -> id.zoneId().equals(zone)).toList();
  }

  private static Set<DomainName> targets(ResourceRecordSet set) {
    if (set.type() != RecordType.CNAME || set.alias() != null) {
      return Set.of();
    }
    return set.records().stream()
        .map(data -> DomainName.ofWire(data.octets()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void lead(SetId id, Set<DomainName> targets) {
    Set<DomainName> before = cnames.remove(id);
    if (before != null) {
      before.forEach(target -> count(ledFrom, target, id.name(), -1));
    }
    if (!targets.isEmpty() && cnames.size() < SETS_MAX) {
      cnames.put(id, targets);
      targets.forEach(target -> count(ledFrom, target, id.name(), 1));
    }
  }

  private void put(SetId id, @Nullable Uses uses) {
    Uses before = sets.remove(id);
    var question = new Question(id.name(), id.type());
    if (before != null) {
      count(before, question, -1);
    }
    if (uses != null) {
      full = full || sets.size() >= SETS_MAX;
      if (sets.size() < SETS_MAX) {
        sets.put(id, uses);
        count(uses, question, 1);
      }
    }
  }

  private void count(Uses uses, Question question, int step) {
    if (uses.check() != null) {
      count(byCheck, uses.check(), question, step);
    }
    if (uses.target() != null) {
      count(aliases, uses.target(), question, step);
    }
  }

  private static <K, V> void count(Map<K, Map<V, Integer>> index, K key, V value, int step) {
    Map<V, Integer> counts = index.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    counts.merge(value, step, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    if (counts.isEmpty()) {
      index.remove(key);
    }
  }

  synchronized @Nullable CidrCollection collection(String id) {
    return collections.get(id);
  }

  /** Whether there are record sets that are not looked at. */
  synchronized boolean isFull() {
    return full;
  }

  /**
   * The questions that checks may answer differently, and some more, with all that are aliases of
   * them or that a CNAME leads to them.
   *
   * @param limit at most so many; the others are counted
   */
  synchronized Affected affected(Collection<String> checks, Collection<Question> more, int limit) {
    var found = new LinkedHashMap<Question, Set<String>>();
    var beyond = new HashSet<Question>();
    for (String check : checks) {
      take(byCheck.getOrDefault(check, Map.of()).keySet(), check, limit, found, beyond);
    }
    take(more, null, limit, found, beyond);
    return new Affected(found, beyond.size());
  }

  private void take(
      Collection<Question> questions,
      @Nullable String check,
      int limit,
      Map<Question, Set<String>> found,
      Set<Question> beyond) {
    Deque<Question> left = new ArrayDeque<>(questions);
    var seen = new HashSet<Question>();
    while (!left.isEmpty()) {
      Question question = left.remove();
      if (!seen.add(question)) {
        continue;
      }
      Set<String> because = found.get(question);
      if (because == null && found.size() >= limit) {
        beyond.add(question);
        continue;
      }
      if (because == null) {
        because = new TreeSet<>();
        found.put(question, because);
      }
      if (check != null) {
        because.add(check);
      }
      left.addAll(aliases.getOrDefault(question, Map.of()).keySet());
      for (DomainName name : ledFrom.getOrDefault(question.name(), Map.of()).keySet()) {
        left.add(new Question(name, question.type()));
      }
    }
  }
}
