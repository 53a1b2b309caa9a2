package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in place (RFC 1035, sections 2.3.4, 3.1 and 4.1.4; RFC 4343). */
class NamesTest {

  @Test
  void foldingLowersLettersOnlyWhateverTheLength() {
    var random = new SplittableRandom(1);
    for (int length = 0; length < 300; length++) {
      byte[] from = new byte[length + 3];
      random.nextBytes(from);
      byte[] to = new byte[length + 7];
      Arrays.fill(to, (byte) 0x55);
      Names.fold(from, 3, to, 5, length);
      for (int i = 0; i < length; i++) {
        int octet = from[3 + i];
        int expected = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
        assertThat((int) to[5 + i]).as("octet %s", octet).isEqualTo(expected);
      }
      assertThat((int) to[4]).isEqualTo(0x55);
      assertThat((int) to[5 + length]).isEqualTo(0x55);
    }
  }

  @Test
  void foldingEveryOctetInEveryPlace() {
    for (int octet = 0; octet < 256; octet++) {
      for (int place = 0; place < 8; place++) {
        byte[] from = new byte[8];
        from[place] = (byte) octet;
        byte[] to = new byte[8];
        Names.fold(from, 0, to, 0, 8);
        byte[] expected = new byte[8];
        expected[place] = (byte) (octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet);
        assertThat(to).as("octet %s in place %s", octet, place).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest(name = "{0}: end {1}, skip {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # octets       | end | skip | because
          00             | 1   | 1    | the root
          0161 00        | 3   | 3    | one label
          0161 00 ff     | 3   | 3    | it ends where it ends
          0161           | -1  | -1   | cut short after a label
          01             | -1  | -1   | cut short inside one
          c00c           | -1  | 2    | a pointer
          0161 c000      | -1  | 4    | a pointer after a label
          c0             | -1  | -1   | half a pointer
          40 00          | -1  | -1   | reserved label type
          80 00          | -1  | -1   | reserved label type
          """)
  void boundaries(String hex, int end, int skip, String because) {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Names.end(octets, 0, octets.length)).as(because).isEqualTo(end);
    assertThat(Names.skip(octets, 0, octets.length)).as(because).isEqualTo(skip);
  }

  @Test
  void nameOf255OctetsIsTheLongest() {
    for (int last = 50; last < 63; last++) {
      byte[] octets = new byte[400];
      octets[0] = 63;
      octets[64] = 63;
      octets[128] = 63;
      octets[192] = (byte) last;
      int length = 192 + 1 + last + 1;
      int expected = length <= 255 ? length : -1;
      assertThat(Names.end(octets, 0, octets.length)).isEqualTo(expected);
      assertThat(Names.skip(octets, 0, octets.length)).isEqualTo(expected);
    }
  }
}
