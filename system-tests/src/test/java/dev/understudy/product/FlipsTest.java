package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.geography.MmdbFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A flip of health changes the very next answer, under every policy and at every depth of a tree,
 * and compiles nothing.
 */
class FlipsTest {
  private static final int DEPTH_MAX = 4;

  /**
   * The lead of each policy, ahead of its standby as long as it is healthy: {@code lead | standby}.
   * The client is in France.
   */
  private static final Map<String, String> POLICIES =
      Map.of(
          "failover", "P | S",
          "weighted", "w255 | w0",
          "latency", "L:eu-west-3 | L:us-east-1",
          "geolocation", "G:FR | G:*",
          "geoproximity", "N:48/2/0 | N:0/0/0",
          "ipbased", "C:here | C:*");

  @Test
  void theVeryNextAnswerIsAnotherAndNothingIsCompiled(@TempDir Path data) throws Exception {
    Path map =
        new MmdbFixture()
            .network("127.0.0.0/8", "EU", "FR", null, 48.9, 2.4)
            .write(data.resolve("places.mmdb"));
    try (Cafe cafe = new Cafe();
        Product product = new Product(data.resolve("data"), "--geo-db", map.toString()).start();
        Examples examples = new Examples(product)) {
      String check = examples.endpoint("c", cafe.port(), "");
      String opposite = examples.endpoint("i", cafe.port(), "inverted");
      examples.awaitStatus(opposite, "unhealthy");
      examples.makeCollection("here 127.0.0.0/8");
      Map<String, String> zones = new TreeMap<>();
      POLICIES.forEach((policy, sets) -> zones.put(policy + ".example", tree(sets)));
      zones.put("multivalue.example", multivalue());
      String last = "";
      for (Map.Entry<String, String> zone : zones.entrySet()) {
        last = examples.makeZone(zone.getKey(), zone.getValue());
      }
      examples.awaitInSync(last);
      List<String> names =
          zones.keySet().stream()
              .flatMap(zone ->
                  java.util.stream.IntStream.rangeClosed(1, DEPTH_MAX)
                      .mapToObj(depth -> "d" + depth + "." + zone + "."))
              .toList();

      long compiled = metric(product, "understudy_nodes_compiled_total");
      long flips = metric(product, "understudy_health_flips_total");
      assertThat(compiled).isGreaterThan(names.size());
      assertAll(product, names, "1.1.1.1");
      cafe.down();
      examples.awaitStatus(check, "unhealthy");
      examples.awaitStatus(opposite, "healthy");
      assertAll(product, names, "2.2.2.2");
      cafe.up();
      examples.awaitStatus(check, "healthy");
      examples.awaitStatus(opposite, "unhealthy");
      assertAll(product, names, "1.1.1.1");
      assertThat(metric(product, "understudy_nodes_compiled_total")).isEqualTo(compiled);
      assertThat(metric(product, "understudy_health_flips_total") - flips)
          .as("both there and back")
          .isGreaterThanOrEqualTo(4);
      assertThat(product.stop()).isZero();
    }
  }

  /** At depth n, n - 1 aliases lie between the name asked for and the checked leaf. */
  private static String tree(String sets) {
    String[] roles = sets.split(" \\| ", -1);
    var rows = new ArrayList<String>();
    for (int depth = DEPTH_MAX; depth >= 1; depth--) {
      String name = "d" + depth;
      String lead = depth == 1 ? "c 1.1.1.1" : "- >" + link(depth, depth - 1);
      rows.add(name + " " + roles[0] + " " + lead);
      rows.add(name + " " + roles[1] + " - 2.2.2.2");
      for (int hop = depth - 1; hop > 1; hop--) {
        rows.add(link(depth, hop) + " - - >" + link(depth, hop - 1));
      }
      if (depth > 1) {
        rows.add(link(depth, 1) + " - c 1.1.1.1");
      }
    }
    return String.join(", ", rows);
  }

  private static String link(int depth, int hop) {
    return "l" + depth + "-" + hop;
  }

  /** Multivalue sets cannot be aliases: a group of them lies at the bottom of failover. */
  private static String multivalue() {
    var rows = new ArrayList<String>();
    for (int depth = DEPTH_MAX; depth >= 2; depth--) {
      rows.add("d" + depth + " P - >" + link(depth, depth - 1));
      rows.add("d" + depth + " S - 2.2.2.2");
      for (int hop = depth - 1; hop > 1; hop--) {
        rows.add(link(depth, hop) + " - - >" + link(depth, hop - 1));
      }
      rows.add(link(depth, 1) + " M c 1.1.1.1");
    }
    rows.add("d1 M c 1.1.1.1");
    rows.add("d1 M i 2.2.2.2");
    return String.join(", ", rows);
  }

  /** Each name is asked once. */
  private static void assertAll(Product product, List<String> names, String address)
      throws Exception {
    var wrong = new TreeMap<String, List<String>>();
    try (Asked asked = Asked.by(product.dnsPort(), "")) {
      for (String name : names) {
        List<String> answer =
            asked.ask(name, Type.A).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
        if (!answer.equals(List.of(address))) {
          wrong.put(name, answer);
        }
      }
    }
    assertThat(wrong).as("answers other than " + address).isEmpty();
  }

  private static long metric(Product product, String name) throws Exception {
    Matcher line =
        Pattern.compile("(?m)^" + name + " ([0-9.E+]+)$")
            .matcher(Examples.page(product, "/metrics"));
    assertThat(line.find()).as(name).isTrue();
    return (long) Double.parseDouble(line.group(1));
  }
}
