package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;

/** A failover warning from outside: told, kept over a restart, gone when it is mended. */
class WarningsTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String CODE = "\"code\": \"TTL_OVER_60\"";

  @Test
  void aChangeIsTakenAndItsTrapToldUntilItIsMended(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        Examples examples = new Examples(product)) {
      examples.endpoint("h", Product.freePort(), "silent");
      examples.awaitInSync(
          examples.makeZone("example.com", "www P h 300@192.0.2.1, www S - 60@192.0.2.2"));
      until(product, status -> status.contains(CODE));
      assertThat(Examples.page(product, "/status"))
          .contains("\"name\": \"www.example.com.\"", "\"remedy\": \"Set the TTL to 60");
      awaitWarnings(product, 1);
      assertThat(warnings(product))
          .singleElement()
          .asString()
          .contains("TTL_OVER_60 www.example.com. A [set-0] in zone Z", "Set the TTL to 60");

      product.kill();
      product.start();
      until(product, status -> status.contains(CODE));
      awaitWarnings(product, 2);
      assertThat(warnings(product)).as("counted at the start, not told anew").hasSize(2);
      assertThat(warnings(product).getLast()).contains("1 failover warnings stand");

      String zone = examples.route53().listHostedZones().hostedZones().getFirst().id();
      Change mended =
          new ExampleRecords("example.com", "", java.util.Map.of("h", examples.check("h")), "")
              .changes("www P h 60@192.0.2.1").getFirst().toBuilder()
                  .action(ChangeAction.UPSERT)
                  .build();
      examples
          .route53()
          .changeResourceRecordSets(
              request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(mended)));
      until(product, status -> !status.contains(CODE));
      assertThat(product.stop()).isZero();
    }
  }

  private static void until(Product product, Predicate<String> holds) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.test(Examples.page(product, "/status"))) {
      assertThat(System.nanoTime()).as(Examples.page(product, "/status")).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** The page tells of a warning before the log does. */
  private static void awaitWarnings(Product product, int count) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (warnings(product).size() < count) {
      assertThat(System.nanoTime()).as(product.log()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static List<String> warnings(Product product) throws Exception {
    return product.log().lines().filter(line -> line.contains("TTL_OVER_60")).toList();
  }
}
