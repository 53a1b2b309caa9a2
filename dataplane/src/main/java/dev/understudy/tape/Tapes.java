package dev.understudy.tape;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The tapes of one nameserver, one for each serving thread, and what is to be taken down. */
public final class Tapes {
  /** Room on a tape: some 6,000 small answers, or seven of the longest. */
  private static final int ROOM_OCTETS = 1 << 20;

  private final int logOneIn;
  private final int tapOneIn;
  private final List<Tape> tapes = new CopyOnWriteArrayList<>();

  /**
   * Starts without tapes.
   *
   * @param logOneIn of how many queries one goes to the log, 1 to 1,000,000,000; 0 for none
   * @param tapOneIn the same of the tap
   */
  public Tapes(int logOneIn, int tapOneIn) {
    this.logOneIn = logOneIn;
    this.tapOneIn = tapOneIn;
  }

  /**
   * A new tape, to be written by one thread at a time.
   *
   * @param local the address whose queries it takes down, or null for several
   */
  public Tape newTape(@Nullable InetSocketAddress local) {
    var tape = new Tape(ROOM_OCTETS, local);
    tapes.add(tape);
    return tape;
  }

  /** Which queries one thread takes down; for that thread. */
  public Sample newSample() {
    return new Sample(logOneIn, tapOneIn, new SplittableRandom());
  }

  /** All tapes, in the order in which they were made; any thread. */
  public List<Tape> all() {
    return tapes;
  }
}
