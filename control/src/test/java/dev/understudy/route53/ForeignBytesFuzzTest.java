package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever octets arrive, they become a request or a refusal: never another exception. {@code
 * JAZZER_FUZZ=1} searches; without it the kept inputs are replayed, and a seeded walk around them
 * is taken.
 */
class ForeignBytesFuzzTest {
  private static final Router.Route CHANGE =
      new Router.Route(Operation.CHANGE_RESOURCE_RECORD_SETS, Map.of("Id", "Z1"));
  private static final Router.Route CHECK =
      new Router.Route(Operation.CREATE_HEALTH_CHECK, Map.of());

  private static final Router ROUTER = new Router();

  private static final SignatureV4 SIGNATURES =
      new SignatureV4(
          new Credentials("AKIDEXAMPLE", "secret", "123456789012"),
          InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")));

  @FuzzTest(maxDuration = "20s")
  void bodiesAreReadOrRefused(byte[] body) {
    for (Router.Route route : List.of(CHANGE, CHECK)) {
      try {
        RequestReader.read(route, Query.parse(""), body);
      } catch (ApiException e) {
        assertThat(e.code()).isEqualTo("InvalidInput");
        assertThat(new String(XmlWriter.error("ns", e, "id"), StandardCharsets.UTF_8)).isNotEmpty();
      }
    }
  }

  /** Four lines: Authorization, X-Amz-Date, path, query. */
  @FuzzTest(maxDuration = "20s")
  void headsAreReadOrRefused(byte[] lines) {
    String[] line = new String(lines, StandardCharsets.ISO_8859_1).split("\n", 4);
    String path = line.length > 2 ? line[2] : "/";
    Query query = Query.parse(line.length > 3 ? line[3] : "");
    var head = new HttpHead("GET", path, "", name -> header(name, line));
    try {
      Claim claim = SIGNATURES.admit(head, query, Set.of("route53"));
      SIGNATURES.verify(claim, head, query, lines);
    } catch (ApiException e) {
      assertThat(e.status()).isEqualTo(403);
    }
    for (String method : List.of("GET", "POST", "DELETE")) {
      Router.Route route = ROUTER.route(method, path);
      if (route != null) {
        try {
          RequestReader.read(route, query, lines);
        } catch (ApiException e) {
          assertThat(e.status()).isEqualTo(400);
        }
      }
    }
  }

  private static List<String> header(String name, String[] line) {
    return switch (name) {
      case "Authorization" -> List.of(line[0]);
      case "X-Amz-Date" -> line.length > 1 ? List.of(line[1]) : List.of();
      default -> List.of();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"change", "doctype"})
  void bodiesNearTheKeptOnes(String name) throws IOException {
    byte[] kept = kept("bodiesAreReadOrRefused/" + name);
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      bodiesAreReadOrRefused(mutated(kept, random));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "presigned"})
  void headsNearTheKeptOnes(String name) throws IOException {
    byte[] kept = kept("headsAreReadOrRefused/" + name);
    var random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      headsAreReadOrRefused(mutated(kept, random));
    }
  }

  private static byte[] kept(String name) throws IOException {
    try (InputStream in =
        ForeignBytesFuzzTest.class.getResourceAsStream("ForeignBytesFuzzTestInputs/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] mutated(byte[] kept, Random random) {
    byte[] octets = kept.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(octets.length);
      int other = random.nextInt(octets.length);
      octets[at] = random.nextBoolean() ? octets[other] : (byte) random.nextInt();
    }
    return octets;
  }
}
