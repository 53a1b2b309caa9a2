package dev.understudy.incident;

import dev.understudy.store.Key;
import dev.understudy.store.Store.Mutation;
import java.util.List;
import java.util.TreeMap;

/** Writes that the store has not taken yet, the last of each key. */
final class Changes {
  private final TreeMap<Key, Mutation> waiting = new TreeMap<>();

  void put(Incident incident) {
    add(new Mutation.Put(StateCodec.key(incident), StateCodec.write(incident)));
  }

  void put(Member member) {
    add(new Mutation.Put(StateCodec.key(member), StateCodec.write(member)));
  }

  void deleted(Incident incident) {
    add(new Mutation.Delete(StateCodec.key(incident)));
  }

  void deleted(Member member) {
    add(new Mutation.Delete(StateCodec.key(member)));
  }

  void add(Mutation mutation) {
    waiting.put(mutation.key(), mutation);
  }

  /** All of them, which go on waiting. */
  List<Mutation> all() {
    return List.copyOf(waiting.values());
  }

  /** The store took all of them. */
  void written() {
    waiting.clear();
  }
}
