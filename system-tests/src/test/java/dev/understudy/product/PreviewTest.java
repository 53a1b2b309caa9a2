package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/**
 * {@code ./understudy preview} against a server that runs: what it says, and that it writes
 * nothing.
 */
class PreviewTest {
  private static final String CHANGE =
      """
      {"Changes": [{"Action": "%s", "ResourceRecordSet": {"Name": "www.example.com", "Type": "A",
        "TTL": 60, "ResourceRecords": [{"Value": "%s"}]}}]}
      """;

  private record Said(int code, String text) {}

  @Test
  void exitCodesTellHarmlessHarmfulAndWrong(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone = create(route53);
      Object before = listed(route53, zone);

      Said harmless = preview(product, data, zone, CHANGE.formatted("UPSERT", "192.0.2.2"));
      assertThat(harmless.code()).as(harmless.text()).isZero();
      assertThat(harmless.text())
          .contains("www.example.com. A\n")
          .contains("now, any client: 192.0.2.1 (TTL 60) -> 192.0.2.2 (TTL 60)")
          .endsWith("Nothing was written.\n");
      Said harmful = preview(product, data, zone, CHANGE.formatted("DELETE", "192.0.2.1"));
      assertThat(harmful.code()).as(harmful.text()).isEqualTo(1);
      assertThat(harmful.text()).contains("Left without a healthy answer: 1.");
      Said json = preview(product, data, zone, CHANGE.formatted("DELETE", "192.0.2.1"), "--json");
      assertThat(json.code()).as(json.text()).isEqualTo(1);
      assertThat(json.text()).startsWith("{").contains("\"leftWithoutHealthyAnswer\"");

      Said refused = preview(product, data, zone, CHANGE.formatted("CREATE", "192.0.2.1"));
      assertThat(refused)
          .isEqualTo(
              new Said(
                  2,
                  "understudy: InvalidChangeBatch: [Tried to create resource record set"
                      + " [name='www.example.com.', type='A'] but it already exists]\n"));
      Said malformed = preview(product, data, zone, "{\n \"Changes\": [}");
      assertThat(malformed.code()).isEqualTo(2);
      assertThat(malformed.text()).contains("Malformed JSON at line 2, column 14: ");
      Said unknown = preview(product, data, "Z0", CHANGE.formatted("UPSERT", "192.0.2.2"));
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.text()).contains("NoSuchHostedZone: No hosted zone found with ID: Z0");

      assertThat(listed(route53, zone)).isEqualTo(before);
      everyAnswer(product, data);
      try (HttpClient http = HttpClient.newHttpClient()) {
        URI page = product.endpoint().resolve("/preview");
        assertThat(
                http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(400);
        var large = BodyPublishers.ofByteArray(new byte[2 << 20]);
        assertThat(
                http.send(HttpRequest.newBuilder(page).POST(large).build(), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(413);
      }
    }
    Said nobody = run(data, List.of("preview", "--http", "127.0.0.1:9", "--zone", "Z1", "-"));
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.text()).contains("no server answers at http://127.0.0.1:9");
    assertThat(run(data, List.of("preview", "--zone", "Z1", "no-such.json")))
        .isEqualTo(new Said(2, "understudy: there is no file no-such.json\n"));
    Said named = run(data, List.of("preview", "--zone", "example.com", "-"));
    assertThat(named.code()).isEqualTo(2);
    assertThat(named.text()).hasLineCount(1).contains("give the id of the hosted zone");
  }

  /** The same server, asked what the name can give. */
  private static void everyAnswer(Product product, Path data) throws Exception {
    String http = "127.0.0.1:" + product.httpPort();
    List<String> all = List.of("explain", "www.example.com", "A", "--all", "--http", http);
    var text = new ArrayList<>(all);
    text.add("--text");
    assertThat(run(data, text))
        .isEqualTo(
            new Said(0, "www.example.com. A\nfor any client\n  192.0.2.1 (TTL 60): always\n"));
    Said json = run(data, all);
    assertThat(json.code()).isZero();
    assertThat(json.text()).startsWith("{").contains("\"everyStateTried\"", "\"192.0.2.1\"");
    assertThat(json.text()).contains("\"alwaysAnswers\": true");
    Said none =
        run(data, List.of("explain", "no.example.com", "A", "--all", "--text", "--http", http));
    assertThat(none.text()).contains("no such name (NXDOMAIN)");
    assertThat(none.code()).as("nobody gets anything").isEqualTo(1);
    var assuming = new ArrayList<>(all);
    assuming.addAll(List.of("--client", "203.0.113.7"));
    Said refused = run(data, assuming);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.text()).contains("leave out client");
  }

  private static String create(Route53Client route53) throws Exception {
    String zone =
        route53.createHostedZone(r -> r.name("example.com").callerReference("p")).hostedZone().id();
    String change =
        route53
            .changeResourceRecordSets(r ->
                r.hostedZoneId(zone)
                    .changeBatch(batch ->
                        batch.changes(
                            Change.builder()
                                .action(ChangeAction.CREATE)
                                .resourceRecordSet(set ->
                                    set.name("www.example.com")
                                        .type(RRType.A)
                                        .ttl(60L)
                                        .resourceRecords(
                                            ResourceRecord.builder().value("192.0.2.1").build()))
                                .build())))
            .changeInfo()
            .id();
    InSync.await(route53, change);
    return zone;
  }

  private static Object listed(Route53Client route53, String zone) {
    return route53.listResourceRecordSets(r -> r.hostedZoneId(zone)).resourceRecordSets();
  }

  private static Said preview(
      Product product, Path data, String zone, String document, String... more) throws Exception {
    Path file = data.resolve("batch.json");
    Files.writeString(file, document, UTF_8);
    var arguments = new ArrayList<>(List.of("preview", "--zone", zone));
    arguments.addAll(List.of("--http", "127.0.0.1:" + product.httpPort()));
    arguments.addAll(List.of(more));
    arguments.add(file.toString());
    return run(data, arguments);
  }

  private static Said run(Path data, List<String> arguments) throws Exception {
    var command = new ArrayList<>(List.of(Product.root().resolve("understudy").toString()));
    command.addAll(arguments);
    Path log = data.resolve("said-" + System.nanoTime());
    Process process = Product.start(command, log);
    process.getOutputStream().close();
    return new Said(Product.exitCode(process), Files.readString(log, UTF_8));
  }
}
