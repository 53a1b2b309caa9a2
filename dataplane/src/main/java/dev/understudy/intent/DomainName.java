package dev.understudy.intent;

import java.util.Arrays;

/**
 * A domain name in uncompressed wire form, letters lower-cased (RFC 1035, section 3.1; RFC 4343).
 *
 * <p>1 to 255 octets, each label at most 63, ending in the root label. Text is read and written by
 * the control plane, which owns Route 53's escapes.
 */
public final class DomainName implements Comparable<DomainName> {
  /** RFC 1035, section 2.3.4. */
  public static final int LENGTH_MAX_OCTETS = 255;

  private static final int LABEL_MAX_OCTETS = 63;

  private final byte[] wire;

  /** Found when first asked for, by whichever thread; 0 until then. */
  private int hash;

  private DomainName(byte[] wire) {
    this.wire = wire;
  }

  /**
   * Copies a name in wire form and lower-cases it.
   *
   * @throws IllegalArgumentException if the octets are not exactly one uncompressed name
   */
  public static DomainName ofWire(byte[] octets) {
    if (octets.length < 1 || octets.length > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("name of " + octets.length + " octets is outside 1..255");
    }
    byte[] wire = octets.clone();
    int at = 0;
    while (wire[at] != 0) {
      int length = wire[at] & 0xff;
      if (length > LABEL_MAX_OCTETS || at + 1 + length >= wire.length) {
        throw new IllegalArgumentException("label of " + length + " octets at " + at);
      }
      for (int i = at + 1; i <= at + length; i++) {
        wire[i] = lower(wire[i]);
      }
      at += 1 + length;
    }
    if (at != wire.length - 1) {
      throw new IllegalArgumentException("octets after the root label at " + at);
    }
    return new DomainName(wire);
  }

  /** The octets, root label included. A copy. */
  public byte[] wire() {
    return wire.clone();
  }

  /** Length in octets, 1 to 255, the root label included. */
  public int lengthOctets() {
    return wire.length;
  }

  /** Copies the octets to {@code target} from {@code at}; returns the length copied. */
  public int copyTo(byte[] target, int at) {
    System.arraycopy(wire, 0, target, at, wire.length);
    return wire.length;
  }

  /** Whether this name is {@code ancestor} or lies below it. */
  public boolean isAtOrBelow(DomainName ancestor) {
    int at = 0;
    while (wire.length - at > ancestor.wire.length) {
      at += 1 + (wire[at] & 0xff);
    }
    return wire.length - at == ancestor.wire.length
        && Arrays.equals(wire, at, wire.length, ancestor.wire, 0, ancestor.wire.length);
  }

  /**
   * The name one label up.
   *
   * @throws IllegalStateException for the root, which has no parent
   */
  public DomainName parent() {
    if (wire.length == 1) {
      throw new IllegalStateException("the root has no parent");
    }
    return new DomainName(Arrays.copyOfRange(wire, 1 + (wire[0] & 0xff), wire.length));
  }

  /** Whether the leftmost label is a lone asterisk (RFC 4592, section 2.1.1). */
  public boolean isWildcard() {
    return wire.length > 2 && wire[0] == 1 && wire[1] == '*';
  }

  /** Octet order of the wire form; only for stable sorting, not the order of lists in the API. */
  @Override
  public int compareTo(DomainName other) {
    return Arrays.compareUnsigned(wire, other.wire);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainName name && Arrays.equals(wire, name.wire);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(wire);
      hash = known;
    }
    return known;
  }

  /** For people reading logs and test failures; odd octets appear as {@code \ooo}, octal. */
  @Override
  public String toString() {
    if (wire.length == 1) {
      return ".";
    }
    var text = new StringBuilder();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        byte octet = wire[i];
        if (octet > ' ' && octet < 127 && octet != '.' && octet != '\\') {
          text.append((char) octet);
        } else {
          text.append('\\').append(Integer.toOctalString(0x200 | (octet & 0xff)).substring(1));
        }
      }
      text.append('.');
    }
    return text.toString();
  }

  private static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }
}
