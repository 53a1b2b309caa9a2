package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A web server that subscribes: it is asked, answers by following the link, gets the messages, and
 * leaves (SNS Developer Guide, "Fanout to HTTP/S endpoints").
 */
class HttpSubscriptionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void theHandshakeTheMessagesAndTheEnd(String protocol, @TempDir Path folder) throws Exception {
    boolean secure = protocol.equals("https");
    OwnCertificate own = OwnCertificate.make(folder);
    Path data = folder.resolve("data");
    try (Hook hook = new Hook(secure ? own.server() : null);
        HttpClient http = HttpClient.newHttpClient();
        Product product =
            new Product(data)
                .with(
                    "UNDERSTUDY_JAVA_OPTIONS",
                    "-Djavax.net.ssl.trustStore="
                        + own.keys()
                        + " -Djavax.net.ssl.trustStorePassword="
                        + OwnCertificate.PASSWORD)
                .start()) {
      var api = new QueryApi(product, http);
      String topic = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", "hooks"));
      String url = hook.url("/hook?key=value");
      assertThat(api.mustSns("Subscribe", "TopicArn", topic, "Protocol", protocol, "Endpoint", url))
          .contains("<SubscriptionArn>pending confirmation</SubscriptionArn>");
      Hook.Post asked = hook.await(post -> post.body().contains("SubscribeURL"));
      JsonNode question = JSON.readTree(asked.body());
      assertThat(asked.path()).isEqualTo("/hook?key=value");
      assertThat(asked.header("x-amz-sns-message-type")).isEqualTo("SubscriptionConfirmation");
      assertThat(asked.header("x-amz-sns-topic-arn")).isEqualTo(topic);
      assertThat(asked.header("x-amz-sns-subscription-arn")).isEmpty();
      assertThat(question.get("Type").asText()).isEqualTo("SubscriptionConfirmation");
      assertThat(question.get("TopicArn").asText()).isEqualTo(topic);
      assertThat(signature(data, asked)).isEqualTo(asked.header("Understudy-Signature"));
      api.mustSns("Publish", "TopicArn", topic, "Message", "too early");
      String token = question.get("Token").asText();
      String subscription =
          QueryApi.element(
              "SubscriptionArn",
              api.mustSns("ConfirmSubscription", "TopicArn", topic, "Token", token));
      assertThat(subscription).startsWith(topic + ":");
      api.mustSns("Publish", "TopicArn", topic, "Message", "a \"word\"", "Subject", "word");
      Hook.Post told = hook.await(post -> post.body().contains("UnsubscribeURL"));
      JsonNode message = JSON.readTree(told.body());
      assertThat(message.get("Message").asText()).isEqualTo("a \"word\"");
      assertThat(message.get("Subject").asText()).isEqualTo("word");
      assertThat(message.get("Type").asText()).isEqualTo("Notification");
      assertThat(told.header("x-amz-sns-message-type")).isEqualTo("Notification");
      assertThat(told.header("x-amz-sns-message-id")).isEqualTo(message.get("MessageId").asText());
      assertThat(told.header("x-amz-sns-subscription-arn")).isEqualTo(subscription);
      assertThat(signature(data, told)).isEqualTo(told.header("Understudy-Signature"));
      assertThat(MailServer.open(MailServer.link("Unsubscribe", told.body())))
          .startsWith("200 ")
          .contains("Subscription ended");
      api.mustSns("Publish", "TopicArn", topic, "Message", "too late");
      assertThat(product.stop()).isZero();
      assertThat(hook.posts()).as("asked, told once").hasSize(2);
    }
  }

  /** Tokens are good for one subscription, until it is asked anew or ended. */
  @Test
  void aTokenThatWasGuessedOrIsOldIsRefused(@TempDir Path data) throws Exception {
    try (Hook hook = new Hook();
        HttpClient http = HttpClient.newHttpClient();
        Product product = new Product(data).start()) {
      var api = new QueryApi(product, http);
      String topic = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", "one"));
      String other = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", "other"));
      List<String> endpoint = List.of("Protocol", "http", "Endpoint", hook.url("/"));
      String first = asked(api, hook, topic, endpoint, 1);
      String second = asked(api, hook, topic, endpoint, 2);
      String flipped = second.substring(0, 95) + (second.endsWith("0") ? "1" : "0");
      for (String wrong :
          List.of(
              "",
              "x",
              "0".repeat(96),
              first,
              flipped,
              second.toUpperCase(java.util.Locale.ROOT) + "x")) {
        refused(api, topic, wrong);
      }
      refused(api, other, second);
      assertThat(api.sns("ConfirmSubscription", "TopicArn", topic + "x", "Token", second))
          .startsWith("404 ")
          .contains("<Code>NotFound<", "<Message>Topic does not exist<");
      String subscription = confirm(api, topic, second);
      assertThat(confirm(api, topic, second)).as("a link opened twice").isEqualTo(subscription);
      api.mustSns("Unsubscribe", "SubscriptionArn", subscription);
      refused(api, topic, second);
      assertThat(
              MailServer.open(
                  product
                      .endpoint()
                      .resolve(
                          "/?Action=ConfirmSubscription&TopicArn=" + topic + "&Token=" + second)))
          .startsWith("400 ")
          .contains("Nothing was changed", "Invalid token");
    }
  }

  private static String asked(
      QueryApi api, Hook hook, String topic, List<String> endpoint, int number) throws Exception {
    String _ =
        api.mustSns(
            "Subscribe",
            "TopicArn",
            topic,
            endpoint.get(0),
            endpoint.get(1),
            endpoint.get(2),
            endpoint.get(3));
    Soon.until("asked " + number, () -> hook.posts().size() == number);
    return JSON.readTree(hook.posts().getLast().body()).get("Token").asText();
  }

  private static void refused(QueryApi api, String topic, String token) throws Exception {
    assertThat(api.sns("ConfirmSubscription", "TopicArn", topic, "Token", token))
        .startsWith("400 ")
        .contains("<Code>InvalidParameter</Code>", "<Message>Invalid token</Message>");
  }

  private static String confirm(QueryApi api, String topic, String token) throws Exception {
    return QueryApi.element(
        "SubscriptionArn", api.mustSns("ConfirmSubscription", "TopicArn", topic, "Token", token));
  }

  /** What the header should be, computed anew from the secret on disk. */
  private static String signature(Path data, Hook.Post post) throws Exception {
    String time = post.header("Understudy-Signature").replaceAll("t=(\\d+),.*", "$1");
    String secret = Files.readString(data.resolve("webhook-secret")).strip();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    byte[] sum = mac.doFinal((time + "." + post.body()).getBytes(UTF_8));
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(sum);
  }
}
