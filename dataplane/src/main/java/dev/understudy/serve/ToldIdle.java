package dev.understudy.serve;

import java.util.function.IntSupplier;

/**
 * How long the connection may idle whose queries are being answered, so that what a reply tells
 * (RFC 7828) is what the connection gets. One thread at a time.
 */
final class ToldIdle implements IntSupplier {

  private static final long NANOS_PER_TENTH = 100_000_000L;

  private int tenths;

  /** The next replies go to a connection that may idle for {@code nanos}. */
  void is(long nanos) {
    tenths = (int) Math.min(nanos / NANOS_PER_TENTH, 0xFFFF);
  }

  /** Whole units of 100 ms. */
  @Override
  public int getAsInt() {
    return tenths;
  }
}
