package dev.understudy.dnssec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4034, section 6: the tables are the specification. */
class CanonicalFormTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # type | code | data (text or 0x)       | canonical                | because
          NS     | 2    | 0x0141024e5300           | 0x0161026e7300           | RFC 4034, 6.2
          CNAME  | 5    | 0x014100                 | 0x016100                 |
          PTR    | 12   | 0x014100                 | 0x016100                 |
          SOA    | 6    | 0x0141000142004141414141 | 0x0161000162004141414141 | two names, then numbers
          MX     | 15   | 0x4142014100             | 0x4142016100             | the preference is none
          SRV    | 33   | 0x414241424142014100     | 0x414241424142016100     |
          NAPTR  | 35   | 0x4142414201410241420143014100 | 0x4142414201410241420143016100 | strings stay
          TXT    | 16   | 0x0141                   | 0x0141                   | no name
          SVCB   | 64   | 0x0001014100             | 0x0001014100             | RFC 9460: not listed
          DS     | 43   | 0x414141                 | 0x414141                 |
          CAA    | 257  | 0x0005495353554541       | 0x0005495353554541       |
          NSEC   | 47   | 0x0141000001             | 0x0141000001             | RFC 6840, 5.1: not listed after all
          MX     | 15   | 0x41                     | 0x41                     | cut short: left alone
          NAPTR  | 35   | 0x414241424141           | 0x414241424141           | cut short: left alone
          """)
  void namesInTheDataOfTheListedTypesAreInLowerCase(
      String type, int code, String data, String canonical) {
    byte[] octets = HEX.parseHex(data.substring(2));
    CanonicalSet.fold(code, octets, 0, octets.length);
    assertThat("0x" + HEX.formatHex(octets)).as(type).isEqualTo(canonical);
  }

  @Test
  void recordsStandInTheOrderOfTheirDataEachOnce() {
    assertThat(sorted("0300", "03", "ff", "0100", "03", "00", ""))
        .containsExactly("", "00", "0100", "03", "0300", "ff");
  }

  @Test
  void ownersAreInLowerCaseAndAsterisksAtTheFrontAreNotCounted() {
    assertThat(read("WwW.eXample", "00").labels()).isEqualTo(2);
    assertThat(read("*.example", "00").labels()).isEqualTo(1);
    assertThat(read("a.*.example", "00").labels()).isEqualTo(3);
    assertThat(read("", "00").labels()).isEqualTo(0);
    CanonicalSet set = read("WwW.eXample", "00");
    assertThat(new String(set.octets(), 0, 12, ISO_8859_1)).isEqualTo("\3www\7example");
  }

  @Test
  void fourHundredValuesAreSorted() {
    String[] data = new String[400];
    for (int i = 0; i < data.length; i++) {
      data[i] = "%04x".formatted(i * 7_919 % 65_536);
    }
    assertThat(sorted(data)).isSorted().hasSize(400);
  }

  /** RFC 4471, section 3.1.2: what comes right after a name, also where no label fits before it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first label, in hex | octets below it | next, in hex, up to what is below
          6161                  | 10              | 0100026161
          4161                  | 10              | 0100026161
          6161                  | 251             | 03616100
          6161                  | 252             | 026162
          61ff                  | 252             | 0162
          ffff                  | 252             |
          6140                  | 252             | 02615b
          """)
  void theNextNameIsTheOneRightAfter(String label, int below, String next) {
    byte[] first = HEX.parseHex(label);
    var owner = new ByteArrayOutputStream();
    owner.write(first.length);
    owner.writeBytes(first);
    for (int left = below - 1; left > 0; ) {
      int octets = Math.min(left == 65 ? 62 : 63, left - 1);
      owner.write(octets);
      owner.writeBytes("c".repeat(octets).getBytes(ISO_8859_1));
      left -= 1 + octets;
    }
    owner.write(0);
    byte[] name = owner.toByteArray();
    assertThat(name).hasSize(1 + first.length + below);
    var denial = new Denial();
    int length = denial.write(name, 0, below, Denied.DS_AT_CUT, 43);
    byte[] rest = java.util.Arrays.copyOfRange(name, 1 + first.length, name.length);
    String wanted = (next == null ? "" : next) + HEX.formatHex(rest);
    assertThat(HEX.formatHex(denial.octets(), 0, length)).startsWith(wanted);
  }

  private static List<String> sorted(String... data) {
    CanonicalSet set = read("a", data);
    var out = new ArrayList<String>();
    int at = 0;
    while (at < set.lengthOctets()) {
      int from = at + 3 + 10;
      int length = Octets.get16(set.octets(), from - 2);
      out.add(HEX.formatHex(set.octets(), from, from + length));
      at = from + length;
    }
    return out;
  }

  private static CanonicalSet read(String owner, String... data) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[12]);
    out.writeBytes(wire(owner));
    int first = out.size();
    for (String each : data) {
      byte[] octets = HEX.parseHex(each);
      out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0});
      out.write(octets.length);
      out.writeBytes(octets);
    }
    var set = new CanonicalSet();
    set.read(out.toByteArray(), first, out.size());
    return set;
  }

  private static byte[] wire(String text) {
    return dev.understudy.answer.Text.wire(text);
  }
}
