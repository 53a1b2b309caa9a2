package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.geography.MmdbFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.GeoLocation;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Clients are told apart by a database of places that changes, breaks and is mended meanwhile. */
class PlacesTest {
  private static final Duration LIMIT = Product.LIMIT;
  private static final String NAME = "www.example.com.";
  private static final String FRENCH = "192.0.2.33";
  private static final String EUROPEAN = "192.0.2.30";
  private static final String OTHER = "192.0.2.99";

  @Test
  void aDatabaseIsReplacedAndBrokenWhileAnswersGoOn(@TempDir Path directory) throws Exception {
    Path places = directory.resolve("places.mmdb");
    byte[] whole = map("FR").octets();
    map("FR").write(places);
    String[] settings = {"--geo-db", places.toString(), "--ecs-from", "127.0.0.0/8"};
    try (var product = new Product(directory.resolve("data"), settings).start()) {
      load(product);
      assertThat(asked(product, "198.51.100.0")).containsExactly(FRENCH, "/24");
      assertThat(asked(product, "203.0.113.0")).containsExactly(OTHER, "/5"); // 198 or 203
      assertThat(product.log()).contains("database of places in use: Fixture-City");

      replace(places, map("DE").octets());
      until(product, EUROPEAN);

      replace(places, Arrays.copyOf(whole, whole.length / 2));
      untilLogged(product, "only the beginning of one");
      assertThat(asked(product, "198.51.100.0")).containsExactly(EUROPEAN, "/24");
      assertThat(metrics(product))
          .contains("understudy_map_networks{map=\"places\"} 1.0")
          .contains("understudy_map_refusals_total{map=\"places\"} 1.0");

      replace(places, whole);
      until(product, FRENCH);
      assertThat(product.log().lines().filter(line -> line.contains("WARN  WatchedFile")))
          .hasSize(1);
      assertThat(product.stop()).isZero();
    }
  }

  @Test
  void subnetsOfResolversThatAreNotBelievedDoNotCount(@TempDir Path directory) throws Exception {
    Path places = map("FR").write(directory.resolve("places.mmdb"));
    String[] settings = {"--geo-db", places.toString(), "--ecs-from", "none"};
    try (var product = new Product(directory.resolve("data"), settings).start()) {
      load(product);
      assertThat(asked(product, "198.51.100.0").getFirst()).isEqualTo(OTHER);
    }
  }

  /** At once: a reader who comes in between would see a third database. */
  private static void replace(Path file, byte[] octets) throws IOException {
    Path fresh = Files.write(file.resolveSibling("fresh.mmdb"), octets);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static MmdbFixture map(String country) {
    return new MmdbFixture().network("198.51.100.0/24", Map.of("country_code", country));
  }

  private static void load(Product product) throws Exception {
    try (Route53Client route53 = product.route53()) {
      String zone =
          route53
              .createHostedZone(request -> request.name("example.com").callerReference("places"))
              .hostedZone()
              .id();
      var changes =
          List.of(
              create("fr", FRENCH, GeoLocation.builder().countryCode("FR").build()),
              create("eu", EUROPEAN, GeoLocation.builder().continentCode("EU").build()),
              create("any", OTHER, GeoLocation.builder().countryCode("*").build()));
      String change =
          route53
              .changeResourceRecordSets(
                  request -> request.hostedZoneId(zone).changeBatch(b -> b.changes(changes)))
              .changeInfo()
              .id();
      InSync.await(route53, change);
    }
  }

  private static Change create(String id, String address, GeoLocation where) {
    return Change.builder()
        .action(ChangeAction.CREATE)
        .resourceRecordSet(
            ResourceRecordSet.builder()
                .name(NAME)
                .type(RRType.A)
                .setIdentifier(id)
                .geoLocation(where)
                .ttl(60L)
                .resourceRecords(ResourceRecord.builder().value(address).build())
                .build())
        .build();
  }

  /** The address answered to a client in a /24, and the scope of the answer. */
  private static List<String> asked(Product product, String network) throws Exception {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(NAME), Type.A, DClass.IN));
    query.addRecord(
        new OPTRecord(
            1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral(network)))),
        Section.ADDITIONAL);
    Message reply = product.resolver().ask(query, false);
    var options = reply.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET);
    String scope =
        options.isEmpty()
            ? ""
            : "/" + ((ClientSubnetOption) options.getFirst()).getScopePrefixLength();
    return List.of(reply.getSection(Section.ANSWER).getFirst().rdataToString(), scope);
  }

  private static void until(Product product, String address) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!asked(product, "198.51.100.0").getFirst().equals(address)) {
      assertThat(System.nanoTime()).as(address + " is answered").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static void untilLogged(Product product, String text) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!product.log().contains(text)) {
      assertThat(System.nanoTime()).as(text + " is logged").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static String metrics(Product product) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI metrics = product.endpoint().resolve("/metrics");
      return client
          .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
