package dev.understudy.differ;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import java.io.ByteArrayOutputStream;

/**
 * One question, and how it is asked.
 *
 * @param name in wire form, in whatever case
 * @param size the size told in EDNS, 0 without EDNS
 */
record Question(Rdata name, int type, boolean tcp, int size, boolean dnssecOk) {

  /** As a message. */
  byte[] octets(int id) {
    var out = new ByteArrayOutputStream();
    u16(out, id);
    u16(out, 0);
    u16(out, 1);
    u16(out, 0);
    u16(out, 0);
    u16(out, size > 0 ? 1 : 0);
    out.writeBytes(name.octets());
    u16(out, type);
    u16(out, 1);
    if (size > 0) {
      out.write(0);
      u16(out, 41);
      u16(out, size);
      u16(out, 0);
      u16(out, dnssecOk ? 0x8000 : 0);
      u16(out, 0);
    }
    return out.toByteArray();
  }

  /** The same over TCP. */
  Question overTcp() {
    return new Question(name, type, true, size, dnssecOk);
  }

  /** The longest reply allowed, in octets. */
  int limit() {
    return tcp ? 65_535 : size == 0 ? 512 : Math.max(512, Math.min(size, 1232));
  }

  DomainName asked() {
    return DomainName.ofWire(name.octets());
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  @Override
  public String toString() {
    String how = tcp ? "TCP" : "UDP";
    return asked()
        + " "
        + Reply.type(type)
        + " over "
        + how
        + (size == 0 ? "" : ", EDNS " + size)
        + (dnssecOk ? ", DO" : "");
  }
}
