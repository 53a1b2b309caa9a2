package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mail server in trouble: nothing is lost, nothing comes twice, and nobody waits who has no part
 * in it. Longer troubles are simulated, see {@code OutboxSimulationTest}.
 */
class MailTroubleTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static RoughMailServer mail;
  private static Product product;
  private static Readers readers;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    mail = new RoughMailServer();
    product = new Product(data, "--smtp", mail.url()).start();
    readers = new Readers(new QueryApi(product, HTTP), mail);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    mail.close();
    HTTP.close();
  }

  @AfterEach
  void calmDown() {
    mail.behave(RoughMailServer.Manner.FRIENDLY);
  }

  @Test
  void whileNobodyListensMailWaitsAndThenComesInOrder() throws Exception {
    String topic = readers.subscribed("outage", "o1@example.com", "o2@example.com");
    mail.down();
    List<String> told = List.of("outage 1", "outage 2", "outage 3");
    for (String text : told) {
      readers.publish(topic, text);
    }
    Soon.until(
        "both delays are on record",
        () -> delayed("o1@example.com").isSo() && delayed("o2@example.com").isSo());
    mail.up();
    for (String mailbox : List.of("o1@example.com", "o2@example.com")) {
      readers.await(mailbox, "outage 3");
      assertThat(readers.subjects(mailbox)).endsWith("outage 1", "outage 2", "outage 3").hasSize(4);
    }
  }

  @Test
  void aGreylistDelaysEachRecipientOnce() throws Exception {
    String topic = readers.subscribed("grey", "g1@example.com", "g2@example.com");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    mail.behave((verb, _, to) -> verb.equals("RCPT") && seen.add(to) ? "451 4.7.1 later" : null);
    readers.publish(topic, "grey 1");
    readers.publish(topic, "grey 2");
    for (String mailbox : List.of("g1@example.com", "g2@example.com")) {
      readers.await(mailbox, "grey 2");
      assertThat(readers.subjects(mailbox)).endsWith("grey 1", "grey 2").hasSize(3);
      assertThat(events(mailbox)).contains("says 451 4.7.1 later").doesNotContain("given-up");
    }
  }

  @Test
  void aRecipientWhoIsRefusedIsGivenUpAndTheOthersGetTheirs() throws Exception {
    String topic = readers.subscribed("refused", "gone@example.com", "here@example.com");
    mail.behave((verb, _, to) ->
        verb.equals("RCPT") && to.startsWith("gone@") ? "550 5.1.1 no such user" : null);
    int before = rcpts("gone@example.com");
    readers.publish(topic, "refused 1");
    readers.await("here@example.com", "refused 1");
    Soon.until(
        "the refusal is on record",
        () ->
            events("gone@example.com").contains("\"given-up\"")
                && events("gone@example.com").contains("says 550 5.1.1 no such user"));
    assertThat(rcpts("gone@example.com")).as("tried once").isEqualTo(before + 1);
    readers.publish(topic, "refused 2");
    readers.await("here@example.com", "refused 2");
    Soon.until("the next is tried", () -> rcpts("gone@example.com") == before + 2);
    Soon.until("nothing waits", () -> waiting() == 0);
    assertThat(readers.count("gone@example.com", "refused 1")).isZero();
  }

  @Test
  void aTarpitHoldsNobodyElse() throws Exception {
    String topic =
        readers.subscribed("tar", "tar@example.com", "drip@example.com", "quick@example.com");
    try (Hook hook = new Hook()) {
      subscribe(topic, hook);
      mail.behave((verb, _, to) -> {
        if (!verb.equals("RCPT") || to.startsWith("quick@")) {
          return null;
        }
        return to.startsWith("drip@") ? RoughMailServer.DRIP + "250 well" : RoughMailServer.HANG;
      });
      readers.publish(topic, "tar 1");
      Soon.until("one hangs", () -> mail.hanging().contains("tar@example.com"));
      readers.publish(topic, "tar 2");
      readers.await("quick@example.com", "tar 1");
      readers.await("quick@example.com", "tar 2");
      var _ = hook.await(post -> post.body().contains("\"Message\" : \"tar 2\""));
      assertThat(readers.count("tar@example.com", "tar 1")).as("hangs still").isZero();
      readers.await("drip@example.com", "tar 2");
      Soon.until(
          "all but the tarpit's are on record, so that none is cut off below",
          () -> waiting() == 2);
      mail.behave((verb, _, _) -> verb.equals("CONNECT") ? RoughMailServer.HANG : null);
      readers.publish(topic, "tar 3");
      var _ = hook.await(post -> post.body().contains("\"Message\" : \"tar 3\""));
      assertThat(readers.count("quick@example.com", "tar 3")).isZero();
      mail.down(); // cuts those that hang, which would take them a minute
      mail.behave(RoughMailServer.Manner.FRIENDLY);
      mail.up();
      for (String mailbox : List.of("tar@example.com", "drip@example.com", "quick@example.com")) {
        readers.await(mailbox, "tar 3");
        assertThat(readers.subjects(mailbox)).endsWith("tar 1", "tar 2", "tar 3").hasSize(4);
      }
    }
  }

  private static void subscribe(String topic, Hook hook) throws Exception {
    String _ =
        readers
            .api()
            .mustSns("Subscribe", "TopicArn", topic, "Protocol", "http", "Endpoint", hook.url("/"));
    Hook.Post asked = hook.await(post -> post.body().contains("SubscribeURL"));
    assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked.body())))
        .startsWith("200 ");
  }

  private static Soon.Fact delayed(String mailbox) {
    return () -> events(mailbox).contains("\"delayed\"");
  }

  /** The record of notifications to one mailbox, one on a line. */
  private static String events(String mailbox) throws Exception {
    String all = product.page("/events?kind=notification&limit=1000");
    var found = new StringBuilder();
    for (String event : all.split("(?=\\{\"id\")", -1)) {
      if (event.contains("\"" + mailbox + "\"")) {
        found.append(event).append('\n');
      }
    }
    return found.toString();
  }

  private static int rcpts(String mailbox) {
    return (int) mail.lines().stream().filter(("RCPT TO:<" + mailbox + ">")::equals).count();
  }

  private static double waiting() throws Exception {
    String metrics = product.page("/metrics");
    return Double.parseDouble(
        metrics
            .lines()
            .filter(line -> line.startsWith("understudy_notifications_waiting "))
            .findAny()
            .orElseThrow()
            .split(" ", 2)[1]);
  }
}
