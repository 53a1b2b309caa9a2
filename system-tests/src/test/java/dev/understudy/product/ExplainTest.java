package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.geography.MmdbFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** {@code ./understudy explain} and {@code GET /explain} against a server that runs. */
class ExplainTest {
  private static final long PATIENCE_NANOS = Product.LIMIT.toNanos();

  private record Said(int code, String text) {}

  @Test
  void everyAnswerHasItsReason(@TempDir Path data) throws Exception {
    Path places =
        new MmdbFixture()
            .network("203.0.113.0/24", "EU", "FR", null, 48.9, 2.4)
            .write(data.resolve("places.mmdb"));
    try (Product product = new Product(data, "--geo-db", places.toString()).start();
        Route53Client route53 = product.route53()) {
      String dead = create(route53);
      awaitUnhealthy(product, dead);

      Said tree = explain(product, data, "www.example.com", "A", "--text");
      assertThat(tree.code()).as(tree.text()).isZero();
      assertThat(tree.text())
          .startsWith("www.example.com. A: 192.0.2.2  TTL 15\n")
          .contains("✗ PRIMARY", "its check is unhealthy", "by 1 of 1 checkers", dead)
          .contains("✓ SECONDARY");
      Said json = explain(product, data, "www.example.com");
      assertThat(json.code()).as(json.text()).isZero();
      assertThat(json.text()).startsWith("{").contains("192.0.2.2");

      Said supposed =
          explain(product, data, "www.example.com", "--text", "--assume", dead + "=healthy");
      assertThat(supposed.text()).startsWith("www.example.com. A: 192.0.2.1  TTL 15\n");
      assertThat(product.resolver().addresses("www.example.com.")).containsExactly("192.0.2.2");

      Said paris = explain(product, data, "geo.example.com", "--text", "--client", "203.0.113.7");
      assertThat(paris.text()).startsWith("geo.example.com. A: 192.0.2.33").contains("FR");
      Said elsewhere =
          explain(product, data, "geo.example.com", "--text", "--client", "198.51.100.7");
      assertThat(elsewhere.text()).startsWith("geo.example.com. A: 192.0.2.9");

      Said all = explain(product, data, "www.example.com", "A", "--all", "--text");
      assertThat(all.code()).as(all.text()).isZero();
      assertThat(all.text()).contains("192.0.2.1", "192.0.2.2", dead);

      Said none = explain(product, data, "missing.example.com", "--text");
      assertThat(none.code()).as(none.text()).isEqualTo(1);
      assertThat(none.text()).contains("NXDOMAIN");
      oneLine(explain(product, data, "www.example.com", "--assume", "nonsense=healthy"));
      oneLine(explain(product, data, "www.example.com", "NOTYPE"));
      oneLine(explain(product, data, "www.example.com", "--client", "not-an-address"));

      assertThat(page(product, "name=www.example.com").statusCode()).isEqualTo(200);
      assertThat(page(product, "type=A").statusCode()).isEqualTo(400);
    }
  }

  private static void oneLine(Said said) {
    assertThat(said.code()).as(said.text()).isEqualTo(2);
    assertThat(said.text().strip().lines()).as(said.text()).hasSize(1);
  }

  /** A failover pair whose primary's endpoint is dead, and a geolocation group; the check's id. */
  private static String create(Route53Client route53) {
    String zone =
        route53.createHostedZone(r -> r.name("example.com").callerReference("e")).hostedZone().id();
    String dead =
        route53
            .createHealthCheck(r ->
                r.callerReference("e")
                    .healthCheckConfig(c ->
                        c.type(HealthCheckType.TCP)
                            .ipAddress("127.0.0.1")
                            .port(1)
                            .failureThreshold(1)
                            .requestInterval(10)))
            .healthCheck()
            .id();
    List<Change> changes =
        List.of(
            creating(
                set("www", "lead", "192.0.2.1")
                    .failover(ResourceRecordSetFailover.PRIMARY)
                    .healthCheckId(dead)),
            creating(
                set("www", "understudy", "192.0.2.2")
                    .failover(ResourceRecordSetFailover.SECONDARY)),
            creating(set("geo", "france", "192.0.2.33").geoLocation(g -> g.countryCode("FR"))),
            creating(set("geo", "rest", "192.0.2.9").geoLocation(g -> g.countryCode("*"))));
    route53.changeResourceRecordSets(
        r -> r.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
    return dead;
  }

  private static ResourceRecordSet.Builder set(String label, String identifier, String value) {
    return ResourceRecordSet.builder()
        .name(label + ".example.com")
        .type(RRType.A)
        .ttl(15L)
        .setIdentifier(identifier)
        .resourceRecords(ResourceRecord.builder().value(value).build());
  }

  private static Change creating(ResourceRecordSet.Builder set) {
    return Change.builder().action(ChangeAction.CREATE).resourceRecordSet(set.build()).build();
  }

  private static void awaitUnhealthy(Product product, String check) throws Exception {
    long begun = System.nanoTime();
    while (!product.resolver().addresses("www.example.com.").contains("192.0.2.2")) {
      assertThat(System.nanoTime() - begun).as(check).isLessThan(PATIENCE_NANOS);
      Thread.sleep(100);
    }
  }

  private static HttpResponse<String> page(Product product, String query) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = product.endpoint().resolve("/explain?" + query);
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    }
  }

  private static Said explain(Product product, Path data, String... question) throws Exception {
    var command =
        new ArrayList<>(List.of(Product.root().resolve("understudy").toString(), "explain"));
    command.addAll(List.of(question));
    command.addAll(List.of("--http", "127.0.0.1:" + product.httpPort()));
    Path log = data.resolve("said-" + System.nanoTime());
    Process process = Product.start(command, log);
    process.getOutputStream().close();
    return new Said(Product.exitCode(process), Files.readString(log, UTF_8));
  }
}
