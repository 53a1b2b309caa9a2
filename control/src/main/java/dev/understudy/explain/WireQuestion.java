package dev.understudy.explain;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a question as a resolver does, with EDNS (RFC 6891) and a client subnet (RFC 7871). */
final class WireQuestion {
  private static final int UDP_SIZE = 1232;
  private static final int OPT = 41;
  private static final int CLIENT_SUBNET = 8;

  private WireQuestion() {}

  static byte[] write(Question question) {
    var out = new ByteArrayOutputStream(128);
    short16(out, 0); // ID
    short16(out, 0); // a standard query, recursion not desired
    short16(out, 1);
    short16(out, 0);
    short16(out, 0);
    short16(out, 1);
    out.writeBytes(question.name().wire());
    short16(out, question.type().code());
    short16(out, 1); // IN
    byte[] option = option(question.subnet());
    out.write(0); // the root owns OPT
    short16(out, OPT);
    short16(out, UDP_SIZE);
    short16(out, 0);
    short16(out, 0);
    short16(out, option.length);
    out.writeBytes(option);
    return out.toByteArray();
  }

  /** RFC 7871, section 6: as many octets of the address as the prefix needs, the rest zero. */
  private static byte[] option(@Nullable Network subnet) {
    if (subnet == null) {
      return new byte[0];
    }
    byte[] address = subnet.address().getAddress();
    int octets = (subnet.prefixLength() + 7) / 8;
    var out = new ByteArrayOutputStream();
    short16(out, CLIENT_SUBNET);
    short16(out, 4 + octets);
    short16(out, address.length == 4 ? 1 : 2);
    out.write(subnet.prefixLength());
    out.write(0); // scope
    for (int i = 0; i < octets; i++) {
      int bits = Math.min(8, subnet.prefixLength() - 8 * i);
      out.write(address[i] & (0xff00 >> bits));
    }
    return out.toByteArray();
  }

  private static void short16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
