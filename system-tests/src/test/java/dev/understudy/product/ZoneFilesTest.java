package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.zonefile.ZoneGenerator;
import dev.understudy.zonefile.ZoneWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HealthCheckType;

/** {@code ./understudy import} and {@code export} against a server that runs. */
class ZoneFilesTest {
  private static final String FOREIGN =
      """
      $TTL 1h
      @    IN SOA ns1 host ( 1 ; serial
             7200 900 1209600 300 )
           NS   ns1
      ns1  A    192.0.2.53
      www  300 IN A 192.0.2.1
           IN 300 A 192.0.2.2
      $GENERATE 1-3 host-${0,2} A 10.0.0.$
      $INCLUDE more.inc sub
      """;

  private record Said(int code, String text) {}

  @Test
  void anyZoneIsTheSameAfterExportAndImport(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone = create(route53, "one");
      String other = create(route53, "other");
      String check = check(route53);
      String collection =
          route53
              .createCidrCollection(r -> r.name("networks").callerReference("c"))
              .collection()
              .id();
      for (int seed = 0; seed < 3; seed++) {
        var generator =
            new ZoneGenerator(
                new Random(seed), NameText.parse("example.com"), zone, check, collection, true);
        String text = write(zone, generator.zone(200));
        Files.writeString(data.resolve("zone"), text, UTF_8);

        Said first = run(product, data, "import", "zone", "--zone", zone, "--replace", "--apex");
        assertThat(first.code()).as("seed " + seed + first.text()).isZero();
        Said exported = run(product, data, "export", zone);
        assertThat(exported).as("seed " + seed).isEqualTo(new Said(0, text));
        Said again = run(product, data, "import", "zone", "--zone", zone, "--replace", "--apex");
        assertThat(again.text()).contains(": created 0, changed 0, deleted 0, as they were ");

        Said into = run(product, data, "import", "zone", "--zone", other, "--replace", "--apex");
        assertThat(into.code()).as("seed " + seed + into.text()).isZero();
        assertThat(run(product, data, "export", other).text()).as("seed " + seed).isEqualTo(text);
        assertThat(listed(route53, other).replace(other, zone))
            .as("seed " + seed)
            .isEqualTo(listed(route53, zone));
      }
    }
  }

  @Test
  void aForeignZoneIsTakenOverAndAnswered(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      Files.writeString(data.resolve("db"), FOREIGN, UTF_8);
      Files.writeString(data.resolve("more.inc"), "a 60 A 192.0.2.9\n", UTF_8);
      Said missing = run(product, data, "import", "db", "--name", "example.com");
      assertThat(missing.code()).isEqualTo(2);
      assertThat(missing.text())
          .isEqualTo(
              "understudy: there is no hosted zone example.com.; create it, for instance with"
                  + " --create, or name another with --name or --zone\n");
      Said dry =
          run(product, data, "import", "db", "--name", "example.com", "--create", "--dry-run");
      assertThat(dry)
          .isEqualTo(new Said(0, "The zone would be created, for 8 record sets of the file.\n"));
      assertThat(route53.listHostedZones().hostedZones()).isEmpty();

      Said done = run(product, data, "import", "db", "--name", "example.com", "--create");
      String zone = route53.listHostedZones().hostedZones().getFirst().id();
      assertThat(done)
          .isEqualTo(
              new Said(
                  0,
                  "example.com. "
                      + zone.replace("/hostedzone/", "")
                      + ": created 6, changed 0, deleted 0, as they were 0 record sets.\n"
                      + "SOA and NS of the apex stay the zone's own; --apex takes the file's.\n"));
      product.resolver().until("www.example.com.", List.of("192.0.2.1", "192.0.2.2"), LIMIT);
      product.resolver().until("host-02.example.com.", List.of("10.0.0.2"), LIMIT);
      product.resolver().until("a.sub.example.com.", List.of("192.0.2.9"), LIMIT);

      Files.writeString(data.resolve("db"), "www 5 A 192.0.2.7\n", UTF_8);
      Said plan =
          run(product, data, "import", "db", "--name", "example.com", "--replace", "--dry-run");
      assertThat(plan.text())
          .startsWith("UPSERT www.example.com. A\nDELETE ")
          .contains("DELETE a.sub.example.com. A\n", ": would be created 0, changed 1, deleted 5");
      assertThat(listed(route53, zone)).contains("192.0.2.9");
      assertThat(run(product, data, "import", "db", "--zone", zone).code()).isZero();
      product.resolver().until("www.example.com.", List.of("192.0.2.7"), LIMIT);
    }
  }

  @Test
  void whatIsWrongIsToldAndNothingIsChanged(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone = create(route53, "one");
      String before = listed(route53, zone);
      Files.writeString(
          data.resolve("db"), "a 5 A 192.0.2.1\nb 5 A 192.0.2\nc A 192.0.2.1x\n", UTF_8);
      Said wrong = run(product, data, "import", "db", "--name", "example.com");
      assertThat(wrong.code()).isEqualTo(2);
      assertThat(wrong.text().lines())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("understudy: db:2: FATAL problem: ARRDATAIllegalIPv4Address");
      Files.writeString(data.resolve("db"), "a 5 A 192.0.2.1\na.other. 5 A 192.0.2.1\n", UTF_8);
      assertThat(run(product, data, "import", "db", "--zone", zone).text())
          .startsWith("understudy: db:2: a.other. A is not in the zone example.com.");
      Files.writeString(
          data.resolve("db"),
          "a 5 A 192.0.2.1\nb 5 A 192.0.2.1 ;understudy: SetIdentifier=x HealthCheckId=none\n",
          UTF_8);
      Said refused = run(product, data, "import", "db", "--zone", zone);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.text()).startsWith("understudy: nothing was changed: ");
      assertThat(run(product, data, "import", "none", "--zone", zone))
          .isEqualTo(new Said(2, "understudy: none does not exist\n"));
      assertThat(run(product, data, "export", "Z0NOSUCH").text())
          .isEqualTo("understudy: NoSuchHostedZone: No hosted zone found with ID: Z0NOSUCH\n");
      assertThat(listed(route53, zone)).isEqualTo(before);
      create(route53, "two");
      assertThat(run(product, data, "export", "example.com").text())
          .startsWith(
              "understudy: 2 zones have the name example.com.; say which with --zone ID: Z");
    }
  }

  private static final java.time.Duration LIMIT = Product.LIMIT;

  private static String create(Route53Client route53, String reference) {
    return route53
        .createHostedZone(r -> r.name("example.com").callerReference(reference))
        .hostedZone()
        .id()
        .replace("/hostedzone/", "");
  }

  private static String check(Route53Client route53) {
    return route53
        .createHealthCheck(r ->
            r.callerReference("check")
                .healthCheckConfig(c -> c.type(HealthCheckType.TCP).ipAddress("127.0.0.1").port(9)))
        .healthCheck()
        .id();
  }

  private static String write(String zone, List<ResourceRecordSet> sets) throws Exception {
    var text = new StringBuilder();
    ZoneWriter.write("example.com", zone, sets, text);
    return text.toString();
  }

  /** All that the API lists, one record set after the other. */
  private static String listed(Route53Client route53, String zone) {
    var all = new StringBuilder();
    route53
        .listResourceRecordSetsPaginator(r -> r.hostedZoneId(zone))
        .resourceRecordSets()
        .forEach(set -> all.append(set).append('\n'));
    return all.toString();
  }

  private static Said run(Product product, Path data, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(Product.root().resolve("understudy").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--http", "127.0.0.1:" + product.httpPort()));
    Path log = data.resolve("said-" + System.nanoTime());
    Process process = Product.start(command, log, data);
    process.getOutputStream().close();
    return new Said(Product.exitCode(process), Files.readString(log, UTF_8));
  }
}
