package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/**
 * {@code kill -9} under a writer: whatever was acknowledged is there after the restart, and no
 * batch is there by half. Rounds: {@code -Dunderstudy.kill.rounds=100}.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("understudy.kill.rounds", 8);

  @Test
  void whatWasAcknowledgedSurvivesAndNothingIsHalfApplied(@TempDir Path data) throws Exception {
    var random = new Random(7);
    List<Integer> acknowledged = new ArrayList<>();
    try (Product product = new Product(data).start()) {
      String zone;
      try (Route53Client route53 = product.route53()) {
        zone =
            route53
                .createHostedZone(request -> request.name("example.com").callerReference("kill"))
                .hostedZone()
                .id();
      }
      for (int round = 0; round < ROUNDS; round++) {
        int first = 1 + (acknowledged.isEmpty() ? 0 : 1000 * round);
        var writer = new Writer(product, zone, first);
        Thread thread = Thread.ofVirtual().start(writer);
        assertThat(writer.firstAcknowledged.await(Product.LIMIT.toSeconds(), TimeUnit.SECONDS))
            .as("a batch is acknowledged")
            .isTrue();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
        product.kill();
        thread.join();
        acknowledged.addAll(writer.acknowledged);
        product.start();
        try (Route53Client route53 = product.route53()) {
          Set<String> names = names(route53, zone);
          for (int batch : acknowledged) {
            assertThat(names)
                .contains("a" + batch + ".example.com.", "b" + batch + ".example.com.");
          }
          for (String name : names) {
            String other = name.startsWith("a") ? "b" : "a";
            assertThat(names).as("half a batch").contains(other + name.substring(1));
          }
        }
      }
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
  }

  private static Set<String> names(Route53Client route53, String zone) {
    var names = new HashSet<String>();
    route53
        .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone))
        .resourceRecordSets()
        .stream()
        .filter(set -> set.type() == RRType.A)
        .forEach(set -> names.add(set.name()));
    return names;
  }

  /** Writes batches of two names until the server dies; remembers the acknowledged ones. */
  private static final class Writer implements Runnable {
    final List<Integer> acknowledged = new ArrayList<>();
    final CountDownLatch firstAcknowledged = new CountDownLatch(1);
    private final Product product;
    private final String zone;
    private final int first;

    Writer(Product product, String zone, int first) {
      this.product = product;
      this.zone = zone;
      this.first = first;
    }

    @Override
    public void run() {
      try (Route53Client route53 = product.route53()) {
        for (int batch = first; batch < first + 1000; batch++) {
          var changes = List.of(create("a" + batch), create("b" + batch));
          route53.changeResourceRecordSets(
              request -> request.hostedZoneId(zone).changeBatch(b -> b.changes(changes)));
          acknowledged.add(batch);
          firstAcknowledged.countDown();
        }
      } catch (SdkException e) {
        // The server is gone: that is the test.
      }
    }

    private static Change create(String label) {
      return Change.builder()
          .action(ChangeAction.UPSERT)
          .resourceRecordSet(set ->
              set.name(label + ".example.com")
                  .type(RRType.A)
                  .ttl(60L)
                  .resourceRecords(ResourceRecord.builder().value("192.0.2.1").build()))
          .build();
    }
  }
}
