package dev.understudy.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Plain text to names and data, for tests: no escapes, the trailing dot optional. */
public final class Text {
  private Text() {}

  public static DomainName name(String text) {
    return DomainName.ofWire(wire(text));
  }

  /** The octets of a name, its letters as they are. */
  public static byte[] wire(String text) {
    var out = new ByteArrayOutputStream();
    for (String label : text.split("\\.", -1)) {
      if (!label.isEmpty()) {
        out.write(label.length());
        out.writeBytes(label.getBytes(ISO_8859_1));
      }
    }
    out.write(0);
    return out.toByteArray();
  }

  public static Rdata rdata(RecordType type, String text) {
    var out = new ByteArrayOutputStream();
    String[] fields = text.split(" ", -1);
    switch (type) {
      case A, AAAA -> out.writeBytes(address(text));
      case NS, CNAME, PTR -> out.writeBytes(wire(text));
      case MX -> {
        number(out, fields[0], 2);
        out.writeBytes(wire(fields[1]));
      }
      case SRV -> {
        number(out, fields[0], 2);
        number(out, fields[1], 2);
        number(out, fields[2], 2);
        out.writeBytes(wire(fields[3]));
      }
      case SOA -> {
        out.writeBytes(wire(fields[0]));
        out.writeBytes(wire(fields[1]));
        for (int i = 2; i < 7; i++) {
          number(out, fields[i], 4);
        }
      }
      case TXT, SPF -> {
        out.write(text.length());
        out.writeBytes(text.getBytes(ISO_8859_1));
      }
      case NAPTR, DS, SSHFP, TLSA, SVCB, HTTPS, CAA ->
          out.writeBytes(HexFormat.of().parseHex(text));
    }
    return Rdata.of(out.toByteArray());
  }

  private static void number(ByteArrayOutputStream out, String text, int octets) {
    long value = Long.parseLong(text);
    for (int i = octets - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
