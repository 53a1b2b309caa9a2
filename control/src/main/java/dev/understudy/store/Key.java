package dev.understudy.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key: octets in unsigned order. 0 to 4096 octets; the empty key is the prefix of all. */
public final class Key implements Comparable<Key> {
  private static final int LENGTH_MAX_OCTETS = 4096;

  private final byte[] octets;

  private Key(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Copies the octets.
   *
   * @throws IllegalArgumentException if there are more than 4096
   */
  public static Key of(byte... octets) {
    if (octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("key of " + octets.length + " octets is over 4096");
    }
    return new Key(octets.clone());
  }

  /** The UTF-8 octets of a text. */
  public static Key of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Takes the array as it is; nobody may write to it any more.
   *
   * @throws IllegalArgumentException if there are more than 4096
   */
  public static Key wrap(byte[] octets) {
    if (octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("key of " + octets.length + " octets is over 4096");
    }
    return new Key(octets);
  }

  /** The array itself, not to be written to. */
  public byte[] shared() {
    return octets;
  }

  /** A copy of the octets. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Whether this key begins with {@code prefix}. */
  public boolean startsWith(Key prefix) {
    return octets.length >= prefix.octets.length
        && Arrays.equals(octets, 0, prefix.octets.length, prefix.octets, 0, prefix.octets.length);
  }

  /** The least key above this one. */
  Key next() {
    return new Key(Arrays.copyOf(octets, octets.length + 1));
  }

  /** The least key after all that begin with this one; null after the empty key or all ones. */
  @Nullable Key afterAll() {
    int length = octets.length;
    while (length > 0 && octets[length - 1] == (byte) 0xff) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] end = Arrays.copyOf(octets, length);
    end[length - 1]++;
    return new Key(end);
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(octets, key.octets);
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
