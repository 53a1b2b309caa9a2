package dev.understudy.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ValueWriter} wrote; anything else is an {@link UnreadableStateException}. */
public final class ValueReader {
  private final String kind;
  private final byte[] octets;
  private int at;

  /**
   * Begins after the format octet.
   *
   * @param kind of value, for the message
   * @param format the only one known
   */
  public ValueReader(String kind, byte[] octets, int format) {
    this.kind = kind;
    this.octets = octets;
    int found = octet();
    if (found != format) {
      throw new UnreadableStateException(
          "a " + kind + " in the store has format " + found + ", this version reads " + format);
    }
  }

  public int octet() {
    if (at >= octets.length) {
      throw damaged();
    }
    return octets[at++] & 0xff;
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw damaged();
  }

  public int smallNumber() {
    long value = number();
    if (value > Integer.MAX_VALUE) {
      throw damaged();
    }
    return (int) value;
  }

  public boolean flag() {
    return switch (octet()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw damaged();
    };
  }

  public byte[] bytes() {
    int length = length();
    byte[] bytes = Arrays.copyOfRange(octets, at, at + length);
    at += length;
    return bytes;
  }

  public String text() {
    int length = length();
    String text = new String(octets, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Passes over what {@link #bytes} or {@link #text} would read. */
  public void skip() {
    int length = length();
    at += length;
  }

  public Instant instant() {
    return Instant.ofEpochMilli(number());
  }

  public @Nullable String optionalText() {
    return flag() ? text() : null;
  }

  public @Nullable Integer optionalNumber() {
    return flag() ? smallNumber() : null;
  }

  public @Nullable Boolean optionalFlag() {
    return switch (octet()) {
      case 0 -> null;
      case 1 -> false;
      case 2 -> true;
      default -> throw damaged();
    };
  }

  public List<String> texts() {
    int count = count();
    var texts = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  public @Nullable List<String> optionalTexts() {
    return flag() ? texts() : null;
  }

  /** How many elements follow; each takes at least one octet, so a wild count is noticed here. */
  public int count() {
    return length();
  }

  /** Nothing may follow. */
  public void end() {
    if (at != octets.length) {
      throw damaged();
    }
  }

  public UnreadableStateException damaged() {
    return new UnreadableStateException("a " + kind + " in the store is damaged at octet " + at);
  }

  private int length() {
    int length = smallNumber();
    if (length > octets.length - at) {
      throw damaged();
    }
    return length;
  }
}
