package dev.understudy.probe;

/**
 * How many idle connections the sentinel may still open: four at once, then one every two seconds.
 *
 * @param tokens 0 to 4
 * @param sinceNanos since when the next token has been growing
 */
record Allowance(int tokens, long sinceNanos) {
  private static final int TOKENS_MAX = 4;
  static final long GROWTH_NANOS = 2_000_000_000L;

  static Allowance full(long now) {
    return new Allowance(TOKENS_MAX, now);
  }

  Allowance at(long now) {
    long grown = (now - sinceNanos) / GROWTH_NANOS;
    return tokens + grown >= TOKENS_MAX
        ? full(now)
        : new Allowance(tokens + (int) grown, sinceNanos + grown * GROWTH_NANOS);
  }

  /** Call only when {@link #at} leaves a token. */
  Allowance spend(long now) {
    Allowance current = at(now);
    return new Allowance(current.tokens - 1, current.sinceNanos);
  }

  /** With a token to spend now, whatever was spent before. */
  Allowance withOne(long now) {
    Allowance current = at(now);
    return current.tokens > 0 ? current : new Allowance(1, current.sinceNanos);
  }

  /** When a token is there at the earliest. */
  long nextAt(long now) {
    Allowance current = at(now);
    return current.tokens > 0 ? now : current.sinceNanos + GROWTH_NANOS;
  }
}
