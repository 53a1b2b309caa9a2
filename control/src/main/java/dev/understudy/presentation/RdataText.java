package dev.understudy.presentation;

import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Record data as Route 53 writes it in {@code ResourceRecord.Value} (Developer Guide, "Supported
 * DNS record types").
 *
 * <p>Two texts mean the same value exactly when their {@link Rdata} are equal: names inside are
 * lower-cased and always fully qualified, addresses, numbers and hex are binary.
 */
public final class RdataText {
  /** API Reference, ResourceRecord. */
  private static final int VALUE_LENGTH_MAX = 4000;

  private RdataText() {}

  /**
   * Reads a value.
   *
   * @throws PresentationException with Route 53's code and text
   */
  public static Rdata parse(RecordType type, String value) throws PresentationException {
    if (type == RecordType.A) { // most are; whatever is wrong is told below
      Optional<byte[]> address = Addresses.parseIpv4(value);
      if (address.isPresent()) {
        return Rdata.of(address.get());
      }
    }
    var fields = ValueFields.of(type, value, layout(type).size());
    if (value.length() > VALUE_LENGTH_MAX) {
      throw fields.problem(type + "RDATATooLong", "Value is too long");
    }
    var octets = new Octets();
    for (Field field : layout(type)) {
      field.parse(fields, octets);
    }
    if (fields.hasNext()) {
      throw fields.wrongCount();
    }
    byte[] wire = octets.toByteArray();
    RdataChecks.check(fields, ByteBuffer.wrap(wire));
    return Rdata.of(wire);
  }

  /**
   * Writes a value in its canonical text.
   *
   * @throws IllegalArgumentException if the octets are not data of this type
   */
  public static String format(RecordType type, Rdata rdata) {
    ByteBuffer wire = ByteBuffer.wrap(rdata.octets());
    var text = new StringJoiner(" ");
    try {
      for (Field field : layout(type)) {
        text.add(field.format(wire));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(rdata + " is too short for " + type, e);
    }
    if (wire.hasRemaining()) {
      throw new IllegalArgumentException(rdata + " is too long for " + type);
    }
    // An SVCB record without parameters has an empty last field.
    return text.toString().stripTrailing();
  }

  /** The fields of a value, in text and on the wire alike. */
  private static List<Field> layout(RecordType type) {
    return switch (type) {
      case A -> List.of(Field.IPV4);
      case AAAA -> List.of(Field.IPV6);
      case CAA -> List.of(Field.U8, Field.TAG, Field.QUOTED_REST);
      case CNAME, NS, PTR -> List.of(Field.NAME);
      case DS -> List.of(Field.U16, Field.U8, Field.U8, Field.HEX_REST);
      case HTTPS, SVCB -> List.of(Field.U16, Field.NAME, Field.SERVICE_PARAMETERS);
      case MX -> List.of(Field.U16, Field.NAME);
      case NAPTR ->
          List.of(Field.U16, Field.U16, Field.STRING, Field.STRING, Field.STRING, Field.NAME);
      case SOA ->
          List.of(Field.NAME, Field.NAME, Field.U32, Field.U32, Field.U32, Field.U32, Field.U32);
      case SRV -> List.of(Field.U16, Field.U16, Field.U16, Field.NAME);
      case SSHFP -> List.of(Field.U8, Field.U8, Field.HEX_REST);
      case TLSA -> List.of(Field.U8, Field.U8, Field.U8, Field.HEX_REST);
      case SPF, TXT -> List.of(Field.STRINGS);
    };
  }
}
