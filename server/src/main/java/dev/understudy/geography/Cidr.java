package dev.understudy.geography;

import dev.understudy.intent.CidrBlock;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Networks as operators write them. */
public final class Cidr {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

  private Cidr() {}

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address.
   *
   * @throws IllegalArgumentException if the text is none of these, or has bits after the prefix,
   *     which is most likely a typing error
   */
  public static CidrBlock parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (!ADDRESS.matcher(address).matches() || !(slash < 0 || LENGTH.matcher(length).matches())) {
      throw problem(text, "not a network such as 10.0.0.0/8 or fd00::/8");
    }
    byte[] octets = octets(text, address);
    int bits = slash < 0 ? 8 * octets.length : Integer.parseInt(length);
    if (bits > 8 * octets.length) {
      throw problem(text, "a prefix of at most " + 8 * octets.length + " bits is possible");
    }
    CidrBlock block = CidrBlock.of(octets, bits);
    if (!Arrays.equals(octets, block.octets())) {
      throw problem(text, "bits after the prefix; " + block + " is the network around it");
    }
    return block;
  }

  private static byte[] octets(String text, String address) {
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      throw problem(text, "not a network such as 10.0.0.0/8 or fd00::/8");
    }
  }

  private static IllegalArgumentException problem(String text, String what) {
    return new IllegalArgumentException(text + ": " + what);
  }
}
