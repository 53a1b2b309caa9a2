package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HealthCheckType;

/**
 * A web server in trouble: no post is lost, none comes twice, each has the MessageId that Publish
 * answered, and nobody waits who has no part in it. Longer troubles are simulated, see {@code
 * OutboxSimulationTest}.
 */
class WebhookTroubleTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static RoughHook hook;
  private static Product product;
  private static QueryApi api;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    hook = new RoughHook();
    product = new Product(data, "--notify", hook.url("/direct")).start();
    api = new QueryApi(product, HTTP);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    hook.close();
    HTTP.close();
  }

  @AfterEach
  void calmDown() {
    hook.behave(RoughHook.Manner.FRIENDLY);
  }

  @Test
  void whileNobodyListensPostsWaitAndThenComeInOrder() throws Exception {
    String topic = subscribed("outage", "/o1", "/o2");
    hook.down();
    var ids = new ArrayList<String>();
    for (String text : List.of("outage 1", "outage 2", "outage 3")) {
      ids.add(publish(topic, text));
    }
    Soon.until("both delays are on record", LIMIT, () -> events(topic, "delayed").size() == 2);
    assertThat(events(topic, "delayed"))
        .allSatisfy(event -> assertThat(event.path("detail").asText()).contains("cannot connect"));
    hook.up();
    for (String path : List.of("/o1", "/o2")) {
      awaitMessages(path, List.of("outage 1", "outage 2", "outage 3"), ids);
    }
  }

  /** What an endpoint may answer that another time may mend; twice, then it takes the post. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 broken",
        "503 later\r\nRetry-After: 1",
        "429 slowly",
        RoughHook.DROP,
        "999 nonsense\r\nbroken header",
        RoughHook.ENDLESS + "500 and on and on",
      })
  void whatMayPassIsTriedAgain(String answer) throws Exception {
    String name = "again-" + Integer.toHexString(answer.hashCode());
    String path = "/" + name;
    String topic = subscribed(name, path);
    var left = new AtomicInteger(2);
    hook.behave((step, post) ->
        step.equals("END") && post.path().equals(path) && left.getAndDecrement() > 0
            ? answer
            : null);
    var ids = List.of(publish(topic, "first"), publish(topic, "second"));
    awaitMessages(path, List.of("first", "second"), ids);
    assertThat(hook.seen(path)).as("asked, tried twice in vain, told twice").isEqualTo(5);
    Soon.until("all is on record", LIMIT, () -> events(topic, "sent").size() == 3);
    assertThat(events(topic, "given-up")).isEmpty();
  }

  @Test
  void aHungEndpointHoldsNobodyElse() throws Exception {
    String topic = subscribed("hung", "/hung", "/well");
    hook.behave(
        (step, post) -> step.equals("END") && post.path().equals("/hung") ? RoughHook.HANG : null);
    var ids = new ArrayList<String>();
    ids.add(publish(topic, "hung 1"));
    Soon.until("one hangs", LIMIT, () -> hook.hanging().contains("/hung"));
    ids.add(publish(topic, "hung 2"));
    awaitMessages("/well", List.of("hung 1", "hung 2"), ids);
    assertThat(hook.taken("/hung")).as("the question only").hasSize(1);
    hook.behave(RoughHook.Manner.FRIENDLY);
    hook.down(); // cuts what hangs, which would take it most of a minute
    hook.up();
    awaitMessages("/hung", List.of("hung 1", "hung 2"), ids);
  }

  @Test
  void aBodyThatNeverEndsIsLeftUnread() throws Exception {
    String topic = subscribed("endless", "/endless");
    hook.behave((step, post) ->
        step.equals("END") && post.path().equals("/endless") ? RoughHook.ENDLESS + "200 on" : null);
    var ids = List.of(publish(topic, "endless 1"), publish(topic, "endless 2"));
    awaitMessages("/endless", List.of("endless 1", "endless 2"), ids);
    Soon.until("all is on record", LIMIT, () -> events(topic, "sent").size() == 3);
    assertThat(hook.seen("/endless")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"302 away", "301 moved", "404 unknown", "410 gone"})
  void whatIsFinalIsGivenUpAndTheNextIsTried(String answer) throws Exception {
    String name = "final" + answer.substring(0, 3);
    String topic = subscribed(name, "/" + name);
    hook.behave((step, post) ->
        step.equals("END") && post.path().equals("/" + name)
            ? answer + "\r\nLocation: " + hook.url("/elsewhere")
            : null);
    String _ = publish(topic, "refused");
    Soon.until("it is given up", LIMIT, () -> events(topic, "given-up").size() == 1);
    assertThat(events(topic, "given-up").getFirst().path("detail").asText())
        .contains(answer.substring(0, 3));
    hook.behave(RoughHook.Manner.FRIENDLY);
    String id = publish(topic, "taken");
    awaitMessages("/" + name, List.of("taken"), List.of(id));
    assertThat(hook.seen("/elsewhere")).as("redirects are not followed").isZero();
  }

  /** Without SNS: what {@code --notify} says, of one incident. */
  @Test
  void directAlertsWaitForTheirReceiverAndComeOnceInOrder() throws Exception {
    try (Route53Client route53 = product.route53()) {
      String check =
          route53
              .createHealthCheck(request ->
                  request
                      .callerReference("direct")
                      .healthCheckConfig(config ->
                          config
                              .type(HealthCheckType.TCP)
                              .ipAddress("127.0.0.1")
                              .port(9)
                              .disabled(true)))
              .healthCheck()
              .id();
      var left = new AtomicInteger(1);
      hook.behave((step, post) ->
          step.equals("HEAD") && post.path().equals("/direct") && left.getAndDecrement() > 0
              ? RoughHook.DROP
              : null);
      route53.updateHealthCheck(request -> request.healthCheckId(check).inverted(true));
      Soon.until("the end was told", LIMIT, () -> hook.taken("/direct").size() == 1);
      Soon.until(
          "it is on record, so that it is not told again",
          LIMIT,
          () -> product.page("/events?kind=notification&check=" + check).contains("\"sent\""));
      hook.down();
      route53.updateHealthCheck(request -> request.healthCheckId(check).inverted(false));
      Soon.until(
          "a delay is on record",
          LIMIT,
          () -> product.page("/events?kind=notification&check=" + check).contains("cannot conn"));
      hook.up();
      Soon.until("the return was told", LIMIT, () -> hook.taken("/direct").size() == 2);
      JsonNode opened = JSON.readTree(hook.taken("/direct").getFirst().body());
      JsonNode closed = JSON.readTree(hook.taken("/direct").getLast().body());
      assertThat(opened.path("event").asText()).isEqualTo("incident.opened");
      assertThat(closed.path("event").asText()).isEqualTo("incident.closed");
      assertThat(closed.path("incident")).isEqualTo(opened.path("incident"));
      assertThat(opened.path("sequence").asInt()).isZero();
      assertThat(closed.path("sequence").asInt()).isEqualTo(1);
    }
  }

  /** Creates a topic to which these paths have agreed; its name. */
  private static String subscribed(String name, String... paths) throws Exception {
    String topic = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", name));
    for (String path : paths) {
      String _ =
          api.mustSns(
              "Subscribe", "TopicArn", topic, "Protocol", "http", "Endpoint", hook.url(path));
      Soon.until(path + " is asked", LIMIT, () -> hook.taken(path).size() == 1);
      String asked = hook.taken(path).getFirst().body();
      assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked))).startsWith("200 ");
    }
    Soon.until(
        "the questions are on record, so that none comes again",
        LIMIT,
        () -> events(topic, "sent").size() == paths.length);
    return topic;
  }

  /** The MessageId. */
  private static String publish(String topic, String text) throws Exception {
    return QueryApi.element(
        "MessageId", api.mustSns("Publish", "TopicArn", topic, "Message", text));
  }

  /** Exactly these came after the question, each once, in order, under its id. */
  private static void awaitMessages(String path, List<String> texts, List<String> ids)
      throws Exception {
    Soon.until(texts + " at " + path, LIMIT, () -> hook.taken(path).size() >= 1 + texts.size());
    var gotTexts = new ArrayList<String>();
    var gotIds = new ArrayList<String>();
    for (RoughHook.Post post : hook.taken(path).subList(1, hook.taken(path).size())) {
      JsonNode message = JSON.readTree(post.body());
      gotTexts.add(message.path("Message").asText());
      gotIds.add(message.path("MessageId").asText());
      assertThat(post.header("x-amz-sns-message-id")).isEqualTo(message.path("MessageId").asText());
    }
    assertThat(gotTexts).isEqualTo(texts);
    assertThat(gotIds).isEqualTo(ids);
  }

  /** The record of notifications of one topic and fate. */
  private static List<JsonNode> events(String topic, String fate) throws Exception {
    String name = topic.substring(topic.lastIndexOf(':') + 1);
    var found = new ArrayList<JsonNode>();
    for (JsonNode event :
        JSON.readTree(product.page("/events?kind=notification&limit=1000")).path("events")) {
      if (event.path("outcome").asText().equals(fate)
          && event.path("about").asText().matches(".* (of|to) " + name)) {
        found.add(event);
      }
    }
    return found;
  }
}
