package dev.understudy.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OPT at the end of a reply: what is told if there is room never takes a reply over its limit. */
class ReplyOptionsTest {
  /** A header, and no question. */
  private static final byte[] QUERY = new byte[12];

  private static final String OPT = "00 0029 04d0 00000000 ";

  @ParameterizedTest(name = "{0} octets: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # limit | length and options          | because
          23      | 0000                        | room for OPT alone
          28      | 0000                        | an octet short of the code
          29      | 0006 000f 0002 0016         | without its text
          31      | 0006 000f 0002 0016         | an octet short of the text
          32      | 0009 000f 0005 0016 616263  | all of it
          512     | 0009 000f 0005 0016 616263  | all of it
          """)
  void anErrorIsToldAsFarAsThereIsRoom(int limit, String options, String because) {
    var reply = new Reply();
    byte[] response = filled(512);
    reply.begin(QUERY, 12, true, response, limit);
    reply.extendedError(22, "abc".getBytes(US_ASCII));
    assertThat(opt(response, reply.end(Rcode.SERVFAIL, 1232))).isEqualTo(hex(OPT + options));
  }

  @ParameterizedTest(name = "{0} octets in blocks of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # limit | block | length | because
          65535   | 468   | 468    | up to a block
          65535   | 27    | 27     | the empty option fits just so
          65535   | 26    | 52     | the empty option does not: the next block
          40      | 468   | 40     | up to the limit, if that is less
          27      | 468   | 27     | an empty option
          26      | 468   | 23     | no room for an option
          """)
  void paddedUpToABlockOrTheLimit(int limit, int block, int length, String because) {
    var reply = new Reply();
    byte[] response = filled(65_535);
    reply.begin(QUERY, 12, true, response, limit);
    reply.padTo(block);
    int end = reply.end(Rcode.NOERROR, 1232);
    assertThat(end).isEqualTo(length);
    String data = "00".repeat(Math.max(0, length - 27));
    assertThat(opt(response, end))
        .isEqualTo(
            length == 23
                ? hex(OPT + "0000")
                : hex(OPT) + "%04x000c%04x".formatted(length - 23, length - 27) + data);
  }

  /** Padding covers all other options, so it comes last. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatOneReplySaidIsGoneInTheNext(boolean edns) {
    var reply = new Reply();
    byte[] response = filled(512);
    reply.begin(QUERY, 12, true, response, 512);
    reply.option(OptionCode.NSID, new byte[] {9, 8, 7}, 1, 2);
    reply.clientSubnet(new byte[] {0, 1, 8, 0, 10}, 0, 5);
    reply.scope(16);
    reply.extendedError(20, new byte[0]);
    reply.padTo(64);
    String first = opt(response, reply.end(Rcode.REFUSED, 1232));
    assertThat(first)
        .isEqualTo(
            hex(OPT + "0029 0003 0002 0807 0008 0005 000108100a 000f 0002 0014 000c 0010")
                + "00".repeat(16));
    reply.begin(QUERY, 12, edns, response, 512);
    int end = reply.end(Rcode.NOERROR, 1232);
    assertThat(opt(response, end)).isEqualTo(edns ? hex(OPT + "0000") : "");
  }

  private static String opt(byte[] response, int end) {
    return HexFormat.of().formatHex(response, 12, end);
  }

  private static String hex(String text) {
    return text.replace(" ", "");
  }

  private static byte[] filled(int length) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) 0xee);
    return octets;
  }
}
