package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab's alarm, sections 5 and 7, with the AWS CLI: a topic, a mailbox that its owner confirms
 * by the mailed link, an alarm that mails when the web server stops and when it is back. Mail is
 * read as files, as it is written where no mail server is configured.
 */
class AlarmTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** A whole good minute and the rest of the one before it. */
  private static final Duration RECOVERY = Duration.ofSeconds(150);

  @TempDir Path folder;

  @Test
  void theLabsAlarmMailsWhenTheServerStopsAndWhenItIsBack() throws Exception {
    assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
    try (Cafe cafe = new Cafe();
        Product product = new Product(folder.resolve("data")).start()) {
      AwsCli aws = product.aws();
      String check = createCheck(aws, cafe);
      String topic =
          aws.run(
              "sns",
              "create-topic",
              "--name",
              "Primary-Website-Health",
              "--query",
              "TopicArn",
              "--output",
              "text");
      assertThat(
              aws.run(
                  "sns",
                  "subscribe",
                  "--topic-arn",
                  topic,
                  "--protocol",
                  "email",
                  "--notification-endpoint",
                  "ops@example.com"))
          .contains("pending confirmation");
      String alarm = "Primary-Website-Health-awsroute53-" + check + "-Low-HealthCheckStatus";
      putAlarm(aws, alarm, check, topic);
      follow(link(mail("Confirm your subscription", SOON)));
      cafe.down();
      String told = mail("ALARM: \"" + alarm + "\" in US East (N. Virginia)", SOON);
      assertThat(told)
          .containsPattern(
              "Threshold Crossed: 1 datapoint \\[0\\.0 \\(\\d\\d/\\d\\d/\\d\\d"
                  + " \\d\\d:\\d\\d:00\\)\\] was less than the threshold \\(1\\.0\\)\\.")
          .contains("-> ALARM", "HealthCheckId = " + check, topic, "Action=Unsubscribe");
      assertThat(state(aws, alarm)).isEqualTo("ALARM");
      assertThat(minimum(aws, check)).contains("0.0");
      cafe.up();
      assertThat(mail("OK: \"" + alarm + "\" in US East (N. Virginia)", RECOVERY))
          .contains("ALARM -> OK");
      assertThat(mails()).as("one to confirm, one down, one up").hasSize(3);
      aws.run("cloudwatch", "delete-alarms", "--alarm-names", alarm);
      aws.run("sns", "delete-topic", "--topic-arn", topic);
    }
  }

  private static String createCheck(AwsCli aws, Cafe cafe)
      throws IOException, InterruptedException {
    String check =
        aws.run(
            "route53",
            "create-health-check",
            "--caller-reference",
            "alarm-1",
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
        "Key=understudy:interval,Value=200ms");
    return check;
  }

  private static void putAlarm(AwsCli aws, String alarm, String check, String topic)
      throws IOException, InterruptedException {
    aws.run(
        "cloudwatch",
        "put-metric-alarm",
        "--alarm-name",
        alarm,
        "--namespace",
        "AWS/Route53",
        "--metric-name",
        "HealthCheckStatus",
        "--dimensions",
        "Name=HealthCheckId,Value=" + check,
        "--statistic",
        "Minimum",
        "--period",
        "60",
        "--evaluation-periods",
        "1",
        "--threshold",
        "1",
        "--comparison-operator",
        "LessThanThreshold",
        "--alarm-actions",
        topic,
        "--ok-actions",
        topic);
  }

  private static String state(AwsCli aws, String alarm) throws IOException, InterruptedException {
    return aws.run(
        "cloudwatch",
        "describe-alarms",
        "--alarm-names",
        alarm,
        "--query",
        "MetricAlarms[].StateValue",
        "--output",
        "text");
  }

  private static String minimum(AwsCli aws, String check) throws IOException, InterruptedException {
    return aws.run(
        "cloudwatch",
        "get-metric-statistics",
        "--namespace",
        "AWS/Route53",
        "--metric-name",
        "HealthCheckStatus",
        "--dimensions",
        "Name=HealthCheckId,Value=" + check,
        "--statistics",
        "Minimum",
        "--period",
        "60",
        "--start-time",
        java.time.Instant.now().minusSeconds(600).toString(),
        "--end-time",
        java.time.Instant.now().plusSeconds(60).toString(),
        "--query",
        "Datapoints[].Minimum",
        "--output",
        "text");
  }

  /** Once a mail with such a subject has come, its text. */
  private String mail(String subject, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      for (String mail : mails()) {
        if (mail.replaceAll("\r?\n[ \t]", " ").contains("Subject: " + subject)) {
          return mail;
        }
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no mail about " + subject + " in " + limit + ": " + mails());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private List<String> mails() throws IOException {
    Path outbox = folder.resolve("data").resolve("outbox");
    if (!Files.isDirectory(outbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(outbox)) {
      return files.filter(file -> file.toString().endsWith(".eml")).map(AlarmTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String link(String mail) {
    Matcher link = Pattern.compile("http\\S+Action=ConfirmSubscription\\S+").matcher(mail);
    assertThat(link.find()).as(mail).isTrue();
    return link.group();
  }

  private static void follow(String link) throws IOException, InterruptedException {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(link)).header("Accept", "text/html").build();
      HttpResponse<String> page = browser.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("confirmed");
    }
  }
}
