package dev.understudy.presentation;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;

/**
 * Record data as Route 53 writes it in {@code ResourceRecord.Value} (Developer Guide, "Supported
 * DNS record types").
 *
 * <p>Two texts mean the same value exactly when their {@link Rdata} are equal: names inside are
 * lower-cased and always fully qualified, addresses, numbers and hex are binary.
 */
public final class RdataText {
  private RdataText() {}

  /**
   * Reads a value.
   *
   * @throws PresentationException with Route 53's code and text
   */
  public static Rdata parse(RecordType type, String value) throws PresentationException {
    if (type != RecordType.CNAME) {
      throw new PresentationException("NotBuiltYet", "Not built yet", value);
    }
    return Rdata.of(NameText.parse(value).wire());
  }

  /**
   * Writes a value in its canonical text.
   *
   * @throws IllegalArgumentException if the octets are not data of this type
   */
  public static String format(RecordType type, Rdata rdata) {
    return type == RecordType.CNAME
        ? NameText.format(DomainName.ofWire(rdata.octets()))
        : rdata.toString();
  }
}
