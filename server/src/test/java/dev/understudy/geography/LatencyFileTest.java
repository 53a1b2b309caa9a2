package dev.understudy.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's table: what is taken, and what is said of each bad line. */
class LatencyFileTest {
  @Test
  void spacesCommentsEmptyLinesAndEmptyCellsAreFine() throws Exception {
    var latencies =
        read(
            """
            # measured on Monday

            network,         us-east-1, eu-west-1
            198.51.100.0/24, 71.5,
            2001:db8::/32,   ,          30
            # the end
            """);
    assertThat(latencies.networks()).isEqualTo(2);
  }

  @Test
  void linesMayEndAsOnWindows() throws Exception {
    assertThat(read("network,us-east-1\r\n10.0.0.0/8,1\r\n").networks()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                            | line 0: there is no row 'network,REGION
          # only a comment                              | line 1: there is no row
          10.0.0.0/8,1                                  | line 1: the first row must be
          network                                       | line 1: the first row must be
          network,mars-1                                | line 1: 'mars-1' is no region
          network,us-east-1,us-east-1                   | line 1: us-east-1 is there twice
          network,us-east-1~10.0.0.0/8                  | line 2: 1 cells, not 2
          network,us-east-1~10.0.0.0/8,1,2              | line 2: 3 cells, not 2
          network,us-east-1~~10.0.0.0/33,1              | line 3: 10.0.0.0/33: a prefix of at most 32 bits
          network,us-east-1~10.0.0.1/8,1                | line 2: 10.0.0.1/8: bits after the prefix; 10.0.0.0/8 is
          network,us-east-1~ten,1                       | line 2: ten: not a network
          network,us-east-1~10.0.0.0/8,-1               | line 2: '-1' for us-east-1 is not 0 to 60000
          network,us-east-1~10.0.0.0/8,NaN              | line 2: 'NaN' for us-east-1
          network,us-east-1~10.0.0.0/8,60001            | line 2: '60001' for us-east-1
          network,us-east-1~10.0.0.0/8,1e3              | line 2: '1e3' for us-east-1
          network,us-east-1~10.0.0.0/8,1~10.0.0.0/8,2   | line 3: 10.0.0.0/8 is in line 2 already
          """)
  void eachBadLineIsToldWithItsNumber(String text, String said) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessageContaining(said);
  }

  @Test
  void allBadLinesAreToldUpToTwenty() {
    assertThatThrownBy(() -> read("network,us-east-1\nten,1\n10.0.0.0/8,1\neleven,1\n"))
        .hasMessageContaining("line 2: ten")
        .hasMessageContaining("; line 4: eleven");
    assertThatThrownBy(() -> read("network,us-east-1\n" + "ten,1\n".repeat(25)))
        .hasMessageContaining("line 21: ")
        .hasMessageEndingWith("; and 5 more");
  }

  @Test
  void whatIsNoTextIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("t"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> LatencyFile.read(file)).hasMessageContaining("not text in UTF-8");
    assertThatThrownBy(() -> read("network,us-east-1\n" + "1".repeat(20_000)))
        .hasMessageContaining("line 2: longer than 16384 characters");
  }

  private static LatencyFile.Latencies read(String text)
      throws IOException, UnreadableMapException {
    return LatencyFile.read(new StringReader(text));
  }
}
