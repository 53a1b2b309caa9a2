package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two commands of the usual tutorial, as they are printed there, with the AWS CLI. */
class TutorialTest {
  @Test
  void theTutorialsCommandsWorkUnchanged(@TempDir Path data) throws Exception {
    assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start()) {
      AwsCli aws = product.aws();
      String zone =
          aws.run(
              "route53",
              "create-hosted-zone",
              "--name",
              "example.com",
              "--caller-reference",
              "tutorial",
              "--query",
              "HostedZone.Id",
              "--output",
              "text");
      assertThat(zone).startsWith("/hostedzone/Z");
      String check =
          aws.run(
              "route53",
              "create-health-check",
              "--caller-reference",
              "primary-check-001",
              "--health-check-config",
              "Type=HTTP,ResourcePath=/,FailureThreshold=3,IPAddress=127.0.0.1,Port=" + cafe.port(),
              "--query",
              "HealthCheck.Id",
              "--output",
              "text");
      change(aws, zone, "www", check);
      change(aws, zone.substring("/hostedzone/".length()), "shop", check);
      for (String name : List.of("www", "shop")) {
        product.resolver().until(name + ".example.com.", List.of("192.0.2.10"), Product.LIMIT);
      }
      aws.run(
          "route53", "update-health-check", "--health-check-id", check, "--disabled", "--inverted");
      product.resolver().until("www.example.com.", List.of("192.0.2.20"), Product.LIMIT);
      assertThat(aws.run("sts", "get-caller-identity", "--query", "Account", "--output", "text"))
          .matches("\\d{12}");
    }
  }

  private static void change(AwsCli aws, String zone, String label, String check) throws Exception {
    String batch =
        """
        {"Changes":[
         {"Action":"CREATE","ResourceRecordSet":{"Name":"%1$s.example.com","Type":"A",
          "SetIdentifier":"primary","Failover":"PRIMARY","TTL":60,
          "ResourceRecords":[{"Value":"192.0.2.10"}],"HealthCheckId":"%2$s"}},
         {"Action":"CREATE","ResourceRecordSet":{"Name":"%1$s.example.com","Type":"A",
          "SetIdentifier":"secondary","Failover":"SECONDARY","TTL":60,
          "ResourceRecords":[{"Value":"192.0.2.20"}]}}]}
        """
            .formatted(label, check);
    aws.run(
        "route53",
        "change-resource-record-sets",
        "--hosted-zone-id",
        zone,
        "--change-batch",
        batch);
  }
}
