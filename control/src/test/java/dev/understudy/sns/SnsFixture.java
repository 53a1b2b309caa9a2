package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Attempt;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outbox;
import dev.understudy.delivery.OutcomeListener;
import dev.understudy.delivery.Post;
import dev.understudy.query.Call;
import dev.understudy.query.Form;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service over a store in a folder; what would be sent is held in a queue. */
final class SnsFixture implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:alerts";
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final Store store;
  final SnsService service;
  final LinkedBlockingQueue<Notification> sent = new LinkedBlockingQueue<>();
  Instant now = START;
  private final Outbox outbox;

  SnsFixture(Path folder) throws Exception {
    store = SqliteStore.open(folder);
    outbox =
        Outbox.start(
            store,
            (notification, done) -> {
              sent.add(notification);
              done.accept(new Attempt.Accepted("250 taken"));
            },
            OutcomeListener.NONE,
            () -> START,
            new Random(1));
    service =
        new SnsService(
            store,
            outbox,
            ACCOUNT,
            () -> "http://dns.example:8053",
            address -> !address.isLinkLocalAddress(),
            () -> now,
            new Random(7));
  }

  /** The answer to a signed request. */
  String ask(String action, String... namesAndValues) throws ApiException {
    return new String(
        service.answer(new Call(action, form(namesAndValues), true, "r-1")),
        StandardCharsets.UTF_8);
  }

  /** What a browser shows for a link. */
  String follow(String link) throws ApiException {
    var parameters = new HashMap<String, String>();
    for (String parameter : link.substring(link.indexOf('?') + 1).split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String action = Objects.requireNonNull(parameters.get("Action"));
    return service.page(new Call(action, Form.of(parameters), false, "r-2"));
  }

  static Form form(String... namesAndValues) {
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Form.of(parameters);
  }

  /** The next thing sent; it comes from another thread. */
  Notification next() throws InterruptedException {
    return Objects.requireNonNull(sent.poll(5, TimeUnit.MINUTES), "nothing was sent");
  }

  Mail nextMail() throws InterruptedException {
    return (Mail) next().message();
  }

  Post nextPost() throws InterruptedException {
    return (Post) next().message();
  }

  /** A confirmed subscription's ARN. */
  String subscribed(String protocol, String endpoint) throws Exception {
    ask("Subscribe", "TopicArn", TOPIC, "Protocol", protocol, "Endpoint", endpoint);
    String text =
        switch (next().message()) {
          case Mail mail -> mail.text();
          case Post post -> post.body();
        };
    return element(
        ask("ConfirmSubscription", "TopicArn", TOPIC, "Token", token(text)), "SubscriptionArn");
  }

  static String token(String text) {
    Matcher token = Pattern.compile("Token\"? ?[:=] ?\"?([0-9a-f]{96})").matcher(text);
    if (!token.find()) {
      throw new AssertionError("no token in " + text);
    }
    return token.group(1);
  }

  static String link(String text, String action) {
    Matcher link = Pattern.compile("http\\S+Action=" + action + "\\S+").matcher(text);
    if (!link.find()) {
      throw new AssertionError("no link in " + text);
    }
    return link.group();
  }

  static String element(String xml, String name) {
    return elements(xml, name).getFirst();
  }

  static List<String> elements(String xml, String name) {
    var all = new ArrayList<String>();
    Matcher element = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    while (element.find()) {
      all.add(element.group(1));
    }
    return all;
  }

  @Override
  public void close() {
    outbox.close();
    store.close();
  }
}
