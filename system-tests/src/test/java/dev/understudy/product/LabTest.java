package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fail-over lab as it is taught, with the AWS CLI from the zone to the clean-up, which turns
 * what was listed into deletions; its mail goes through a real mail server. Tags shorten the
 * check's interval, and let its probes take as long as a busy machine needs.
 */
class LabTest {
  private static final String FROM = "understudy@example.com";
  private static final Duration SOON = Product.LIMIT;
  private static final Duration MAILED = Product.LIMIT;

  /** Longer than a whole good minute and the rest of the one before it. */
  private static final Duration RECOVERY = Product.LIMIT.multipliedBy(2);

  @TempDir Path folder;

  @Test
  void theLabRunsFromTheZoneToTheCleanUp() throws Exception {
    assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
    try (Cafe cafe = new Cafe();
        MailServer mail = new MailServer();
        Product product =
            new Product(folder.resolve("data"), "--smtp", mail.url(), "--mail-from", FROM)
                .start()) {
      AwsCli aws = product.aws();
      String zone = createZone(aws);
      String check = createCheck(aws, cafe);
      LabAlarm alarm = subscribe(aws, check, mail);
      String pair = batch("failover.json", pair(check));
      String change =
          text(aws, "ChangeInfo.Id", "change-resource-record-sets", zone, "--change-batch", pair);
      aws.run("route53", "wait", "resource-record-sets-changed", "--id", change);
      assertThat(
              text(
                  aws,
                  "RecordData[0]",
                  "test-dns-answer",
                  zone,
                  "--record-name",
                  "www.example.com",
                  "--record-type",
                  "A"))
          .isEqualTo("10.0.1.10");
      watch(product, cafe, alarm, mail);
      assertThat(status(aws, "get-health-check-status", check))
          .isEqualTo("Success: HTTP Status Code 200, OK");
      assertThat(status(aws, "get-health-check-last-failure-reason", check))
          .startsWith("Failure: ");
      variants(aws, product, zone, check);
      recovered(alarm, mail);
      versions(aws, product, check);
      cleanUp(aws, zone, check);
    }
  }

  /** Section 5: who subscribes is asked, and gets nothing before the link is opened. */
  private static LabAlarm subscribe(AwsCli aws, String check, MailServer mail) throws Exception {
    LabAlarm alarm = LabAlarm.create(aws, check);
    assertThat(alarm.state()).isIn("INSUFFICIENT_DATA", "OK");
    assertThat(alarm.subscribe("ops@example.com")).contains("pending confirmation");
    assertThat(alarm.subscriptions()).isEqualTo("PendingConfirmation");
    MimeMessage asked = mail.await("Confirm your subscription to Primary-Website-Health", MAILED);
    assertThat(asked.getAllRecipients()).containsExactly(new InternetAddress("ops@example.com"));
    assertThat(asked.getFrom()).containsExactly(new InternetAddress(FROM));
    String text = MailServer.text(asked);
    assertThat(text).contains(alarm.topic());
    URI link = MailServer.link("ConfirmSubscription", text);
    assertThat(link.getQuery()).contains("TopicArn=" + alarm.topic(), "Token=");
    assertThat(MailServer.open(link)).startsWith("200 ").contains("confirmed");
    assertThat(alarm.subscriptions()).startsWith(alarm.topic() + ":");
    return alarm;
  }

  private static String createZone(AwsCli aws) throws IOException, InterruptedException {
    String zone =
        aws.run(
            "route53",
            "create-hosted-zone",
            "--name",
            "example.com",
            "--caller-reference",
            "lab-1",
            "--hosted-zone-config",
            "Comment=failover lab",
            "--query",
            "HostedZone.Id",
            "--output",
            "text");
    assertThat(zone).startsWith("/hostedzone/Z");
    assertThat(text(aws, "ResourceRecordSets[].[Type,TTL]", "list-resource-record-sets", zone))
        .isEqualTo("NS\t172800\nSOA\t900");
    return zone;
  }

  private static String createCheck(AwsCli aws, Cafe cafe)
      throws IOException, InterruptedException {
    String check =
        aws.run(
            "route53",
            "create-health-check",
            "--caller-reference",
            "Primary-Website-Health-1",
            "--health-check-config",
            "IPAddress=127.0.0.1,Port="
                + cafe.port()
                + ",Type=HTTP,ResourcePath=/cafe,RequestInterval=10,FailureThreshold=2",
            "--query",
            "HealthCheck.Id",
            "--output",
            "text");
    aws.run(
        "route53",
        "change-tags-for-resource",
        "--resource-type",
        "healthcheck",
        "--resource-id",
        check,
        "--add-tags",
        "Key=Name,Value=Primary-Website-Health",
        "Key=understudy:interval,Value=200ms",
        "Key=understudy:timeout,Value=1m");
    return check;
  }

