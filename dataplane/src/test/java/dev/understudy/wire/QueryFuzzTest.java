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
      case OTHER_OPCODE, MALFORMED -> {}
      case OTHER_VERSION, BAD_CLIENT_SUBNET, OTHER_CLASS, WELL_FORMED -> {
        assertThat(QUERY.nameLengthOctets()).isBetween(1, Names.LENGTH_MAX_OCTETS);
        assertThat(QUERY.questionEnd()).isLessThanOrEqualTo(octets.length);
        assertThat(QUERY.type()).isBetween(0, 65_535);
        assertThat(QUERY.udpSizeOctets()).isBetween(0, 65_535);
        assertThat(QUERY.clientSubnetAt()).isBetween(0, octets.length);
      }
    }
  }
}
