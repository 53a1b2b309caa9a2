package dev.understudy.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a file holds, reading it ends, with a map that can be asked or with a reason in one
 * line; never with anything else.
 */
class DamagedFilesTest {
  private static final int FLIPS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {24, 28, 32})
  void filesCutOffAnywhereAreRefused(int recordBits) throws Exception {
    byte[] whole = whole(recordBits);
    assertThat(read(whole)).isTrue();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(read(cut)).as("cut to %d octets of %d", length, whole.length).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 28, 32})
  void flippedBitsAreRefusedOrGiveAMapThatCanBeAsked(int recordBits) {
    var random = new SplittableRandom(recordBits);
    byte[] whole = whole(recordBits);
    int readable = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      int flips = 1 + random.nextInt(3);
      for (int j = 0; j < flips; j++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      readable += read(damaged) ? 1 : 0;
    }
    assertThat(readable).as("some damage is in what nobody reads").isBetween(1, FLIPS - 1);
  }

  @Test
  void octetsReplacedByRubbishAreNoWorse() {
    var random = new SplittableRandom(9);
    byte[] whole = whole(28);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      int count = Math.min(damaged.length - at, 1 + random.nextInt(32));
      for (int j = 0; j < count; j++) {
        damaged[at + j] = (byte) random.nextInt(256);
      }
      read(damaged);
    }
  }

  @Test
  void aTreeWithALoopIsRefused() {
    byte[] loop = new MmdbFixture().recordBits(32).network("::/1", Map.of("a", "b")).octets();
    ByteBuffer.wrap(loop).putInt(0, 0).putInt(4, 0);
    refused(loop, "loop");
    byte[] four =
        new MmdbFixture()
            .recordBits(32)
            .ipVersion(4)
            .network("1.0.0.0/8", Map.of("a", "b"))
            .octets();
    ByteBuffer.wrap(four).putInt(8, 0).putInt(12, 0); // node 1 leads back to the root
    refused(four, "loop");
  }

  @Test
  void recordsThatPointToThemselvesAreRefused() {
    var fixture = new MmdbFixture().recordBits(32).ipVersion(4);
    byte[] octets =
        fixture
            .network("0.0.0.0/1", Map.of("country", Map.of("iso_code", List.of("a", "b", "c"))))
            .octets();
    int data = 8 + 16;
    octets[data] = 0x20; // a pointer to the start of the data: to itself
    octets[data + 1] = 0;
    refused(octets, "nest too deeply");
  }

  @Test
  void metadataThatCannotBeIsRefused() {
    refused(fixture().metadata("record_size", 26).octets(), "records have 26 bits");
    refused(fixture().metadata("record_size", "28").octets(), "records have -1 bits");
    refused(fixture().metadata("ip_version", 5).octets(), "IP version 5");
    refused(fixture().metadata("binary_format_major_version", 3).octets(), "version 2");
    refused(fixture().metadata("node_count", 2_000_000_000).octets(), "does not fit");
    refused(fixture().metadata("node_count", Long.MAX_VALUE).octets(), "does not fit");
    refused(fixture().metadata("node_count", -1L).octets(), "does not fit");
    refused(new byte[0], "no MMDB file");
    refused(
        "not a database".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "no MMDB file");
  }

  private static void refused(byte[] octets, String reason) {
    assertThatThrownBy(() -> MapFile.read(ByteBuffer.wrap(octets)))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessageContaining(reason);
  }

  private static MmdbFixture fixture() {
    return new MmdbFixture().network("10.0.0.0/8", "EU", "FR", null, 48.9, 2.4);
  }

  private static byte[] whole(int recordBits) {
    return new MmdbFixture()
        .recordBits(recordBits)
        .network("10.0.0.0/8", "EU", "FR", null, 48.9, 2.4)
        .network("10.1.0.0/16", "NA", "US", "CA", 37.8, -122.4)
        .network(
            "198.51.100.0/24", Map.of("country_code", "DE", "latitude", "50", "longitude", "8"))
        .network("2001:db8::/32", Map.of("country_code", "GB", "names", List.of("a", "b")))
        .alias("2002::/16")
        .octets();
  }

  /** Whether there is a map; it must then answer for any address. */
  private static boolean read(byte[] octets) {
    try {
      var map = MapFile.read(ByteBuffer.wrap(octets)).locations();
      for (String address :
          List.of(
              "10.0.0.1",
              "10.1.2.3",
              "198.51.100.1",
              "255.255.255.255",
              "0.0.0.0",
              "::1",
              "2001:db8::1",
              "2002:a01::1",
              "ffff::")) {
        Asked.of(map, address);
      }
      return true;
    } catch (UnreadableMapException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return false;
    }
  }
}
