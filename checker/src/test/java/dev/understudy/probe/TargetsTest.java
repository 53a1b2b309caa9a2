package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** design.md, sections 1 and 6.5: all but link-local, multicast and cloud metadata. */
class TargetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # address             | allowed           | denied     | may be probed
          192.0.2.1             | -                 | -          | true
          127.0.0.1             | -                 | -          | true
          10.1.2.3              | -                 | -          | true
          192.168.1.1           | -                 | -          | true
          ::1                   | -                 | -          | true
          fd12::1               | -                 | -          | true
          0.0.0.0               | -                 | -          | false
          169.254.169.254       | -                 | -          | false
          169.254.0.1           | -                 | -          | false
          224.0.0.1             | -                 | -          | false
          239.255.255.255       | -                 | -          | false
          255.255.255.255       | -                 | -          | false
          ::                    | -                 | -          | false
          fe80::1               | -                 | -          | false
          febf::1               | -                 | -          | false
          fec0::1               | -                 | -          | true
          ff02::1               | -                 | -          | false
          fd00:ec2::254         | -                 | -          | false
          fd00:ec2::253         | -                 | -          | true
          ::ffff:169.254.169.254 | -                | -          | false
          64:ff9b::a9fe:a9fe    | -                 | -          | false
          64:ff9b::c000:201     | -                 | -          | true
          2002:a9fe:a9fe::1     | -                 | -          | false
          ::a9fe:a9fe           | -                 | -          | false
          ::c000:201            | -                 | -          | true
          fd20:ce::254          | -                 | -          | false
          100.100.100.200       | -                 | -          | false
          100.100.100.201       | -                 | -          | true
          192.0.0.192           | -                 | -          | false
          168.63.129.16         | -                 | -          | false
          100.100.100.200       | 100.64.0.0/10     | -          | false
          100.100.100.200       | 100.100.100.200   | -          | true
          169.254.169.254       | 169.254.0.0/16    | -          | true
          169.254.169.254       | 169.254.169.254   | -          | true
          169.254.169.253       | 169.254.169.254   | -          | false
          169.254.169.254       | 0.0.0.0/0         | -          | false
          10.1.2.3              | -                 | 10.0.0.0/8 | false
          10.1.2.3              | 10.1.0.0/16       | 10.0.0.0/8 | true
          10.1.2.3              | 10.0.0.0/8        | 10.0.0.0/8 | false
          192.0.2.1             | 10.0.0.0/8        | 0.0.0.0/0  | false
          10.1.2.3              | 10.0.0.0/8        | 0.0.0.0/0  | true
          """)
  void whatMayBeProbed(
      String address, @Nullable String allowed, @Nullable String denied, boolean probed) {
    var targets = new Targets(blocks(allowed), blocks(denied));
    assertThat(targets.allows(Checks.address(address))).isEqualTo(probed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "example.com",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::/129",
        "10.0.0.0/x",
        "1:2"
      })
  void aBlockThatIsNoneIsNamed(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<AddressBlock> blocks(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(AddressBlock::parse).toList();
  }
}
