package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import java.util.Arrays;

/**
 * A name by its labels from the root downwards, and the order in which the store tells of names:
 * label by label, so that a name comes before all below it, and those before any other. Used again
 * and again. Writer thread only.
 */
final class NamePath {
  private static final int LABELS_MAX = 127;

  /** Ends a label in the order of names: as a full stop would. */
  private static final int END = '.' << 8;

  private final byte[] wire = new byte[DomainName.LENGTH_MAX_OCTETS];
  private final int[] labels = new int[LABELS_MAX];
  private int length;
  private int depth;

  /** Takes another name. */
  void set(DomainName name) {
    length = name.copyTo(wire, 0);
    int count = 0;
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      count++;
    }
    depth = count;
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      labels[--count] = at;
    }
  }

  /** How many labels the name has, the root's not counted. */
  int depth() {
    return depth;
  }

  /** The octets of the name and of all above it. */
  byte[] wire() {
    return wire;
  }

  /** Where in {@link #wire} the ancestor with so many labels starts. */
  int startOf(int labelCount) {
    return labelCount == 0 ? length - 1 : labels[labelCount - 1];
  }

  /** The ancestor with so many labels. */
  DomainName ancestor(int labelCount) {
    return DomainName.ofWire(Arrays.copyOfRange(wire, startOf(labelCount), length));
  }

  /** Whether the leftmost label of that ancestor is a lone asterisk. */
  boolean isWildcard(int labelCount) {
    int start = startOf(labelCount);
    return wire[start] == 1 && wire[start + 1] == '*';
  }

  /** The labels that both names have in common, counted from the root. */
  int common(NamePath other) {
    int most = Math.min(depth, other.depth);
    int common = 0;
    while (common < most && compareLabel(common, other) == 0) {
      common++;
    }
    return common;
  }

  /** Whether this name comes after another. */
  boolean isAfter(NamePath other) {
    int common = common(other);
    return common < depth && (common == other.depth || compareLabel(common, other) > 0);
  }

  private int compareLabel(int index, NamePath other) {
    int at = labels[index];
    int end = at + wire[at];
    int otherAt = other.labels[index];
    int otherEnd = otherAt + other.wire[otherAt];
    while (at < end && otherAt < otherEnd) {
      byte octet = wire[++at];
      byte otherOctet = other.wire[++otherAt];
      if (octet != otherOctet) {
        return Integer.compare(rank(octet), rank(otherOctet));
      }
    }
    int rank = at < end ? rank(wire[at + 1]) : END;
    int otherRank = otherAt < otherEnd ? rank(other.wire[otherAt + 1]) : END;
    return Integer.compare(rank, otherRank);
  }

  /** What keys do not hold as it is stands there behind a backslash. */
  private static int rank(byte octet) {
    boolean plain =
        (octet >= 'a' && octet <= 'z')
            || (octet >= '0' && octet <= '9')
            || octet == '-'
            || octet == '_';
    return plain ? octet << 8 : '\\' << 8 | (octet & 0xff);
  }
}
