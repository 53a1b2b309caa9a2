package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Route 53 API Reference, GetCheckerIpRanges: CIDR notation, nothing else. */
class OwnAddressesTest {
  /** Believed before: what Java writes for an address can be shown as it is. */
  @Test
  void areShownWithoutTheirInterface() {
    assertThat(OwnAddresses.ranges())
        .isNotEmpty()
        .allMatch(range -> range.matches("[0-9a-f.:]+/(32|128)"));
    assertThat(OwnAddresses.shown()).matches("[0-9a-f.:]+");
  }
}
