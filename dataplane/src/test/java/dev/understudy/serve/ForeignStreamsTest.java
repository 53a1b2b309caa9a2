package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Streams of messages spoilt, glued and cut at random, from a seed: what is whole is answered, in
 * order, wherever the octets were cut. {@code -Dfuzz.inputs=N} plays N streams and tells the rate.
 */
class ForeignStreamsTest {

  private static final long INPUTS = Long.getLong("fuzz.inputs", 50_000);
  private static final long SEED = Long.getLong("understudy.seed", 1);

  @Test
  void whatIsWholeIsAnsweredWhereverItIsCut() {
    var random = new SplittableRandom(SEED);
    var stream = new ChoppedStream(random);
    long start = System.nanoTime();
    long octets = 0;
    for (long i = 0; i < INPUTS; i++) {
      byte[] input = input(random);
      octets += input.length;
      stream.check(input, random);
    }
    assertThat(octets).isPositive();
    if (INPUTS >= 1_000_000) {
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d streams of %d octets, seed %d: all right, %.0f/s%n",
          INPUTS, octets, SEED, INPUTS / seconds);
    }
  }

  /** Up to six messages; one in 64 is long; the last may be cut, announced too long, or noise. */
  private static byte[] input(SplittableRandom random) {
    int messages = random.nextInt(7);
    int[] lengths = new int[messages];
    int total = 0;
    for (int i = 0; i < messages; i++) {
      int bits = random.nextInt();
      lengths[i] =
          switch (bits & 63) {
            case 0 -> random.nextInt(65_536);
            case 1 -> random.nextInt(12);
            default -> 12 + (bits >>> 8) % 120;
          };
      total += 2 + lengths[i];
    }
    byte[] input = new byte[total];
    int at = 0;
    for (int length : lengths) {
      input[at] = (byte) (length >> 8);
      input[at + 1] = (byte) length;
      if (length >= 12) {
        int noise = random.nextInt();
        input[at + 2] = (byte) noise; // the id
        input[at + 4] = (byte) ((noise & 0x700) == 0 ? 0x80 : noise >> 16 & 0x7F);
        input[at + 1 + length] = (byte) (noise >> 24);
      }
      at += 2 + length;
    }
    return random.nextInt(4) == 0 ? spoil(input, random) : input;
  }

  private static byte[] spoil(byte[] input, SplittableRandom random) {
    byte[] spoilt = Arrays.copyOf(input, random.nextInt(input.length + 40));
    for (int flips = random.nextInt(4); flips > 0 && spoilt.length > 0; flips--) {
      spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
    }
    return spoilt;
  }
}
