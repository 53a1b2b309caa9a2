package dev.understudy.answer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;

/** Any octets at all, guided by coverage; in CI the remembered inputs only. */
class ResponderFuzzTest {
  private static final Lab LAB =
      Fixture.lab(new AnswerSettings(1232, true).with(Fixture.ALL_OPTIONS));
  private static final byte[] RESPONSE = new byte[65_535];

  @FuzzTest(maxDuration = "30s")
  void anyOctetsGetAWellFormedReplyOrSilence(byte @NotNull @WithLength(max = 1500) [] octets) {
    for (Transport transport : Transport.values()) {
      int length =
          LAB.responder().respond(octets, octets.length, transport, new byte[4], 4, RESPONSE);
      ForeignOctetsTest.check(octets, transport, RESPONSE, length);
    }
  }
}
