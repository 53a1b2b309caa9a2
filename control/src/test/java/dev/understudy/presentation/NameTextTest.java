package dev.understudy.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.intent.DomainName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Route 53 Developer Guide, "DNS domain name format"; API Reference, ListResourceRecordSets. */
class NameTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # given               | returned              | because
          example.com           | example.com.          | the last dot is optional
          example.com.          | example.com.          |
          .                     | .                     | the root
          WWW.Example.COM       | www.example.com.      | lower case
          \\127ww.example.com   | www.example.com.      | an escape for a letter that needs none, in upper case
          *.example.com         | \\052.example.com.    | an asterisk is escaped
          \\052.example.com     | \\052.example.com.    |
          a*b.*.example.com     | a\\052b.\\052.example.com. | also where it is no wildcard
          _dmarc.example.com    | _dmarc.example.com.   | underscore and hyphen are not
          x-1.example.com       | x-1.example.com.      |
          user@example.com      | user\\100example.com. |
          0/25.2.0.192          | 0\\05725.2.0.192.     | RFC 2317
          a\\056b.example.com   | a\\056b.example.com.  | a dot that is data
          \\134.example.com     | \\134.example.com.    | a backslash that is data
          \\000\\040\\177\\377.c | \\000\\040\\177\\377.c. | octets that cannot stand for themselves
          !"#$%&'()+,/:;<=>?@[]^`{}~.c | \\041\\042\\043\\044\\045\\046\\047\\050\\051\\053\\054\\057\\072\\073\\074\\075\\076\\077\\100\\133\\135\\136\\140\\173\\175\\176.c. | all others can on input
          localhost             | localhost.            | a single label
          """,
      quoteCharacter = '\0')
  void isReturnedLowerCaseEscapedAndWithTheLastDot(String given, String returned)
      throws PresentationException {
    assertThat(NameText.format(NameText.parse(given))).isEqualTo(returned);
    assertThat(NameText.parse(returned)).isEqualTo(NameText.parse(given));
  }

  @Test
  void escapesAreOctalNotDecimal() throws PresentationException {
    assertThat(HexFormat.of().formatHex(NameText.parse("\\101\\052").wire())).isEqualTo("02612a00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # given        | code
          ''             | DomainNameEmpty (Domain name is empty)
          ..             | DomainLabelEmpty (Domain label is empty)
          .example.com   | DomainLabelEmpty (Domain label is empty)
          a..example.com | DomainLabelEmpty (Domain label is empty)
          example.com..  | DomainLabelEmpty (Domain label is empty)
          a b.c          | UnsupportedCharacter (Value contains unsupported characters)
          b\u00fccher.de | UnsupportedCharacter (Value contains unsupported characters)
          a\u007f.c      | UnsupportedCharacter (Value contains unsupported characters)
          a\\.b          | InvalidEscapeSequence (Value contains an invalid escape sequence)
          a\\            | InvalidEscapeSequence (Value contains an invalid escape sequence)
          a\\05          | InvalidEscapeSequence (Value contains an invalid escape sequence)
          a\\400         | InvalidEscapeSequence (Value contains an invalid escape sequence)
          a\\089         | InvalidEscapeSequence (Value contains an invalid escape sequence)
          a\\999.c       | InvalidEscapeSequence (Value contains an invalid escape sequence)
          """)
  void isRefusedInRoute53sWords(String given, String problem) {
    assertThatThrownBy(() -> NameText.parse(given))
        .isInstanceOf(PresentationException.class)
        .hasMessage("FATAL problem: " + problem + " encountered with '" + given + "'");
  }

  @Test
  void labelsHaveAtMost63OctetsAndNames255() throws PresentationException {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(NameText.parse(longest).lengthOctets()).isEqualTo(255);
    assertThat(NameText.parse(longest + ".").lengthOctets()).isEqualTo(255);
    assertThat(NameText.parse("\\141".repeat(63)).lengthOctets()).isEqualTo(65);
    assertThatThrownBy(() -> NameText.parse(longest + "a"))
        .hasMessageStartingWith(
            "FATAL problem: DomainNameTooLong (Domain name is too long) encountered with 'aaa");
    assertThatThrownBy(() -> NameText.parse(label + "a.c"))
        .hasMessage(
            "FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '"
                + label
                + "a.c'");
  }

  /** The order of ListResourceRecordSets, from least to greatest. */
  private static final List<String> SORTED =
      List.of(
          "com.",
          "example-a.com.",
          "example.com.",
          "*.example.com.",
          "www.*.example.com.",
          "@.example.com.",
          "_dmarc.example.com.",
          "a.example.com.",
          "foo-bar.example.com.",
          "foo.example.com.",
          "a.foo.example.com.",
          "foo0.example.com.",
          "fooa.example.com.",
          "net.");

  @Test
  void sortsByReversedLabelsInEscapedForm() throws PresentationException {
    assertThat(key("*.example.com")).isEqualTo("com.example.\\052.");
    assertThat(key("foo-bar.example.com")).isEqualTo("com.example.foo-bar.");
    var names = new ArrayList<DomainName>();
    for (String text : SORTED) {
      names.add(NameText.parse(text));
    }
    var shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort((a, b) -> Arrays.compareUnsigned(NameText.sortKey(a), NameText.sortKey(b)));
    assertThat(shuffled).isEqualTo(names);
  }

  private static String key(String name) throws PresentationException {
    return new String(NameText.sortKey(NameText.parse(name)), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyNameSurvivesItsTextAndItsSortKeyTellsWhatLiesBelow(long seed)
      throws PresentationException {
    var random = new Random(seed);
    var generator = new WireGenerator(random);
    for (int i = 0; i < 2000; i++) {
      DomainName name = generator.name();
      String text = NameText.format(name);
      assertThat(NameText.parse(text)).as("seed %d %s", seed, text).isEqualTo(name);
      DomainName other = random.nextBoolean() ? generator.name() : generator.below(name);
      String nameKey = new String(NameText.sortKey(name), StandardCharsets.US_ASCII);
      String otherKey = new String(NameText.sortKey(other), StandardCharsets.US_ASCII);
      assertThat(otherKey.startsWith(nameKey))
          .as("seed %d %s %s", seed, name, other)
          .isEqualTo(other.isAtOrBelow(name));
      assertThat(nameKey).doesNotContain("\0");
    }
  }
}
