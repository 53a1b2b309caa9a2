package dev.understudy.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever is typed into a tag is refused in one line, or read back as it was understood. */
class RecipientFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void whatIsAcceptedReadsBack(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    List<Recipient> all;
    try {
      all = Recipient.parseList(text);
    } catch (IllegalArgumentException e) {
      assertThat(String.valueOf(e.getMessage())).doesNotContain("\r", "\n").isNotEmpty();
      return;
    }
    for (Recipient recipient : all) {
      assertThat(Recipient.parse(recipient.text())).isEqualTo(recipient);
      assertThat(recipient.text()).matches("[!-~]+");
    }
  }
}
