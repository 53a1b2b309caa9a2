package dev.understudy.control;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes writers of one thing in this process wait for each other, so that their optimistic commits
 * normally succeed at once. Only a courtesy: what keeps writes apart is the condition of the
 * commit.
 */
final class Locks {
  private static final int STRIPES = 64;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  Locks() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  ReentrantLock of(String id) {
    return stripes[Math.floorMod(id.hashCode(), STRIPES)];
  }
}
