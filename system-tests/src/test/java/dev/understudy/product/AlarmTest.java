package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab's alarm where no mail server is configured: mail is written as files. With one, and the
 * way back: {@link LabTest}.
 */
class AlarmTest {
  private static final Duration SOON = Product.LIMIT;

  @TempDir Path folder;

  @Test
  void theLabsAlarmMailIsAFileWhereNoMailServerIsNamed() throws Exception {
    assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
    try (Cafe cafe = new Cafe();
        Product product = new Product(folder.resolve("data")).start()) {
      AwsCli aws = product.aws();
      LabAlarm alarm = LabAlarm.create(aws, createCheck(aws, cafe));
      assertThat(alarm.subscribe("ops@example.com")).contains("pending confirmation");
      String asked = mail("Confirm your subscription", SOON);
      assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked)))
          .startsWith("200 ")
          .contains("confirmed");
      cafe.down();
      assertThat(mail(alarm.subject("ALARM"), SOON))
          .contains("-> ALARM", "HealthCheckId = " + alarm.check(), alarm.topic());
      assertThat(alarm.state()).isEqualTo("ALARM");
      assertThat(alarm.minima()).contains("0.0");
      assertThat(mails().stream().filter(mail -> !mail.contains("-> OK")))
          .as("one to confirm, one down; one more before where that took over a minute")
          .hasSize(2);
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
        "Key=understudy:interval,Value=200ms",
        "Key=understudy:timeout,Value=1m");
    return check;
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
}
