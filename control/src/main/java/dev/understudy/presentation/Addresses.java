package dev.understudy.presentation;

import java.util.Optional;
import java.util.StringJoiner;

/** IP addresses in text: RFC 4291, section 2.2, read strictly; RFC 5952 written. */
public final class Addresses {
  private Addresses() {}

  /** Four decimal numbers of 0 to 255 without leading zeros. */
  public static Optional<byte[]> parseIpv4(String text) {
    byte[] octets = new byte[4];
    int part = 0;
    int digits = 0;
    int number = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (digits == 0 || part == 4) {
          return Optional.empty();
        }
        octets[part++] = (byte) number;
        digits = 0;
        number = 0;
      } else {
        boolean leadingZero = digits == 1 && number == 0;
        number = 10 * number + c - '0';
        digits++;
        if (c < '0' || c > '9' || leadingZero || number > 255) {
          return Optional.empty();
        }
      }
    }
    return part == 4 ? Optional.of(octets) : Optional.empty();
  }

  public static String formatIpv4(byte[] octets) {
    var text = new StringJoiner(".");
    for (byte octet : octets) {
      text.add(Integer.toString(octet & 0xff));
    }
    return text.toString();
  }

  /** Eight groups, one run of zeros as {@code ::}, the last two groups possibly as IPv4. */
  public static Optional<byte[]> parseIpv6(String text) {
    int gap = text.indexOf("::");
    var head = new Octets();
    var tail = new Octets();
    boolean valid;
    if (gap < 0) {
      valid = groups(text, head, true) && head.size() == 16;
    } else {
      String before = text.substring(0, gap);
      String after = text.substring(gap + 2);
      valid =
          (before.isEmpty() || groups(before, head, false))
              && (after.isEmpty() || groups(after, tail, true))
              && head.size() + tail.size() <= 14;
    }
    if (!valid) {
      return Optional.empty();
    }
    byte[] octets = new byte[16];
    System.arraycopy(head.toByteArray(), 0, octets, 0, head.size());
    System.arraycopy(tail.toByteArray(), 0, octets, 16 - tail.size(), tail.size());
    return Optional.of(octets);
  }

  public static String formatIpv6(byte[] octets) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
    }
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = zeros(groups, i);
      if (length > gapLength) {
        gapStart = i;
        gapLength = length;
      }
    }
    if (gapStart < 0) {
      return join(groups, 0, 8);
    }
    return join(groups, 0, gapStart) + "::" + join(groups, gapStart + gapLength, 8);
  }

  private static boolean groups(String text, Octets octets, boolean mayEndInIpv4) {
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].matches("[0-9A-Fa-f]{1,4}")) {
        octets.u16(Integer.parseInt(parts[i], 16));
      } else {
        Optional<byte[]> ipv4 =
            mayEndInIpv4 && i == parts.length - 1 ? parseIpv4(parts[i]) : Optional.empty();
        if (ipv4.isEmpty()) {
          return false;
        }
        octets.writeBytes(ipv4.get());
      }
    }
    return octets.size() <= 16;
  }

  private static int zeros(int[] groups, int from) {
    int at = from;
    while (at < 8 && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String join(int[] groups, int from, int to) {
    var text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
