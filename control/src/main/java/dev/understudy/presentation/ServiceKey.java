package dev.understudy.presentation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The named service parameters (IANA DNS Service Bindings; RFC 9460, 9461, 9540). */
enum ServiceKey {
  MANDATORY(0),
  ALPN(1),
  NO_DEFAULT_ALPN(2),
  PORT(3),
  IPV4HINT(4),
  ECH(5),
  IPV6HINT(6),
  DOHPATH(7),
  OHTTP(8);

  private final int number;

  ServiceKey(int number) {
    this.number = number;
  }

  /** On the wire, 0 to 65534. */
  int number() {
    return number;
  }

  static @Nullable ServiceKey of(int number) {
    for (ServiceKey key : values()) {
      if (key.number == number) {
        return key;
      }
    }
    return null;
  }

  static @Nullable ServiceKey of(String text) {
    for (ServiceKey key : values()) {
      if (key.text().equals(text)) {
        return key;
      }
    }
    return null;
  }

  /** From the octets of the text after the equals sign to those on the wire. */
  byte[] parse(ValueFields fields, byte[] value) throws PresentationException {
    return switch (this) {
      case MANDATORY -> mandatory(fields, value);
      case ALPN -> alpn(fields, value);
      case NO_DEFAULT_ALPN, OHTTP -> value.length == 0 ? value : refuse(fields);
      case PORT -> port(fields, ServiceParameters.ascii(value));
      case IPV4HINT, IPV6HINT -> hints(fields, value);
      case ECH -> ech(fields, value);
      case DOHPATH -> ServiceParameters.ascii(value).contains("{?dns}") ? value : refuse(fields);
    };
  }

  /** With its key, as in {@code port=8443}. */
  String format(byte[] value) {
    return switch (this) {
      case MANDATORY -> text() + "=" + formatMandatory(ByteBuffer.wrap(value));
      case ALPN -> text() + "=" + QuotedText.quote(ServiceParameters.join(strings(value)));
      case NO_DEFAULT_ALPN, OHTTP -> text();
      case PORT -> text() + "=" + (ByteBuffer.wrap(value).getShort() & 0xffff);
      case IPV4HINT, IPV6HINT -> text() + "=" + formatHints(ByteBuffer.wrap(value));
      case ECH -> text() + "=" + Base64.getEncoder().encodeToString(value);
      case DOHPATH -> text() + "=" + QuotedText.quote(value);
    };
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private byte[] refuse(ValueFields fields) throws PresentationException {
    throw fields.typeProblem("InvalidParameter", "Parameter " + text() + " has an invalid value");
  }

  private byte[] mandatory(ValueFields fields, byte[] value) throws PresentationException {
    var keys = new TreeSet<Integer>();
    for (byte[] item : ServiceParameters.items(value)) {
      String name = ServiceParameters.ascii(item);
      ServiceKey known = of(name);
      boolean generic = known == null && name.matches("key(0|[1-9][0-9]{0,4})");
      int key = known != null ? known.number() : generic ? Integer.parseInt(name.substring(3)) : 0;
      if (key == MANDATORY.number() || key >= 65_535 || !keys.add(key)) {
        return refuse(fields);
      }
    }
    var octets = new Octets();
    keys.forEach(octets::u16);
    return octets.toByteArray();
  }

  private byte[] alpn(ValueFields fields, byte[] value) throws PresentationException {
    var octets = new Octets();
    for (byte[] protocol : ServiceParameters.items(value)) {
      if (protocol.length < 1 || protocol.length > 255) {
        return refuse(fields);
      }
      octets.string(protocol);
    }
    return octets.toByteArray();
  }

  private byte[] port(ValueFields fields, String digits) throws PresentationException {
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
      return refuse(fields);
    }
    var octets = new Octets();
    octets.u16(Integer.parseInt(digits));
    return octets.toByteArray();
  }

  private byte[] hints(ValueFields fields, byte[] value) throws PresentationException {
    var octets = new Octets();
    for (byte[] item : ServiceParameters.items(value)) {
      String text = ServiceParameters.ascii(item);
      Optional<byte[]> address =
          this == IPV4HINT ? Addresses.parseIpv4(text) : Addresses.parseIpv6(text);
      octets.writeBytes(address.isPresent() ? address.get() : refuse(fields));
    }
    return octets.toByteArray();
  }

  private byte[] ech(ValueFields fields, byte[] value) throws PresentationException {
    try {
      return value.length == 0 ? refuse(fields) : Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      return refuse(fields);
    }
  }

  private static String formatMandatory(ByteBuffer value) {
    var names = new StringJoiner(",");
    while (value.hasRemaining()) {
      int key = value.getShort() & 0xffff;
      ServiceKey known = of(key);
      names.add(known == null ? "key" + key : known.text());
    }
    return names.toString();
  }

  private static List<byte[]> strings(byte[] value) {
    ByteBuffer octets = ByteBuffer.wrap(value);
    var strings = new ArrayList<byte[]>();
    while (octets.hasRemaining()) {
      strings.add(Field.string(octets));
    }
    return strings;
  }

  private String formatHints(ByteBuffer value) {
    var addresses = new StringJoiner(",");
    while (value.hasRemaining()) {
      addresses.add(
          this == IPV4HINT
              ? Addresses.formatIpv4(Field.octets(value, 4))
              : Addresses.formatIpv6(Field.octets(value, 16)));
    }
    return addresses.toString();
  }
}