  /** Section 7: the answer moves when the endpoint stops, and moves back, with no call. */
  private static void watch(Product product, Cafe cafe, LabAlarm alarm, MailServer mail)
      throws Exception {
    product.resolver().until("www.example.com.", List.of("10.0.1.10"), SOON);
    cafe.down();
    product.resolver().until("www.example.com.", List.of("10.0.2.10"), SOON);
    MimeMessage told = mail.await(alarm.subject("ALARM"), MAILED);
    assertThat(MailServer.text(told))
        .containsPattern(
            "Threshold Crossed: 1 datapoint \\[0\\.0 \\(\\d\\d/\\d\\d/\\d\\d"
                + " \\d\\d:\\d\\d:00\\)\\] was less than the threshold \\(1\\.0\\)\\.")
        .containsPattern("- Name: +" + alarm.name() + "\\R")
        .containsPattern("- State Change: +(OK|INSUFFICIENT_DATA) -> ALARM\\R")
        .containsPattern("- Timestamp: +[A-Z][a-z]+ \\d\\d [A-Z][a-z]+, \\d{4} [0-9:]{8} UTC\\R")
        .containsPattern("- MetricNamespace: +AWS/Route53\\R")
        .containsPattern("- MetricName: +HealthCheckStatus\\R")
        .containsPattern("- Dimensions: +\\[HealthCheckId = " + alarm.check() + "\\]\\R")
        .contains(
            "when the metric is less than 1.0 for at least 1 of the last 1 period(s) of 60",
            alarm.topic());
    assertThat(MailServer.link("Unsubscribe", MailServer.text(told)).getQuery())
        .contains("SubscriptionArn=" + alarm.subscriptions());
    assertThat(alarm.state()).isEqualTo("ALARM");
    assertThat(alarm.minima()).contains("0.0");
    cafe.up();
    product.resolver().until("www.example.com.", List.of("10.0.1.10"), SOON);
  }

  private static void recovered(LabAlarm alarm, MailServer mail) throws Exception {
    assertThat(mail.awaitText(alarm.subject("OK"), "State Change: +ALARM -> OK\\R", RECOVERY))
        .contains("was not less than the threshold (1.0)");
    List<String> subjects = new ArrayList<>(mail.subjects());
    assertThat(subjects.removeFirst())
        .isEqualTo("Confirm your subscription to Primary-Website-Health");
    if (subjects.getFirst().equals(alarm.subject("OK"))) {
      subjects.removeFirst(); // a good minute was over before the café went
    }
    assertThat(subjects).containsExactly(alarm.subject("ALARM"), alarm.subject("OK"));
    alarm.delete();
  }

  /** Sections 8.1 to 8.3: alias to S3, a tree built in one batch, weights. */
  private void variants(AwsCli aws, Product product, String zone, String check) throws Exception {
    String bare = zone.substring("/hostedzone/".length());
    change(aws, zone, "s3.json", "DELETE", secondary(), "CREATE", s3Secondary());
    change(
        aws,
        zone,
        "tree.json",
        "CREATE",
        leaf(
            "up.example.com",
            "10.0.9.9",
            "\"SetIdentifier\":\"p1\",\"Weight\":10," + checkedBy(check)),
        "CREATE",
        leaf("down.example.com", "10.0.8.8", ""),
        "CREATE",
        branch("Primary", "PRIMARY", bare, "up.example.com"),
        "CREATE",
        branch("Secondary", "SECONDARY", bare, "down.example.com"),
        "CREATE",
        leaf("*.example.com", "10.0.8.8", ""));
    product.resolver().until("app.example.com.", List.of("10.0.9.9"), SOON);
  }

  /** Section 8.4: a stale version changes nothing; disabled and inverted forces a check down. */
  private static void versions(AwsCli aws, Product product, String check) throws Exception {
    String[] stale = {
      "route53",
      "update-health-check",
      "--health-check-id",
      check,
      "--failure-threshold",
      "3",
      "--health-check-version",
      "1"
    };
    aws.run(stale);
    assertThat(aws.call(stale).error()).contains("(HealthCheckVersionMismatch)");
    aws.run(
        "route53", "update-health-check", "--health-check-id", check, "--disabled", "--inverted");
    product.resolver().until("app.example.com.", List.of("10.0.8.8"), SOON);
  }

