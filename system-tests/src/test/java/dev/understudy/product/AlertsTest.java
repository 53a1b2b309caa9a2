package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.product.MailFolder.Letter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

/** An endpoint dies and somebody is told; it returns and the thread is closed. */
class AlertsTest {
  private static final int CHECKS = 1_000;
  private static final List<String> READERS = List.of("ops@example.com", "web@example.com");
  private static final Duration LIMIT = Product.LIMIT;

  @Test
  void aMailSaysWhatChangedAndOneOfTheSameThreadThatItIsBack(@TempDir Path data) throws Exception {
    var folder = new MailFolder(data);
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String check =
          QuickCheck.create(
              route53,
              cafe.port(),
              config -> config,
              Map.of("understudy:notify", "ops@example.com", "Name", "the cafe"));
      pair(route53, check);
      product.resolver().until("www.example.com.", List.of("192.0.2.1"), LIMIT);
      var _ = events(product, "kind=answer&name=www.example.com", 1); // else told as one change
      cafe.down();
      Letter down = folder.await(_ -> true);
      assertThat(down.to()).isEqualTo("ops@example.com");
      assertThat(down.subject()).isEqualTo("DOWN: the cafe; www.example.com 192.0.2.1 → 192.0.2.2");
      assertThat(down.text())
          .contains(
              "www.example.com A: 192.0.2.1 → 192.0.2.2; clients may keep the old answer for up to"
                  + " 15 s",
              "unhealthy since ",
              "http://127.0.0.1:" + cafe.port() + "/cafe",
              "local in us-east-1: Failure: ",
              check,
              "first failed probe at ",
              product.endpoint() + "/explain?name=www.example.com.&type=A");
      assertThat(down.html()).contains("192.0.2.1 → 192.0.2.2", "<a href=");
      assertThat(down.references()).isEmpty();
      toldAfterwards(product, check, "unhealthy", 1);

      product.kill();
      product.start();
      cafe.up();
      Letter up = folder.await(letter -> letter.subject().startsWith("UP: the cafe after "));
      assertThat(up.inReplyTo()).containsExactly(down.id());
      assertThat(up.references()).containsExactly(down.id());
      assertThat(up.text())
          .contains("192.0.2.2 → 192.0.2.1", "healthy again since ", "first good probe at ");
      toldAfterwards(product, check, "healthy", 2);
      assertThat(product.stop()).isZero();
      assertThat(folder.all()).hasSize(2);
    }
  }

  @Test
  void aThousandChecksThatFailAtOnceAreOneMailEach(@TempDir Path data) throws Exception {
    var folder = new MailFolder(data);
    try (var endpoint = new Doorman();
        Product product = new Product(data, "--notify", String.join(",", READERS)).start();
        Route53Client route53 = product.route53()) {
      List<String> checks = thousand(route53, endpoint.port());
      pair(route53, checks.getFirst());
      Resolver resolver = product.resolver();
      resolver.until("www.example.com.", List.of("192.0.2.1"), LIMIT);
      var _ = events(product, "kind=answer&name=www.example.com", 1);
      awaitAllHeld(endpoint);
      endpoint.die();
      Soon.until(
          "both are told",
          () -> {
            assertThat(resolver.addresses("www.example.com.")).isSubsetOf("192.0.2.1", "192.0.2.2");
            return !letters(folder, READERS.getFirst()).isEmpty()
                && !letters(folder, READERS.getLast()).isEmpty();
          });
      List<JsonNode> turns = events(product, "kind=health", CHECKS);
      assertThat(resolver.addresses("www.example.com.")).containsExactly("192.0.2.2");
      assertThat(turns).allMatch(turn -> turn.path("to").asText().equals("unhealthy"));
      for (String to : READERS) {
        Letter first = letters(folder, to).getFirst();
        assertThat(first.subject()).startsWith("DOWN: ");
        if (first.subject().startsWith("DOWN: 1000 health checks, ")) {
          assertThat(first.subject()).endsWith("; www.example.com 192.0.2.1 → 192.0.2.2");
        } else {
          Soon.until("the rest is told", () -> letters(folder, to).size() > 1);
        }
        assertThat(letters(folder, to).stream().skip(1))
            .allMatch(mail -> mail.references().contains(first.id()));
      }
      assertThat(product.stop()).isZero();
    }
  }

  /** One; where a slow machine notices the fall for long, a second half a minute later. */
  private static List<Letter> letters(MailFolder folder, String to) throws Exception {
    return folder.all().stream().filter(mail -> mail.to().equals(to)).toList();
  }

  private static void awaitAllHeld(Doorman endpoint) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (endpoint.guests() < CHECKS && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(endpoint.guests()).as("checks that watch").isGreaterThanOrEqualTo(CHECKS);
  }

  /** Each holds a connection by which it notices at once that the endpoint is gone. */
  private static List<String> thousand(Route53Client route53, int port) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      var made = new ArrayList<Future<String>>();
      for (int i = 0; i < CHECKS; i++) {
        String reference = "c" + i;
        made.add(
            threads.submit(() -> {
              String id =
                  route53
                      .createHealthCheck(request ->
                          request
                              .callerReference(reference)
                              .healthCheckConfig(config ->
                                  config
                                      .type(HealthCheckType.TCP)
                                      .ipAddress("127.0.0.1")
                                      .port(port)
                                      .requestInterval(10)
                                      .failureThreshold(1)))
                      .healthCheck()
                      .id();
              QuickCheck.tag(
                  route53, id, Map.of("understudy:sentinel", "on", "understudy:timeout", "1m"));
              return id;
            }));
      }
      var ids = new ArrayList<String>();
      for (Future<String> each : made) {
        ids.add(each.get());
      }
      return ids;
    }
  }

  /**
   * The mail is handed over after the turn, by the times of the record; how soon is shown in
   * virtual time, as no machine promises it.
   */
  private static void toldAfterwards(Product product, String check, String to, int mails)
      throws Exception {
    Instant turned = null;
    for (JsonNode event : events(product, "kind=health&check=" + check, 1)) {
      if (event.path("to").asText().equals(to)) {
        turned = Instant.parse(event.path("time").asText());
      }
    }
    Instant sent =
        Instant.parse(events(product, "kind=notification", mails).getLast().path("time").asText());
    assertThat(turned).isNotNull();
    assertThat(Duration.between(turned, sent)).isBetween(Duration.ZERO, LIMIT);
  }

  /** As soon as there are so many. */
  private static List<JsonNode> events(Product product, String query, int count) throws Exception {
    var url = URI.create(product.endpoint() + "/events?limit=1000&" + query);
    try (HttpClient client = HttpClient.newHttpClient()) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < end) {
        String body =
            client
                .send(
                    HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString(UTF_8))
                .body();
        var found = new ArrayList<JsonNode>();
        new ObjectMapper().readTree(body).path("events").forEach(found::add);
        if (found.size() >= count) {
          return found;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IllegalStateException("no " + count + " events of " + query);
  }

  private static void pair(Route53Client route53, String check) {
    String zone =
        route53
            .createHostedZone(request -> request.name("example.com").callerReference("z"))
            .hostedZone()
            .id();
    route53.changeResourceRecordSets(request ->
        request
            .hostedZoneId(zone)
            .changeBatch(batch ->
                batch.changes(
                    create(ResourceRecordSetFailover.PRIMARY, "192.0.2.1", check),
                    create(ResourceRecordSetFailover.SECONDARY, "192.0.2.2", null))));
  }

  private static Change create(
      ResourceRecordSetFailover role,
      String address,
      @org.jspecify.annotations.Nullable String check) {
    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name("www.example.com")
            .type(RRType.A)
            .setIdentifier(role.toString())
            .failover(role)
            .ttl(15L)
            .resourceRecords(ResourceRecord.builder().value(address).build())
            .healthCheckId(check)
            .build();
    return Change.builder().action(ChangeAction.CREATE).resourceRecordSet(set).build();
  }
}
