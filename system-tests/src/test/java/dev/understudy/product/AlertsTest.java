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
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

/** An endpoint dies and somebody is told; it returns and the thread is closed. */
class AlertsTest {
  private static final int CHECKS = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void aMailSaysWhatChangedAndOneOfTheSameThreadThatItIsBack(@TempDir Path data) throws Exception {
    var folder = new MailFolder(data);
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String check = check(route53, cafe.port());
      tag(route53, check, "understudy:notify", "ops@example.com");
      tag(route53, check, "Name", "the cafe");
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
      withinTwoSeconds(product, check, "unhealthy", 1);

      product.kill();
      product.start();
      cafe.up();
      Letter up = folder.await(letter -> letter.subject().startsWith("UP: the cafe after "));
      assertThat(up.inReplyTo()).containsExactly(down.id());
      assertThat(up.references()).containsExactly(down.id());
      assertThat(up.text())
          .contains("192.0.2.2 → 192.0.2.1", "healthy again since ", "first good probe at ");
      withinTwoSeconds(product, check, "healthy", 2);
      assertThat(product.stop()).isZero();
      assertThat(folder.all()).hasSize(2);
    }
  }

  @Test
  void aThousandChecksThatFailAtOnceAreOneMailEach(@TempDir Path data) throws Exception {
    var folder = new MailFolder(data);
    try (var endpoint = new Doorman();
        Product product = new Product(data, "--notify", "ops@example.com,web@example.com").start();
        Route53Client route53 = product.route53()) {
      List<String> checks = thousand(route53, endpoint.port());
      pair(route53, checks.getFirst());
      Resolver resolver = product.resolver();
      resolver.until("www.example.com.", List.of("192.0.2.1"), LIMIT);
      var _ = events(product, "kind=answer&name=www.example.com", 1);
      awaitAllHeld(endpoint);
      endpoint.die();
      while (folder.all().size() < 2) {
        assertThat(resolver.addresses("www.example.com.")).isSubsetOf("192.0.2.1", "192.0.2.2");
      }
      List<JsonNode> turns = events(product, "kind=health", CHECKS);
      assertThat(resolver.addresses("www.example.com.")).containsExactly("192.0.2.2");
      assertThat(turns).allMatch(turn -> turn.path("to").asText().equals("unhealthy"));
      for (String to : List.of("ops@example.com", "web@example.com")) {
        List<Letter> letters = folder.all().stream().filter(mail -> mail.to().equals(to)).toList();
        Letter first = letters.getFirst();
        assertThat(first.subject()).startsWith("DOWN: ");
        assertThat(letters.stream().skip(1))
            .allMatch(mail -> mail.references().contains(first.id()));
        if (recordedWhileGathering(turns)) {
          assertThat(letters).hasSize(1);
          assertThat(first.subject())
              .startsWith("DOWN: 1000 health checks, ")
              .endsWith("; www.example.com 192.0.2.1 → 192.0.2.2");
        }
      }
      assertThat(product.stop()).isZero();
    }
  }

  /** A slower machine may need a second mail, half a minute later in the same thread. */
  private static boolean recordedWhileGathering(List<JsonNode> turns) {
    Instant first = Instant.parse(turns.getFirst().path("time").asText());
    Instant last = Instant.parse(turns.getLast().path("recorded").asText());
    return Duration.between(first, last).compareTo(Duration.ofMillis(400)) < 0;
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
              tag(route53, id, "understudy:sentinel", "on");
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

  /** From the turn to the mail handed over, by the times of the record. */
  private static void withinTwoSeconds(Product product, String check, String to, int mails)
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
    assertThat(Duration.between(turned, sent)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
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

  private static String check(Route53Client route53, int port) {
    String id =
        route53
            .createHealthCheck(request ->
                request
                    .callerReference("lead")
                    .healthCheckConfig(config ->
                        config
                            .type(HealthCheckType.HTTP)
                            .ipAddress("127.0.0.1")
                            .port(port)
                            .resourcePath("/cafe")
                            .failureThreshold(1)))
            .healthCheck()
            .id();
    tag(route53, id, "understudy:interval", "100ms");
    return id;
  }

  private static void tag(Route53Client route53, String id, String key, String value) {
    route53.changeTagsForResource(request ->
        request
            .resourceType(TagResourceType.HEALTHCHECK)
            .resourceId(id)
            .addTags(Tag.builder().key(key).value(value).build()));
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
