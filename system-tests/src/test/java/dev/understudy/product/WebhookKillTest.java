package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while messages are posted, at each step of a random post: every message that was
 * acknowledged reaches every endpoint under the MessageId of its acknowledgement, and only a post
 * whose end the endpoint had seen when the process died comes a second time, the same. Rounds:
 * {@code -Dunderstudy.kill.rounds=100}.
 */
class WebhookKillTest {
  private static final int ROUNDS = Integer.getInteger("understudy.kill.rounds", 6);
  private static final int MESSAGES = 6;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> PATHS = List.of("/one", "/two");
  private static final String[] STEPS = {"CONNECT", "HEAD", "END", "ANSWERED", "BROKEN", "HANGING"};
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyMessageArrivesAndOnlyWhatTheCrashCutOffComesTwice(@TempDir Path data) throws Exception {
    var random = new Random(12);
    var acknowledged = new LinkedHashMap<String, String>();
    var ended = new Ended();
    try (HttpClient http = HttpClient.newHttpClient();
        RoughHook hook = new RoughHook();
        Product product = new Product(data).start()) {
      var api = new QueryApi(product, http);
      String topic = subscribed(api, hook);
      for (int round = 0; round < ROUNDS; round++) {
        hook.behave(
            manner(STEPS[round % STEPS.length], 1 + random.nextInt(MESSAGES), ended, product));
        tell(api, topic, round, acknowledged);
        Soon.until("the kill", LIMIT, () -> !product.process().isAlive());
        product.process().waitFor();
        hook.down(); // so that nothing of the dead is noted any more
        ended.died();
        hook.up();
        product.start();
      }
      hook.behave(RoughHook.Manner.FRIENDLY);
      for (String path : PATHS) {
        for (var message : acknowledged.entrySet()) {
          Soon.until(
              message.getKey() + " at " + path,
              LIMIT,
              () -> ids(hook, path, message.getKey()).contains(message.getValue()));
        }
      }
      assertThat(product.stop()).isZero();
      assertThat(acknowledged).as("by several lives of the process").isNotEmpty();
      for (String path : PATHS) {
        for (var message : acknowledged.entrySet()) {
          assertThat(new HashSet<>(ids(hook, path, message.getKey())))
              .as("one id for " + message.getKey())
              .containsExactly(message.getValue());
        }
      }
      assertThat(doubled(hook)).as("posts that came twice").isSubsetOf(ended.cutOff);
    }
  }

  /** Kills the process at the so-manieth such step. */
  private static RoughHook.Manner manner(String kind, int number, Ended ended, Product product) {
    var left = new AtomicInteger(number);
    return (step, post) -> {
      if (step.equals("END")) {
        ended.note(post);
      }
      return switch (kind) {
        case "BROKEN" ->
            !step.equals("END")
                ? null
                : left.decrementAndGet() == 0 ? killed(product) : "500 broken";
        case "HANGING" -> {
          if (!step.equals("END")) {
            yield null;
          }
          if (post.path().equals(PATHS.getFirst())) {
            yield RoughHook.HANG;
          }
          yield left.decrementAndGet() == 0 ? killed(product) : null;
        }
        default -> step.equals(kind) && left.decrementAndGet() == 0 ? killed(product) : null;
      };
    };
  }

  private static String killed(Product product) {
    try {
      product.kill();
      return RoughHook.DROP;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes until the process is gone; remembers what was acknowledged, and its MessageId. */
  private static void tell(QueryApi api, String topic, int round, Map<String, String> acknowledged)
      throws InterruptedException {
    try {
      for (int i = 0; i < MESSAGES; i++) {
        String text = "round %d message %d.".formatted(round, i);
        String reply = api.mustSns("Publish", "TopicArn", topic, "Message", text);
        acknowledged.put(text, QueryApi.element("MessageId", reply));
      }
    } catch (IOException _) {
      return; // the server is gone: that is the test
    }
  }

  private static String subscribed(QueryApi api, RoughHook hook) throws Exception {
    String topic = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", "kill"));
    for (String path : PATHS) {
      String _ =
          api.mustSns(
              "Subscribe", "TopicArn", topic, "Protocol", "http", "Endpoint", hook.url(path));
      Soon.until(path + " is asked", LIMIT, () -> hook.taken(path).size() == 1);
      String asked = hook.taken(path).getFirst().body();
      assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked))).startsWith("200 ");
    }
    return topic;
  }

  /** Under which MessageIds a text came to a path. */
  private static List<String> ids(RoughHook hook, String path, String text) throws Exception {
    var ids = new ArrayList<String>();
    for (RoughHook.Post post : hook.taken(path)) {
      JsonNode message = JSON.readTree(post.body());
      if (message.path("Message").asText().equals(text)) {
        ids.add(message.path("MessageId").asText());
      }
    }
    return ids;
  }

  private static Set<String> doubled(RoughHook hook) {
    var once = new HashSet<String>();
    var twice = new HashSet<String>();
    for (RoughHook.Post post : hook.taken()) {
      if (!once.add(Ended.id(post))) {
        twice.add(Ended.id(post));
      }
    }
    return twice;
  }

  /** Which post's end was seen last at each path in one life of the process. */
  private static final class Ended {
    final Set<String> cutOff = new HashSet<>();
    private final Map<String, String> last = new HashMap<>();

    static String id(RoughHook.Post post) {
      return post.path() + " " + post.header("x-amz-sns-message-id");
    }

    synchronized void note(RoughHook.Post post) {
      last.put(post.path(), id(post));
    }

    synchronized void died() {
      cutOff.addAll(last.values());
      last.clear();
    }
  }
}