  private void cleanUp(AwsCli aws, String zone, String check) throws Exception {
    String notEmpty = aws.call("route53", "delete-hosted-zone", "--id", zone).error();
    assertThat(notEmpty).contains("(HostedZoneNotEmpty)");
    String deletions =
        aws.run(
            "route53",
            "list-resource-record-sets",
            "--hosted-zone-id",
            zone,
            "--output",
            "json",
            "--query",
            "{Changes: ResourceRecordSets[?Type!='NS' && Type!='SOA']"
                + ".{Action:'DELETE',ResourceRecordSet:@}}");
    assertThat(deletions).contains("\\\\052.example.com.");
    text(
        aws,
        "ChangeInfo.Id",
        "change-resource-record-sets",
        zone,
        "--change-batch",
        batch("delete.json", deletions));
    aws.run("route53", "delete-health-check", "--health-check-id", check);
    aws.run("route53", "delete-hosted-zone", "--id", zone);
  }

  private void change(AwsCli aws, String zone, String file, String... actionsAndSets)
      throws IOException, InterruptedException {
    var changes = new StringBuilder();
    for (int i = 0; i < actionsAndSets.length; i += 2) {
      changes
          .append(i == 0 ? "" : ",")
          .append("{\"Action\":\"%s\",".formatted(actionsAndSets[i]))
          .append("\"ResourceRecordSet\":{%s}}".formatted(actionsAndSets[i + 1]));
    }
    String batch = batch(file, "{\"Changes\":[" + changes + "]}");
    text(aws, "ChangeInfo.Id", "change-resource-record-sets", zone, "--change-batch", batch);
  }

  private static String pair(String check) {
    return """
    {"Comment":"failover pair","Changes":[
     {"Action":"CREATE","ResourceRecordSet":{"Name":"www.example.com","Type":"A",
      "SetIdentifier":"FailoverPrimary","Failover":"PRIMARY","TTL":15,
      "ResourceRecords":[{"Value":"10.0.1.10"}],"HealthCheckId":"%s"}},
     {"Action":"CREATE","ResourceRecordSet":{%s}}]}
    """
        .formatted(check, secondary());
  }

  private static String secondary() {
    return """
    "Name":"www.example.com","Type":"A","SetIdentifier":"FailoverSecondary",
    "Failover":"SECONDARY","TTL":15,"ResourceRecords":[{"Value":"10.0.2.10"}]\
    """;
  }

  private static String s3Secondary() {
    return """
    "Name":"www.example.com","Type":"A","SetIdentifier":"FailoverSecondary",
    "Failover":"SECONDARY","AliasTarget":{"HostedZoneId":"Z3AQBSTGFYJSTF",
    "DNSName":"s3-website-us-east-1.amazonaws.com","EvaluateTargetHealth":false}\
    """;
  }

  private static String leaf(String name, String address, String more) {
    return """
    "Name":"%s","Type":"A",%s"TTL":60,"ResourceRecords":[{"Value":"%s"}]\
    """
        .formatted(name, more, address);
  }

  private static String checkedBy(String check) {
    return "\"HealthCheckId\":\"" + check + "\",";
  }

  private static String branch(String id, String role, String zone, String target) {
    return """
    "Name":"app.example.com","Type":"A","SetIdentifier":"%s","Failover":"%s",
    "AliasTarget":{"HostedZoneId":"%s","DNSName":"%s","EvaluateTargetHealth":true}\
    """
        .formatted(id, role, zone, target);
  }

  private String batch(String file, String json) throws IOException {
    return "file://" + Files.writeString(folder.resolve(file), json);
  }

  private static String status(AwsCli aws, String operation, String check)
      throws IOException, InterruptedException {
    return aws.run(
        "route53",
        operation,
        "--health-check-id",
        check,
        "--query",
        "HealthCheckObservations[].StatusReport.Status",
        "--output",
        "text");
  }

  /** Runs an operation on a zone; the result of the query as text. */
  private static String text(
      AwsCli aws, String query, String operation, String zone, String... more)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of("route53", operation, "--hosted-zone-id", zone));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--query", query, "--output", "text"));
    return aws.run(arguments.toArray(String[]::new));
  }
}
