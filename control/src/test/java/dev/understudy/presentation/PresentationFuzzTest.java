package dev.understudy.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;

/**
 * Texts from anywhere: either a {@link PresentationException} or a value whose canonical text means
 * the same. The inputs beside this class's resources are replayed in every build.
 */
class PresentationFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void names(FuzzedDataProvider data) {
    checkName(data.consumeRemainingAsString());
  }

  @FuzzTest(maxDuration = "20s")
  void values(FuzzedDataProvider data) {
    RecordType type = data.pickValue(RecordType.values());
    checkValue(type, data.consumeRemainingAsString());
  }

  static void checkName(String text) {
    try {
      DomainName name = NameText.parse(text);
      assertThat(NameText.parse(NameText.format(name))).isEqualTo(name);
    } catch (PresentationException e) {
      assertThat(e.message()).startsWith("FATAL problem: " + e.code());
    }
  }

  static void checkValue(RecordType type, String text) {
    try {
      Rdata rdata = RdataText.parse(type, text);
      String canonical = RdataText.format(type, rdata);
      if (canonical.length() <= 4000) {
        assertThat(RdataText.parse(type, canonical)).isEqualTo(rdata);
        assertThat(RdataText.format(type, rdata)).isEqualTo(canonical);
      }
    } catch (PresentationException e) {
      assertThat(e.message()).startsWith("FATAL problem: " + e.code());
    }
  }
}
