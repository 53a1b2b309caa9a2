package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.StatusReport;

/**
 * Alerts without a topic through the troubles of a mail server: each incident is one thread for
 * each recipient, first the fall and then the end, each once.
 */
class IncidentMailTest {
  private static final int ROUNDS = Integer.getInteger("understudy.kill.rounds", 4);
  private static final String OPS = "ops@example.com";
  private static final String BOSS = "boss@example.com";
  private static final String[] STEPS = {"RCPT", "END", "CONNECT", "DATA", "MAIL", "QUIT"};

  @Test
  void anOutageAGreylistAndARefusalLeaveEachIncidentOneThread(@TempDir Path data) throws Exception {
    try (Cafe cafe = new Cafe();
        RoughMailServer mail = new RoughMailServer();
        Product product =
            new Product(data, "--smtp", mail.url(), "--notify", OPS + "," + BOSS).start()) {
      awaitStatus(product, check(product, cafe), "Success");
      mail.down();
      cafe.down();
      awaitEvents(product, "\"delayed\"", 2);
      cafe.up();
      Set<String> greylisted = ConcurrentHashMap.newKeySet();
      mail.behave(
          (verb, line, _) -> verb.equals("RCPT") && greylisted.add(line) ? "451 later" : null);
      mail.up();
      awaitMails(mail, OPS, 2);
      awaitMails(mail, BOSS, 2);
      mail.behave(
          (verb, _, to) -> verb.equals("RCPT") && to.equals(BOSS) ? "550 no such user" : null);
      cafe.down();
      awaitMails(mail, OPS, 3);
      cafe.up();
      awaitMails(mail, OPS, 4);
      awaitEvents(product, "\"given-up\"", 2);
      assertThat(product.stop()).isZero();
      assertThreads(mail, OPS, 2, Set.of());
      assertThreads(mail, BOSS, 1, Set.of());
    }
  }

  @Test
  void killedAtAnyStepTheProcessStillTellsEachIncidentAsOneThread(@TempDir Path data)
      throws Exception {
    var random = new Random(5);
    var cutOff = new HashSet<String>();
    try (Cafe cafe = new Cafe();
        RoughMailServer mail = new RoughMailServer();
        Product product =
            new Product(data, "--smtp", mail.url(), "--notify", OPS + "," + BOSS).start()) {
      for (int round = 0; round < ROUNDS; round++) {
        String check = check(product, cafe); // a new one: more turns of one would be flapping
        awaitStatus(product, check, "Success");
        String step = STEPS[round % STEPS.length];
        var left = new AtomicInteger(1 + random.nextInt(2));
        Set<String> ended = ConcurrentHashMap.newKeySet();
        mail.behave((verb, line, to) -> {
          if (verb.equals("END")) {
            ended.add(
                to + " " + new RoughMailServer.Received(to, line, false).header("Message-ID"));
          }
          return verb.equals(step) && left.decrementAndGet() == 0 ? killed(product) : null;
        });
        cafe.down();
        Soon.until("the kill at " + step, () -> !product.process().isAlive());
        product.process().waitFor();
        mail.down(); // so that nothing of the dead is noted any more
        cutOff.addAll(ended);
        mail.up();
        product.start();
        mail.behave(RoughMailServer.Manner.FRIENDLY);
        int told = 2 * round + 1;
        awaitIds(mail, OPS, told);
        awaitIds(mail, BOSS, told);
        cafe.up();
        awaitIds(mail, OPS, told + 1);
        awaitIds(mail, BOSS, told + 1);
        Soon.until(
            "it is on record that all was sent",
            () -> product.page("/metrics").contains("\nunderstudy_notifications_waiting 0.0\n"));
        delete(product, check);
      }
      assertThat(product.stop()).isZero();
      assertThreads(mail, OPS, ROUNDS, cutOff);
      assertThreads(mail, BOSS, ROUNDS, cutOff);
    }
  }

  /** Each thread is a fall and the answer to it, once each but for what may come twice. */
  private static void assertThreads(
      RoughMailServer mail, String mailbox, int incidents, Set<String> mayDouble) {
    var once = new ArrayList<RoughMailServer.Received>();
    var ids = new HashSet<String>();
    for (RoughMailServer.Received got : mail.mailsTo(mailbox)) {
      String id = got.header("Message-ID");
      if (ids.add(id)) {
        once.add(got);
      } else {
        assertThat(mayDouble).as("came twice").contains(mailbox + " " + id);
      }
    }
    assertThat(once).hasSize(2 * incidents);
    for (int i = 0; i < once.size(); i += 2) {
      RoughMailServer.Received fall = once.get(i);
      RoughMailServer.Received end = once.get(i + 1);
      assertThat(fall.header("Subject")).startsWith("DOWN: ");
      assertThat(fall.header("References")).isEmpty();
      assertThat(end.header("Subject")).startsWith("UP: ");
      assertThat(end.header("In-Reply-To")).isEqualTo(fall.header("Message-ID"));
      assertThat(end.header("References")).isEqualTo(fall.header("Message-ID"));
    }
  }

  private static String killed(Product product) {
    try {
      product.kill();
      return RoughMailServer.DROP;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitMails(RoughMailServer mail, String mailbox, int count) throws Exception {
    Soon.until(count + " mails for " + mailbox, () -> mail.mailsTo(mailbox).size() >= count);
  }

  private static void awaitIds(RoughMailServer mail, String mailbox, int count) throws Exception {
    Soon.until(
        count + " different mails for " + mailbox,
        () ->
            mail.mailsTo(mailbox).stream().map(got -> got.header("Message-ID")).distinct().count()
                >= count);
  }

  private static void awaitEvents(Product product, String outcome, int count) throws Exception {
    Soon.until(
        count + " times " + outcome,
        () ->
            List.of(product.page("/events?kind=notification&limit=1000").split(outcome, -1)).size()
                > count);
  }

  private static String check(Product product, Cafe cafe) {
    try (Route53Client route53 = product.route53()) {
      return QuickCheck.create(route53, cafe.port());
    }
  }

  private static void delete(Product product, String check) {
    try (Route53Client route53 = product.route53()) {
      var _ = route53.deleteHealthCheck(request -> request.healthCheckId(check));
    }
  }

  private static void awaitStatus(Product product, String check, String begins) throws Exception {
    try (Route53Client route53 = product.route53()) {
      Soon.until(
          begins,
          () ->
              route53
                  .getHealthCheckStatus(request -> request.healthCheckId(check))
                  .healthCheckObservations()
                  .stream()
                  .map(one -> one.statusReport())
                  .map(StatusReport::status)
                  .anyMatch(status -> status.startsWith(begins)));
    }
  }
}
