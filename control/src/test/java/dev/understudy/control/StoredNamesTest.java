package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.Addresses;
import dev.understudy.presentation.NameText;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and written a thousand times a batch, beside slower readings of the same rules. */
class StoredNamesTest {
  private static final String ODD = "ab-_*.\\\u0000\u0001 ZA0~\u007f\u00ff";

  private final Random random = new Random(7);

  @Test
  void sortKeyIsTheLabelsInReverse() {
    for (int i = 0; i < 2_000; i++) {
      DomainName name = name();
      List<String> labels = Arrays.asList(NameText.format(name).split("\\.")).reversed();
      String key = labels.isEmpty() ? "" : String.join(".", labels) + ".";
      assertThat(new String(NameText.sortKey(name), StandardCharsets.US_ASCII)).isEqualTo(key);
    }
    assertThat(NameText.sortKey(DomainName.ofWire(new byte[1]))).isEmpty();
  }

  @Test
  void nameComesBackFromItsKey() {
    for (int i = 0; i < 2_000; i++) {
      var id = new Identity(name(), RecordType.TXT, i % 3 == 0 ? "" : "set " + i);
      assertThat(Keys.identityOfRecordSet(Keys.recordSet("Z1", id).octets())).isEqualTo(id);
    }
  }

  @Test
  void damagedKeyIsSaidToBeUnreadable() {
    for (int i = 0; i < 20_000; i++) {
      byte[] key = Keys.recordSet("Z1", new Identity(name(), RecordType.A, "")).octets();
      for (int j = random.nextInt(4); j >= 0; j--) {
        byte odd = (byte) "..\\\\0a".charAt(random.nextInt(6));
        key[4 + random.nextInt(key.length - 4)] = odd;
      }
      try {
        Identity read = Keys.identityOfRecordSet(key);
        assertThat(read.name().lengthOctets()).isBetween(1, 255);
      } catch (UnreadableStateException e) {
        assertThat(e).hasMessageContaining("key of the store");
      }
    }
  }

  @Test
  void labelWithoutAnEndIsUnreadable() {
    byte[] key = Keys.recordSet("Z1", new Identity(name("a", "b"), RecordType.A, "")).octets();
    key[new String(key, StandardCharsets.US_ASCII).lastIndexOf('.')] = 'x';
    assertThatThrownBy(() -> Keys.identityOfRecordSet(key))
        .isInstanceOf(UnreadableStateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1",
        "1.2.3",
        "1.2.3.4",
        "0.0.0.0",
        "255.255.255.255",
        "256.1.1.1",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.00.3.4",
        "1..3.4",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "+1.2.3.4",
        "1.2.3.-4",
        "1.2.3.99999999999",
        "a.b.c.d",
        " 1.2.3.4",
        "1.2.3.٤",
        "1.2.3.4x",
        "1.2.3.1000"
      })
  void addressIsFourNumbersWithoutLeadingZeros(String text) {
    String number = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    boolean valid = text.matches(number + "(\\." + number + "){3}");
    assertThat(Addresses.parseIpv4(text).isPresent()).isEqualTo(valid);
    if (valid) {
      assertThat(Addresses.formatIpv4(Addresses.parseIpv4(text).orElseThrow())).isEqualTo(text);
    }
  }

  private DomainName name() {
    var labels = new ArrayList<String>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      var label = new StringBuilder();
      for (int j = 1 + random.nextInt(9); j > 0; j--) {
        label.append(ODD.charAt(random.nextInt(ODD.length())));
      }
      labels.add(label.toString());
    }
    return name(labels.toArray(String[]::new));
  }

  private static DomainName name(String... labels) {
    var wire = new ByteArrayOutputStream();
    for (String label : labels) {
      wire.write(label.length());
      label.chars().forEach(wire::write);
    }
    wire.write(0);
    return DomainName.ofWire(wire.toByteArray());
  }
}
