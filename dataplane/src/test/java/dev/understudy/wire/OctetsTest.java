package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OctetsTest {
  private static final int LENGTH_MAX = 300;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void asManyOctetsAreCopiedAsAreAskedForAndNoneBesides() {
    byte[] from = new byte[LENGTH_MAX + 3];
    for (int length = 0; length < LENGTH_MAX; length++) {
      random.nextBytes(from);
      byte[] to = new byte[length + 7];
      Arrays.fill(to, (byte) 0x55);
      byte[] expected = to.clone();
      System.arraycopy(from, 3, expected, 5, length);
      Octets.copy(from, 3, to, 5, length);
      assertThat(to).as("%s octets", length).isEqualTo(expected);
    }
  }

  @Test
  void stretchesAreEqualUnlessAnOctetInsideDiffers() {
    for (int length = 0; length < LENGTH_MAX; length++) {
      byte[] one = new byte[length + 4];
      random.nextBytes(one);
      byte[] other = new byte[length + 6];
      random.nextBytes(other);
      System.arraycopy(one, 2, other, 3, length);
      assertThat(Octets.equal(one, 2, other, 3, length)).as("%s octets", length).isTrue();
      for (int i = 0; i < length; i++) {
        other[3 + i] ^= 1;
        assertThat(Octets.equal(one, 2, other, 3, length)).as("%s of %s", i, length).isFalse();
        other[3 + i] ^= 1;
      }
    }
  }
}
