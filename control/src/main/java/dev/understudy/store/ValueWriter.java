package dev.understudy.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stored value: a format octet, then its parts. Whole numbers take seven bits an octet,
 * low ones first; texts are UTF-8 behind their length; what may be absent is preceded by 0 or 1.
 */
public final class ValueWriter {
  private byte[] octets = new byte[64];
  private int used;

  /** Begins with the format octet of the value's kind. */
  public ValueWriter(int format) {
    octet(format);
  }

  public ValueWriter octet(int value) {
    room(1);
    octets[used++] = (byte) value;
    return this;
  }

  /** A number of 0 or more. */
  public ValueWriter number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("number " + value + " is below 0");
    }
    long rest = value;
    while (rest > 0x7f) {
      octet((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return octet((int) rest);
  }

  public ValueWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  public ValueWriter bytes(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, octets, used, value.length);
    used += value.length;
    return this;
  }

  public ValueWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public ValueWriter instant(Instant value) {
    return number(value.toEpochMilli());
  }

  public ValueWriter optionalText(@Nullable String value) {
    return value == null ? octet(0) : octet(1).text(value);
  }

  /** A number of 0 or more, or nothing. */
  public ValueWriter optionalNumber(@Nullable Integer value) {
    return value == null ? octet(0) : octet(1).number(value);
  }

  public ValueWriter optionalFlag(@Nullable Boolean value) {
    return octet(value == null ? 0 : value ? 2 : 1);
  }

  public ValueWriter texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  public ValueWriter optionalTexts(@Nullable List<String> values) {
    return values == null ? octet(0) : octet(1).texts(values);
  }

  public Value value() {
    return Value.wrap(Arrays.copyOf(octets, used));
  }

  private void room(int further) {
    if (further > octets.length - used) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, Math.addExact(used, further)));
    }
  }
}
