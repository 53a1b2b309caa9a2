package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Attempt;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outbox;
import dev.understudy.delivery.OutcomeListener;
import dev.understudy.query.Call;
import dev.understudy.query.Form;
import dev.understudy.query.Input;
import dev.understudy.sns.SnsService;
import dev.understudy.store.FullStore;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CloudWatch and SNS over a store in a folder; what would be sent is held in a queue. */
final class CloudWatchFixture implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:alerts";
  static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

  final Store store;
  final Metrics metrics;
  final CloudWatchService service;
  final SnsService sns;
  final LinkedBlockingQueue<Notification> sent = new LinkedBlockingQueue<>();
  Instant now;
  volatile boolean full;
  private final Outbox outbox;

  CloudWatchFixture(Path folder) throws Exception {
    this(folder, START);
  }

  CloudWatchFixture(Path folder, Instant start) throws Exception {
    now = start;
    store = new FullStore(SqliteStore.open(folder), () -> full);
    outbox =
        Outbox.start(
            store,
            (notification, done) -> {
              sent.add(notification);
              done.accept(new Attempt.Accepted("250 taken"));
            },
            OutcomeListener.NONE,
            () -> start,
            new Random(1));
    sns =
        new SnsService(
            store,
            outbox,
            ACCOUNT,
            () -> "http://dns.example",
            _ -> true,
            () -> now,
            new Random(7));
    metrics = new Metrics(store);
    service = new CloudWatchService(store, metrics, sns.publishing(), outbox, ACCOUNT, () -> now);
  }

  /** A topic whose subscriber has confirmed. */
  void subscribe(String mailbox) throws Exception {
    sns("CreateTopic", Map.of("Name", "alerts"));
    sns("Subscribe", Map.of("TopicArn", TOPIC, "Protocol", "email", "Endpoint", mailbox));
    Matcher token = Pattern.compile("Token=([0-9a-f]+)").matcher(nextMail().text());
    if (!token.find()) {
      throw new AssertionError("no token");
    }
    sns("ConfirmSubscription", Map.of("TopicArn", TOPIC, "Token", token.group(1)));
  }

  void sns(String action, Map<String, String> parameters) throws ApiException {
    byte[] _ = sns.answer(new Call(action, Form.of(parameters), true, "r"));
  }

  Map<String, @Nullable Object> ask(String operation, Map<String, ?> members) throws ApiException {
    return service.answer(operation, Input.of(members));
  }

  /** A list in an answer. */
  List<Object> list(String operation, Map<String, ?> members, String member) throws ApiException {
    return List.copyOf((List<?>) Objects.requireNonNull(ask(operation, members).get(member)));
  }

  /** The only alarm, as the API shows it. */
  Map<?, ?> alarm() throws ApiException {
    return (Map<?, ?>) list("DescribeAlarms", Map.of(), "MetricAlarms").getFirst();
  }

  String state() throws ApiException {
    return String.valueOf(alarm().get("StateValue"));
  }

  /**
   * Lets whole minutes pass, each with the same value for a health check, and judges after each.
   */
  void minutes(int count, double value) {
    for (int i = 0; i < count; i++) {
      now = now.plus(Duration.ofMinutes(1));
      metrics.add(
          Metric.ofCheck("HealthCheckStatus", "c-1"),
          now.getEpochSecond(),
          Statistics.of(value),
          "None");
      service.judgeAll();
    }
  }

  Mail nextMail() throws InterruptedException {
    return (Mail)
        Objects.requireNonNull(sent.poll(5, TimeUnit.MINUTES), "nothing was sent").message();
  }

  @Override
  public void close() {
    outbox.close();
    store.close();
  }
}
