package dev.understudy.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.understudy.control.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever octets arrive by the three protocols, they become a structure or a refusal: never
 * another exception. {@code JAZZER_FUZZ=1} searches; without it a seeded walk around good ones is
 * taken.
 */
class TreesFuzzTest {
  private static final String FORM =
      "MetricData.member.1.MetricName=orders&MetricData.member.1.Values.member.2=1"
          + "&MetricData.member.1.Timestamp=2026-01-01T00:00:00Z&MetricData.member.10.Value=3"
          + "&Dimensions.member.1.Name=a&Flag=true&Dimensions=";

  private static final Map<String, Object> TREE =
      Map.of(
          "Dimensions",
          List.of(Map.of("Name", "a", "Value", "b")),
          "MetricData",
          List.of(Map.of("Values", List.of(1, 2.5), "Timestamp", 1_767_225_600.5)),
          "Flag",
          true,
          "MetricName",
          "orders");

  @FuzzTest(maxDuration = "20s")
  void jsonIsReadOrRefused(byte[] octets) {
    read(TreeCodec.JSON, octets);
  }

  @FuzzTest(maxDuration = "20s")
  void cborIsReadOrRefused(byte[] octets) {
    read(TreeCodec.CBOR, octets);
  }

  @FuzzTest(maxDuration = "20s")
  void formsAreReadOrRefused(byte[] octets) {
    var parameters = new HashMap<String, String>();
    for (String each : new String(octets, StandardCharsets.UTF_8).split("&", -1)) {
      String[] parts = each.split("=", 2);
      parameters.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    walk(Input.of(FormTree.read(parameters)));
  }

  private static void read(TreeCodec codec, byte[] octets) {
    try {
      walk(codec.read(octets));
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo("SerializationException");
    }
  }

  /** Asks for every member in every way. */
  private static void walk(Input input) {
    for (String name :
        List.of("MetricData", "Dimensions", "Values", "Timestamp", "Flag", "MetricName", "Value")) {
      refusable(() -> input.text(name));
      refusable(() -> input.number(name));
      refusable(() -> input.integer(name));
      refusable(() -> input.flag(name));
      refusable(() -> input.instant(name));
      refusable(() -> input.texts(name));
      refusable(() -> input.numbers(name));
      refusable(() -> {
        Input structure = input.structure(name);
        if (structure != null) {
          walk(structure);
        }
        return structure;
      });
      refusable(() -> {
        List<Input> structures = input.structures(name);
        structures.forEach(TreesFuzzTest::walk);
        return structures;
      });
    }
  }

  private interface Reading<T> {
    @Nullable T read() throws ApiException;
  }

  private static <T> void refusable(Reading<T> reading) {
    try {
      @Nullable T _ = reading.read();
    } catch (ApiException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Test
  void octetsNearGoodOnes() throws IOException {
    var random = new Random(138);
    byte[] json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsBytes(TREE);
    byte[] cbor = new CBORMapper().writeValueAsBytes(TREE);
    byte[] form = FORM.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3_000; i++) {
      jsonIsReadOrRefused(mutated(json, random));
      cborIsReadOrRefused(mutated(cbor, random));
      formsAreReadOrRefused(mutated(form, random));
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] octets = good.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(octets.length);
      int other = random.nextInt(octets.length);
      octets[at] = random.nextBoolean() ? octets[other] : (byte) random.nextInt();
    }
    return octets;
  }
}
