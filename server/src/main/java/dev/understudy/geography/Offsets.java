package dev.understudy.geography;

import java.util.Arrays;

/**
 * Small numbers by offsets into a file: millions of networks ask for some hundred thousand records,
 * too many for boxes. Open addressing, at most half full.
 */
final class Offsets {
  /** No number was put for an offset. */
  static final int NONE = Integer.MIN_VALUE;

  private int[] keys = new int[1 << 12];
  private int[] numbers = new int[1 << 12];
  private int count;

  /** Starts empty. */
  Offsets() {
    Arrays.fill(keys, -1);
  }

  /**
   * The number of an offset, or {@link #NONE}.
   *
   * @param offset 0 or more
   */
  int get(int offset) {
    int at = place(keys, offset);
    return keys[at] < 0 ? NONE : numbers[at];
  }

  /** Gives an offset that has none a number. */
  void put(int offset, int number) {
    if (2 * ++count > keys.length) {
      grow();
    }
    int at = place(keys, offset);
    keys[at] = offset;
    numbers[at] = number;
  }

  private void grow() {
    int[] moreKeys = new int[2 * keys.length];
    int[] moreNumbers = new int[2 * keys.length];
    Arrays.fill(moreKeys, -1);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] >= 0) {
        int at = place(moreKeys, keys[i]);
        moreKeys[at] = keys[i];
        moreNumbers[at] = numbers[i];
      }
    }
    keys = moreKeys;
    numbers = moreNumbers;
  }

  /** Where an offset is, or may be put. */
  private static int place(int[] keys, int offset) {
    int mask = keys.length - 1;
    int at = ((offset * 0x9e37_79b9) >>> 7) & mask;
    while (keys[at] >= 0 && keys[at] != offset) {
      at = at + 1 & mask;
    }
    return at;
  }
}
