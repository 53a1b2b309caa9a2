package dev.understudy.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vectors that come with the authors' reference implementation: the key is 00 to 0f, the
 * message as many octets from 00 on.
 */
class SipHashTest {
  @ParameterizedTest(name = "{0} octets")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 310e0edd47db6f72
          1  | fd67dc93c539f874
          2  | 5a4fa9d909806c0d
          3  | 2d7efbd796666785
          15 | e545be4961ca29a1
          """)
  void asTheReferenceDoes(int length, String hash) {
    byte[] octets = new byte[64];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) i;
    }
    byte[] result = new byte[8];
    SipHash.putWord(
        result, 0, SipHash.hash(SipHash.word(octets, 0), SipHash.word(octets, 8), octets, length));
    assertThat(HexFormat.of().formatHex(result)).isEqualTo(hash);
  }
}
