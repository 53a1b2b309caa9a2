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
      assertThat(up.text()).contains("192.0.2.2 → 192.0.2.1", "healthy again since ");
      withinTwoSeconds(product, check, "healthy", 2);
      assertThat(product.stop()).isZero();
      assertThat(folder.all()).hasSize(2);
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
