package dev.understudy.product;

import java.io.IOException;
import java.time.Instant;

/** Section 5 of the lab, with the AWS CLI: a topic, a mailbox, an alarm on a health check. */
record LabAlarm(AwsCli aws, String check, String topic, String name) {
  private static final String NAME = "Primary-Website-Health";

  /** Creates the topic and the alarm; nobody has subscribed yet. */
  static LabAlarm create(AwsCli aws, String check) throws IOException, InterruptedException {
    String topic =
        aws.run("sns", "create-topic", "--name", NAME, "--query", "TopicArn", "--output", "text");
    var alarm =
        new LabAlarm(aws, check, topic, NAME + "-awsroute53-" + check + "-Low-HealthCheckStatus");
    aws.run(
        "cloudwatch",
        "put-metric-alarm",
        "--alarm-name",
        alarm.name,
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
    return alarm;
  }

  /** What the command prints: that the owner of the mailbox is asked. */
  String subscribe(String mailbox) throws IOException, InterruptedException {
    return aws.run(
        "sns",
        "subscribe",
        "--topic-arn",
        topic,
        "--protocol",
        "email",
        "--notification-endpoint",
        mailbox);
  }

  /** {@code PendingConfirmation}, or the names of the confirmed subscriptions. */
  String subscriptions() throws IOException, InterruptedException {
    return aws.run(
        "sns",
        "list-subscriptions-by-topic",
        "--topic-arn",
        topic,
        "--query",
        "Subscriptions[].SubscriptionArn",
        "--output",
        "text");
  }

  String state() throws IOException, InterruptedException {
    return aws.run(
        "cloudwatch",
        "describe-alarms",
        "--alarm-names",
        name,
        "--query",
        "MetricAlarms[].StateValue",
        "--output",
        "text");
  }

  /** Section 7: the minima of the last minutes. */
  String minima() throws IOException, InterruptedException {
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
        Instant.now().minusSeconds(600).toString(),
        "--end-time",
        Instant.now().plusSeconds(60).toString(),
        "--query",
        "Datapoints[].Minimum",
        "--output",
        "text");
  }

  /** The subject of its mails. */
  String subject(String state) {
    return state + ": \"" + name + "\" in US East (N. Virginia)";
  }

  /** Section 9. */
  void delete() throws IOException, InterruptedException {
    aws.run("cloudwatch", "delete-alarms", "--alarm-names", name);
    aws.run("sns", "delete-topic", "--topic-arn", topic);
  }
}
