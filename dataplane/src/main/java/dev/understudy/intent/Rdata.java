package dev.understudy.intent;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The data of one resource record in wire form, names inside it uncompressed (RFC 1035, section
 * 3.2.1). 0 to 65535 octets.
 */
public final class Rdata {
  private static final int LENGTH_MAX_OCTETS = 65_535;

  private final byte[] octets;

  private Rdata(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Copies the octets.
   *
   * @throws IllegalArgumentException if there are more than 65535
   */
  public static Rdata of(byte... octets) {
    if (octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("rdata of " + octets.length + " octets is over 65535");
    }
    return new Rdata(octets.clone());
  }

  /** A copy of the octets. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Length in octets, 0 to 65535. */
  public int lengthOctets() {
    return octets.length;
  }

  /** Copies the octets to {@code target} from {@code at}; returns the length copied. */
  public int copyTo(byte[] target, int at) {
    System.arraycopy(octets, 0, target, at, octets.length);
    return octets.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rdata rdata && Arrays.equals(octets, rdata.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(octets);
  }
}
