package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while alarms are told, at each step of a random mail: every alarm that was
 * acknowledged reaches everybody, and only a mail whose end the server had seen when the process
 * died comes a second time. Rounds: {@code -Dunderstudy.kill.rounds=100}.
 */
class MailKillTest {
  private static final int ROUNDS = Integer.getInteger("understudy.kill.rounds", 6);
  private static final int ALARMS = 6;
  private static final List<String> MAILBOXES = List.of("one@example.com", "two@example.com");
  private static final String[] STEPS = {"CONNECT", "MAIL", "RCPT", "DATA", "END", "QUIT"};

  @Test
  void everyAlarmArrivesAndOnlyWhatTheCrashCutOffComesTwice(@TempDir Path data) throws Exception {
    var random = new Random(11);
    var acknowledged = new ArrayList<String>();
    var seen = new Ended();
    try (HttpClient http = HttpClient.newHttpClient();
        RoughMailServer mail = new RoughMailServer();
        Product product = new Product(data, "--smtp", mail.url()).start()) {
      var api = new QueryApi(product, http);
      String topic = new Readers(api, mail).subscribed("kill", MAILBOXES.toArray(String[]::new));
      for (int round = 0; round < ROUNDS; round++) {
        String step = STEPS[round % STEPS.length];
        var left = new AtomicInteger(1 + random.nextInt(ALARMS));
        mail.behave((verb, line, to) -> {
          seen.note(verb, line, to);
          return verb.equals(step) && left.decrementAndGet() == 0 ? killed(product) : null;
        });
        tell(api, topic, round, acknowledged);
        Soon.until("the kill at " + step, () -> !product.process().isAlive());
        product.process().waitFor();
        mail.down(); // so that nothing of the dead is noted any more
        seen.died();
        mail.up();
        product.start();
      }
      mail.behave(RoughMailServer.Manner.FRIENDLY);
      for (String mailbox : MAILBOXES) {
        for (String alarm : acknowledged) {
          Soon.until(alarm + " for " + mailbox, () -> count(mail, mailbox, alarm) > 0);
        }
      }
      assertThat(product.stop()).isZero();
      assertThat(acknowledged).as("by several lives of the process").isNotEmpty();
      assertThat(doubled(mail)).as("mails that came twice").isSubsetOf(seen.cutOff);
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

  /** Sets states of an alarm until the process is gone; remembers what was acknowledged. */
  private static void tell(QueryApi api, String topic, int round, List<String> acknowledged)
      throws InterruptedException {
    try {
      for (int i = 0; i < ALARMS; i++) {
        String text = "round %d alarm %d.".formatted(round, i);
        String _ = put(api, topic, "alarm" + round + "x" + i);
        String reply =
            api.cloudWatch(
                "SetAlarmState",
                "AlarmName",
                "alarm" + round + "x" + i,
                "StateValue",
                "ALARM",
                "StateReason",
                text);
        assertThat(reply).startsWith("200 ");
        acknowledged.add(text);
      }
    } catch (IOException _) {
      return; // the server is gone: that is the test
    }
  }

  private static String put(QueryApi api, String topic, String name)
      throws IOException, InterruptedException {
    String reply =
        api.cloudWatch(
            "PutMetricAlarm",
            "AlarmName",
            name,
            "Namespace",
            "Cafe",
            "MetricName",
            "Orders",
            "Statistic",
            "Sum",
            "Period",
            "60",
            "EvaluationPeriods",
            "1",
            "Threshold",
            "1",
            "ComparisonOperator",
            "LessThanThreshold",
            "AlarmActions.member.1",
            topic);
    assertThat(reply).startsWith("200 ");
    return reply;
  }

  private static long count(RoughMailServer mail, String mailbox, String alarm) {
    return mail.mailsTo(mailbox).stream().filter(got -> got.text().contains(alarm)).count();
  }

  private static Set<String> doubled(RoughMailServer mail) {
    var once = new HashSet<String>();
    var twice = new HashSet<String>();
    for (RoughMailServer.Received got : mail.mails()) {
      String id = got.to() + " " + got.header("Message-ID");
      if (!once.add(id)) {
        twice.add(id);
      }
    }
    return twice;
  }

  /** Which mail's end was seen last for each recipient in one life of the process. */
  private static final class Ended {
    final Set<String> cutOff = new HashSet<>();
    private final Map<String, String> last = new HashMap<>();

    synchronized void note(String verb, String line, @Nullable String to) {
      if (verb.equals("END") && to != null) {
        String id = new RoughMailServer.Received(to, line, false).header("Message-ID");
        last.put(to, to + " " + id);
      }
    }

    synchronized void died() {
      cutOff.addAll(last.values());
      last.clear();
    }
  }
}
