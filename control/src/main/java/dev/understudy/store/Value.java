package dev.understudy.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What a key holds: octets, opaque to the store, at most 16 MiB. */
public final class Value {
  private static final int LENGTH_MAX_OCTETS = 16 << 20;

  private final byte[] octets;

  private Value(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Copies the octets.
   *
   * @throws IllegalArgumentException if there are more than 16777216
   */
  public static Value of(byte... octets) {
    if (octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("value of " + octets.length + " octets is over 16777216");
    }
    return new Value(octets.clone());
  }

  /** The UTF-8 octets of a text. */
  public static Value of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Takes the array as it is; nobody may write to it any more.
   *
   * @throws IllegalArgumentException if there are more than 16777216
   */
  public static Value wrap(byte[] octets) {
    if (octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("value of " + octets.length + " octets is over 16777216");
    }
    return new Value(octets);
  }

  /** The array itself, not to be written to. */
  public byte[] shared() {
    return octets;
  }

  /** A copy of the octets. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Length in octets, 0 to 16777216. */
  public int lengthOctets() {
    return octets.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value && Arrays.equals(octets, value.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Text where it is printable ASCII, else hex; for logs and test failures. */
  @Override
  public String toString() {
    for (byte octet : octets) {
      if (octet < ' ' || octet > '~') {
        return HexFormat.of().formatHex(octets);
      }
    }
    return new String(octets, StandardCharsets.US_ASCII);
  }
}
