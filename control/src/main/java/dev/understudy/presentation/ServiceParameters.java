package dev.understudy.presentation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The parameters of SVCB and HTTPS records, sorted by key on the wire (RFC 9460, section 2). */
final class ServiceParameters {
  private ServiceParameters() {}

  /** Reads all fields that are left; {@code wire} holds priority and target. */
  static void parse(ValueFields fields, Octets wire) throws PresentationException {
    var parameters = new TreeMap<Integer, byte[]>();
    while (fields.hasNext()) {
      parameter(fields, fields.next(), parameters);
    }
    check(fields, parameters, wire.toByteArray());
    parameters.forEach((key, value) -> {
      wire.u16(key);
      wire.u16(value.length);
      wire.writeBytes(value);
    });
  }

  /** Takes all octets that are left. */
  static String format(ByteBuffer wire) {
    var text = new StringJoiner(" ");
    while (wire.hasRemaining()) {
      int key = wire.getShort() & 0xffff;
      byte[] value = Field.octets(wire, wire.getShort() & 0xffff);
      ServiceKey known = ServiceKey.of(key);
      text.add(
          known == null
              ? "key" + key + (value.length == 0 ? "" : "=" + QuotedText.quote(value))
              : known.format(value));
    }
    return text.toString();
  }

  private static void parameter(ValueFields fields, String text, Map<Integer, byte[]> parameters)
      throws PresentationException {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    byte[] value = value(fields, equals < 0 ? "" : text.substring(equals + 1));
    ServiceKey known = ServiceKey.of(name);
    int key = known == null ? generic(fields, name) : known.number();
    if (parameters.put(key, known == null ? value : known.parse(fields, value)) != null) {
      throw fields.typeProblem("DuplicateParameter", "Parameter " + name + " occurs twice");
    }
  }

  private static byte[] value(ValueFields fields, String text) throws PresentationException {
    var cursor = new QuotedText(fields, text);
    if (!text.startsWith("\"")) {
      return cursor.unquoted(65_535);
    }
    byte[] value = cursor.next(65_535);
    if (cursor.hasNext()) {
      throw fields.notQuoted();
    }
    return value;
  }

  /** The number of a key written {@code keyNNNNN}; keys with names are not written so. */
  private static int generic(ValueFields fields, String name) throws PresentationException {
    if (name.matches("key(0|[1-9][0-9]{0,4})")) {
      int key = Integer.parseInt(name.substring(3));
      if (key < 65_535 && ServiceKey.of(key) == null) {
        return key;
      }
    }
    throw fields.typeProblem("InvalidParameter", "Parameter " + name + " is not known");
  }

  private static void check(ValueFields fields, Map<Integer, byte[]> parameters, byte[] before)
      throws PresentationException {
    boolean alias = before[0] == 0 && before[1] == 0;
    if (alias && !parameters.isEmpty()) {
      throw fields.typeProblem(
          "AliasWithParameters", "Value with priority 0 should not have parameters");
    }
    if (parameters.containsKey(ServiceKey.NO_DEFAULT_ALPN.number())
        && !parameters.containsKey(ServiceKey.ALPN.number())) {
      throw fields.typeProblem("MissingParameter", "Parameter no-default-alpn needs alpn");
    }
    byte[] mandatory = parameters.getOrDefault(ServiceKey.MANDATORY.number(), new byte[0]);
    for (int i = 0; i < mandatory.length; i += 2) {
      if (!parameters.containsKey((mandatory[i] & 0xff) << 8 | (mandatory[i + 1] & 0xff))) {
        throw fields.typeProblem("MissingParameter", "A mandatory parameter is missing");
      }
    }
  }

  /** Cuts at commas that no backslash precedes (RFC 9460, appendix A.1). */
  static List<byte[]> items(byte[] value) {
    var items = new ArrayList<byte[]>();
    var item = new Octets();
    for (int i = 0; i < value.length; i++) {
      if (value[i] == ',') {
        items.add(item.toByteArray());
        item.reset();
      } else {
        i += value[i] == '\\' && i + 1 < value.length ? 1 : 0;
        item.u8(value[i]);
      }
    }
    items.add(item.toByteArray());
    return items;
  }

  /** The reverse of {@link #items}. */
  static byte[] join(List<byte[]> items) {
    var value = new Octets();
    for (byte[] item : items) {
      if (value.size() > 0) {
        value.u8(',');
      }
      for (byte octet : item) {
        if (octet == ',' || octet == '\\') {
          value.u8('\\');
        }
        value.u8(octet);
      }
    }
    return value.toByteArray();
  }

  static String ascii(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
