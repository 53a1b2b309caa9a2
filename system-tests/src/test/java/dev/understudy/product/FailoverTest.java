package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

/** The story of the product: an endpoint dies, the answer moves; it returns, the answer returns. */
class FailoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final List<String> LEAD = List.of("192.0.2.1");
  private static final List<String> UNDERSTUDY = List.of("192.0.2.2");

  @Test
  void theAnswerMovesWithTheEndpointAndSurvivesAKill(@TempDir Path data) throws Exception {
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone = zone(route53).id();
      String check = check(route53, cafe.port());
      pair(route53, zone, check);
      Resolver resolver = product.resolver();
      resolver.until("www.example.com.", LEAD, LIMIT);
      cafe.down();
      resolver.until("www.example.com.", UNDERSTUDY, LIMIT);
      product.kill();
      product.start();
      resolver.until("www.example.com.", UNDERSTUDY, LIMIT);
      cafe.up();
      resolver.until("www.example.com.", LEAD, LIMIT);
      assertThat(product.stop()).isZero();
    }
  }

  private static HostedZone zone(Route53Client route53) {
    return route53
        .createHostedZone(request -> request.name("example.com").callerReference("story"))
        .hostedZone();
  }

  /** A check of the café ten times a second, one failure or success enough. */
  private static String check(Route53Client route53, int port) {
    String id =
        route53
            .createHealthCheck(request ->
                request
                    .callerReference("primary")
                    .healthCheckConfig(config ->
                        config
                            .type(HealthCheckType.HTTP)
                            .ipAddress("127.0.0.1")
                            .port(port)
                            .resourcePath("/cafe")
                            .failureThreshold(1)))
            .healthCheck()
            .id();
    route53.changeTagsForResource(request ->
        request
            .resourceType(TagResourceType.HEALTHCHECK)
            .resourceId(id)
            .addTags(Tag.builder().key("understudy:interval").value("100ms").build()));
    return id;
  }

  private static void pair(Route53Client route53, String zone, String check) {
    String change =
        route53
            .changeResourceRecordSets(request ->
                request
                    .hostedZoneId(zone)
                    .changeBatch(batch ->
                        batch.changes(
                            create(ResourceRecordSetFailover.PRIMARY, LEAD, check),
                            create(ResourceRecordSetFailover.SECONDARY, UNDERSTUDY, null))))
            .changeInfo()
            .id();
    route53.waiter().waitUntilResourceRecordSetsChanged(request -> request.id(change));
  }

  private static Change create(
      ResourceRecordSetFailover role,
      List<String> values,
      @org.jspecify.annotations.Nullable String check) {
    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name("www.example.com")
            .type(RRType.A)
            .setIdentifier(role.toString())
            .failover(role)
            .ttl(15L)
            .resourceRecords(
                values.stream().map(v -> ResourceRecord.builder().value(v).build()).toList())
            .healthCheckId(check)
            .build();
    return Change.builder().action(ChangeAction.CREATE).resourceRecordSet(set).build();
  }
}
