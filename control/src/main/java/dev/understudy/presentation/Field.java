package dev.understudy.presentation;

import dev.understudy.intent.DomainName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;

/** One kind of field in record data: how it is read from text to wire and written back. */
enum Field {
  /** 0 to 255. */
  U8 {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      wire.u8(number(fields, 0xffL));
    }

    @Override
    String format(ByteBuffer wire) {
      return Integer.toString(wire.get() & 0xff);
    }
  },

  /** 0 to 65535. */
  U16 {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      wire.u16(number(fields, 0xffffL));
    }

    @Override
    String format(ByteBuffer wire) {
      return Integer.toString(wire.getShort() & 0xffff);
    }
  },

  /** 0 to 4294967295. */
  U32 {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      wire.u32(number(fields, 0xffff_ffffL));
    }

    @Override
    String format(ByteBuffer wire) {
      return Long.toString(wire.getInt() & 0xffff_ffffL);
    }
  },

  IPV4 {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      wire.writeBytes(
          Addresses.parseIpv4(fields.single())
              .orElseThrow(() ->
                  fields.typeProblem("IllegalIPv4Address", "Value is not a valid IPv4 address")));
    }

    @Override
    String format(ByteBuffer wire) {
      return Addresses.formatIpv4(octets(wire, 4));
    }
  },

  IPV6 {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      wire.writeBytes(
          Addresses.parseIpv6(fields.single())
              .orElseThrow(() ->
                  fields.typeProblem("IllegalIPv6Address", "Value is not a valid IPv6 address")));
    }

    @Override
    String format(ByteBuffer wire) {
      return Addresses.formatIpv6(octets(wire, 16));
    }
  },

  /** Always fully qualified; lower-cased, so that equal values are equal octets. */
  NAME {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      String text = fields.isSingle() ? fields.single() : fields.next();
      wire.writeBytes(NameText.parse(text).wire());
    }

    @Override
    String format(ByteBuffer wire) {
      return NameText.format(name(wire));
    }
  },

  /** A character string in quotation marks. */
  STRING {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      var cursor = new QuotedText(fields, fields.next());
      wire.string(cursor.next(255));
      if (cursor.hasNext()) {
        throw fields.notQuoted();
      }
    }

    @Override
    String format(ByteBuffer wire) {
      return QuotedText.quote(string(wire));
    }
  },

  /** One or more character strings, each in quotation marks, with or without spaces between. */
  STRINGS {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      if (!fields.hasNext()) {
        throw fields.notQuoted();
      }
      while (fields.hasNext()) {
        var cursor = new QuotedText(fields, fields.next());
        do {
          wire.string(cursor.next(255));
        } while (cursor.hasNext());
      }
    }

    @Override
    String format(ByteBuffer wire) {
      var text = new StringJoiner(" ");
      do {
        text.add(QuotedText.quote(string(wire)));
      } while (wire.hasRemaining());
      return text.toString();
    }
  },

  /** Text in quotation marks that fills the rest of the data, without a length (RFC 8659). */
  QUOTED_REST {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      var cursor = new QuotedText(fields, fields.next());
      wire.writeBytes(cursor.next(Integer.MAX_VALUE));
      if (cursor.hasNext()) {
        throw fields.notQuoted();
      }
    }

    @Override
    String format(ByteBuffer wire) {
      return QuotedText.quote(octets(wire, wire.remaining()));
    }
  },

  /** The property of a CAA record: letters and digits (RFC 8659, section 4.1). */
  TAG {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      String tag = fields.next();
      if (!tag.matches("[A-Za-z0-9]{1,255}")) {
        throw fields.typeProblem("InvalidTag", "Tag should consist of letters and digits");
      }
      wire.string(tag.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    String format(ByteBuffer wire) {
      return new String(string(wire), StandardCharsets.ISO_8859_1);
    }
  },

  /** Hexadecimal digits to the end, spaces between them allowed; at least one octet. */
  HEX_REST {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      var digits = new StringBuilder(fields.next());
      while (fields.hasNext()) {
        digits.append(fields.next());
      }
      try {
        wire.writeBytes(HexFormat.of().parseHex(digits));
      } catch (IllegalArgumentException e) {
        throw fields.typeProblem("IllegalHex", "Value is not an even number of hex digits");
      }
    }

    @Override
    String format(ByteBuffer wire) {
      return HexFormat.of().formatHex(octets(wire, wire.remaining()));
    }
  },

  /** RFC 9460, section 2.1. */
  SERVICE_PARAMETERS {
    @Override
    void parse(ValueFields fields, Octets wire) throws PresentationException {
      ServiceParameters.parse(fields, wire);
    }

    @Override
    String format(ByteBuffer wire) {
      return ServiceParameters.format(wire);
    }
  };

  abstract void parse(ValueFields fields, Octets wire) throws PresentationException;

  /**
   * Takes the field from the octets.
   *
   * @throws java.nio.BufferUnderflowException if they end too early
   * @throws IllegalArgumentException if they cannot be such a field
   */
  abstract String format(ByteBuffer wire);

  /** Takes octets. */
  static byte[] octets(ByteBuffer wire, int length) {
    byte[] octets = new byte[length];
    wire.get(octets);
    return octets;
  }

  /** Takes a character string. */
  static byte[] string(ByteBuffer wire) {
    return octets(wire, wire.get() & 0xff);
  }

  /** Takes an uncompressed name. */
  static DomainName name(ByteBuffer wire) {
    int start = wire.position();
    for (int length = wire.get() & 0xff; length != 0; length = wire.get() & 0xff) {
      octets(wire, length);
    }
    int end = wire.position();
    wire.position(start);
    return DomainName.ofWire(octets(wire, end - start));
  }

  private static long number(ValueFields fields, long max) throws PresentationException {
    String digits = fields.next();
    if (digits.matches("[0-9]{1,10}") && Long.parseLong(digits) <= max) {
      return Long.parseLong(digits);
    }
    throw fields.typeProblem("IllegalNumber", "Value is not a number from 0 to " + max);
  }
}
