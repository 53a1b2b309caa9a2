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

  @ParameterizedTest(name = "{1} at {0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before it    | name        | whole            | because
          -              | 0161 00     | 0161 00          | nothing to follow
          0161 00        | 0162 c000   | 0162 0161 00     | a pointer back
          0161 00        | c000        | 0161 00          | nothing but a pointer
          0161 00 0162 c000 | 0163 c003 | 0163 0162 0161 00 | a pointer to a pointer
          0161 00        | 0162 c003   | -                | a pointer to itself
          0161 00        | 0162 c005   | -                | a pointer onwards
          05 61          | c000        | -                | a pointer to a name cut short
          0161 00        | 0162        | -                | cut short
          0161 00        | 0162 00 00  | -                | more than a name
          0161 00        | 41 00       | -                | a label of 65 octets
          """)
  void aCompressedNameIsReadWhole(String before, String name, String whole, String because) {
    byte[] octets = octets((before.equals("-") ? "" : before) + name);
    int at = octets.length - octets(name).length;
    byte[] to = new byte[Names.LENGTH_MAX_OCTETS + 1];
    int length = Names.expand(octets, at, octets.length, to, 1);
    assertThat(length > 0 ? hex(Arrays.copyOfRange(to, 1, 1 + length)) : "-")
        .isEqualTo(whole.replace(" ", ""));
  }

  @Test
  void pointersThatAddUpToTooLongANameAreRefused() {
    byte[] octets = new byte[1_000];
    int at = 0;
    for (int label = 0; label < 5; label++) {
      octets[at] = 60;
      Octets.put16(octets, at + 61, 0xc000 | Math.max(0, at - 63));
      at += 63;
    }
    octets[61] = 0;
    byte[] to = new byte[Names.LENGTH_MAX_OCTETS];
    assertThat(Names.expand(octets, 3 * 63, 4 * 63, to, 0)).isEqualTo(4 * 61 + 1);
    assertThat(Names.expand(octets, 4 * 63, 5 * 63, to, 0)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "{0} without {1} octets: at {2}")
  @CsvSource({"0, 0, 0", "0, 2, 2", "5, 0, 5", "5, 2, 0", "5, 4, 2", "9, 0, 0"})
  void theRestOfANameMayStandElsewhere(int at, int octetsBefore, int rest) {
    byte[] octets = octets("0161 0162 00" + "0163 c000" + "c000"); // at 0, 5 and 9
    assertThat(Names.rest(octets, at, octetsBefore)).isEqualTo(rest);
  }

  @ParameterizedTest(name = "{0} ends in {1}: {2}")
  @CsvSource({
    "0161 0162 00, 0162 00, 2",
    "0162 00, 0162 00, 0",
    "0161 0142 00, 0162 00, -1",
    "0162 00, 0161 0162 00, -1",
    "03610162 00, 0162 00, -1"
  })
  void aTailStartsWithALabel(String name, String tail, int start) {
    byte[] octets = octets(name);
    assertThat(Names.tail(octets, 0, octets.length, octets(tail))).isEqualTo(start);
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
