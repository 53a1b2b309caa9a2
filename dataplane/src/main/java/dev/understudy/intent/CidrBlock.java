package dev.understudy.intent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network of clients: the first bits of an IPv4 or IPv6 address. Bits after the prefix are zero.
 *
 * <p>Route 53 allows prefixes of 1 to 24 bits for IPv4 and 1 to 48 for IPv6.
 */
public final class CidrBlock {
  private final byte[] octets;
  private final int prefixLength;

  private CidrBlock(byte[] octets, int prefixLength) {
    this.octets = octets;
    this.prefixLength = prefixLength;
  }

  /**
   * Copies the address and clears the bits after the prefix.
   *
   * @param octets 4 or 16
   * @param prefixLength 0 to the number of bits of the address
   * @throws IllegalArgumentException if either is anything else
   */
  public static CidrBlock of(byte[] octets, int prefixLength) {
    if (octets.length != 4 && octets.length != 16) {
      throw new IllegalArgumentException("an address of " + octets.length + " octets");
    }
    if (prefixLength < 0 || prefixLength > 8 * octets.length) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is outside 0.." + 8 * octets.length);
    }
    byte[] network = octets.clone();
    for (int bit = prefixLength; bit < 8 * network.length; bit++) {
      network[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
    }
    return new CidrBlock(network, prefixLength);
  }

  /** The address, 4 or 16 octets. A copy. */
  public byte[] octets() {
    return octets.clone();
  }

  /** How many leading bits count. */
  public int prefixLength() {
    return prefixLength;
  }

  /** Whether every address of {@code other} is one of this network's too. */
  public boolean contains(CidrBlock other) {
    return octets.length == other.octets.length
        && prefixLength <= other.prefixLength
        && Arrays.equals(octets, of(other.octets, prefixLength).octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CidrBlock block
        && prefixLength == block.prefixLength
        && Arrays.equals(octets, block.octets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(octets) + prefixLength;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(octets).getHostAddress() + "/" + prefixLength;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }
}
