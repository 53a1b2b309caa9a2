package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;

/** Any octets are read to a verdict, and what is then told of them lies inside them. */
class QueryFuzzTest {
  private static final Query QUERY = new Query();

  @FuzzTest(maxDuration = "30s")
  void anyOctetsAreReadToAVerdict(byte @NotNull @WithLength(max = 1500) [] octets) {
    switch (QUERY.read(octets, octets.length)) {
      case TOO_SHORT -> assertThat(octets.length).isLessThan(Query.NAME_AT);
      case RESPONSE -> assertThat(octets[2]).isNegative();
      case MALFORMED -> assertThat(QUERY.edns()).isFalse();
      case OTHER_OPCODE, NO_QUESTION -> {
        assertThat(QUERY.questionEnd()).isLessThanOrEqualTo(octets.length);
        checkOptions(octets.length);
      }
      case OTHER_VERSION, MALFORMED_EDNS -> {
        assertThat(QUERY.edns()).isTrue();
        assertThat(QUERY.options().any()).isFalse();
        assertThat(QUERY.questionEnd()).isLessThanOrEqualTo(octets.length);
      }
      case OTHER_CLASS, WELL_FORMED -> {
        assertThat(QUERY.nameLengthOctets()).isBetween(1, Names.LENGTH_MAX_OCTETS);
        assertThat(QUERY.questionEnd()).isLessThanOrEqualTo(octets.length);
        assertThat(QUERY.type()).isBetween(0, 65_535);
        assertThat(QUERY.udpSizeOctets()).isBetween(0, 65_535);
        checkOptions(octets.length);
      }
    }
  }

  private static void checkOptions(int length) {
    QueryOptions options = QUERY.options();
    if (options.clientSubnetAt() != 0) {
      int end = options.clientSubnetAt() + options.clientSubnetLengthOctets();
      assertThat(end).isBetween(Query.NAME_AT, length);
    }
    if (options.cookieAt() != 0) {
      assertThat(options.cookieLengthOctets()).isBetween(8, 40);
      assertThat(options.cookieAt() + options.cookieLengthOctets()).isLessThanOrEqualTo(length);
    }
  }
}
