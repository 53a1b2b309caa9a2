package dev.understudy.intent;

import java.util.List;

/** Told of the intent and of every change to it, in order of revision; called on one thread. */
public interface IntentListener {

  /**
   * Forgets everything and takes this instead.
   *
   * @param everything zones before their record sets; may be iterated once
   */
  void reset(long revision, Iterable<Mutation> everything);

  /** Takes one commit, all of it before any query sees part of it. */
  void apply(long revision, List<Mutation> mutations);
}
