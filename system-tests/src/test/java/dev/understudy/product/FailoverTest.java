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
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** The story of the product: an endpoint dies, the answer moves; it returns, the answer returns. */
class FailoverTest {
  private static final Duration LIMIT = Product.LIMIT;
  private static final List<String> LEAD = List.of("192.0.2.1");
  private static final List<String> UNDERSTUDY = List.of("192.0.2.2");

  @Test
  void theAnswerMovesWithTheEndpointAndSurvivesAKill(@TempDir Path data) throws Exception {
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone = zone(route53).id();
      String check = QuickCheck.create(route53, cafe.port());
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

  private static void pair(Route53Client route53, String zone, String check) throws Exception {
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
    InSync.await(route53, change);
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
