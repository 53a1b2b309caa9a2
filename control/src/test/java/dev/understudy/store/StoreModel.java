package dev.understudy.store;

import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The store as a sorted map: what an engine must do, at its simplest; and random work for it. */
final class StoreModel {
  private final TreeMap<Key, Entry> entries = new TreeMap<>();
  private long revision;

  CommitOutcome commit(List<Condition> conditions, List<Mutation> mutations) {
    for (Condition condition : conditions) {
      Entry entry = entries.get(condition.key());
      boolean holds =
          switch (condition) {
            case Condition.AtRevision(_, var wanted) ->
                wanted == (entry == null ? 0 : entry.revision());
            case Condition.Present _ -> entry != null;
          };
      if (!holds) {
        return new CommitOutcome.Refused(condition);
      }
    }
    boolean changed = false;
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(var key, var value) -> {
          entries.put(key, new Entry(key, value, revision + 1));
          changed = true;
        }
        case Mutation.Delete(var key) -> changed |= entries.remove(key) != null;
      }
    }
    revision += changed ? 1 : 0;
    return new CommitOutcome.Committed(revision);
  }

  CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> turns) {
    CommitOutcome outcome = commit(conditions, turns.getFirst());
    for (List<Mutation> turn : turns.subList(1, turns.size())) {
      switch (outcome) {
        case CommitOutcome.Refused _ -> {
          return outcome;
        }
        case CommitOutcome.Committed _ -> outcome = commit(List.of(), turn);
      }
    }
    return outcome;
  }

  StoreModel copy() {
    var copy = new StoreModel();
    copy.entries.putAll(entries);
    copy.revision = revision;
    return copy;
  }

  @Nullable Entry get(Key key) {
    return entries.get(key);
  }

  List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    return entries.values().stream()
        .filter(entry -> entry.key().startsWith(prefix))
        .filter(entry -> from == null || entry.key().compareTo(from) >= 0)
        .limit(limit)
        .toList();
  }

  long revision() {
    return revision;
  }

  SortedMap<Key, Value> values() {
    return entries.values().stream()
        .collect(Collectors.toMap(Entry::key, Entry::value, (a, _) -> a, TreeMap::new));
  }

  /** Few different octets and short, so that keys collide and are prefixes of each other. */
  Key randomKey(Random random) {
    byte[] octets = new byte[random.nextInt(4)];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) new int[] {0, 'a', 0x80, 0xff}[random.nextInt(4)];
    }
    return Key.of(octets);
  }

  List<Condition> randomConditions(Random random) {
    var conditions = new ArrayList<Condition>();
    while (random.nextInt(3) == 0) {
      Key key = randomKey(random);
      Entry entry = entries.get(key);
      boolean right = random.nextInt(4) > 0;
      if (entry != null && random.nextBoolean()) {
        conditions.add(new Condition.Present(key));
      } else {
        long now = entry == null ? 0 : entry.revision();
        conditions.add(new Condition.AtRevision(key, right ? now : now + 1));
      }
    }
    return conditions;
  }

  List<List<Mutation>> randomTurns(Random random) {
    var turns = new ArrayList<List<Mutation>>();
    do {
      turns.add(randomMutations(random));
    } while (random.nextInt(3) == 0);
    return turns;
  }

  List<Mutation> randomMutations(Random random) {
    var mutations = new LinkedHashMap<Key, Mutation>();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 5); i > 0; i--) {
      Key key = randomKey(random);
      byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(10_000) : random.nextInt(9)];
      random.nextBytes(value);
      mutations.put(
          key,
          random.nextInt(3) > 0
              ? new Mutation.Put(key, Value.of(value))
              : new Mutation.Delete(key));
    }
    return List.copyOf(mutations.values());
  }
}
