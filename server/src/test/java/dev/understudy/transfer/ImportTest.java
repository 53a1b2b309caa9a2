package dev.understudy.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ChangeAction;
import dev.understudy.model.HostedZone;
import dev.understudy.presentation.NameText;
import dev.understudy.transfer.Import.Choice;
import dev.understudy.transfer.Import.Outcome;
import dev.understudy.zonefile.Sources;
import dev.understudy.zonefile.Sources.Source;
import dev.understudy.zonefile.ZoneReader;
import dev.understudy.zonefile.ZoneText;
import dev.understudy.zonefile.ZoneTextException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches that a server takes, whatever is there and whatever is wanted. */
class ImportTest {
  private static final Choice ADD = new Choice(false, false);
  private static final Choice REPLACE = new Choice(true, false);
  private static final HostedZone ZONE =
      HostedZone.builder().id(FakeServer.ZONE_ID).name("example.com.").callerReference("c").build();

  private final FakeServer server = new FakeServer();

  @Test
  void onlyWhatDiffersIsSent() throws Exception {
    run("a 5 A 192.0.2.1\nb 5 A 192.0.2.1\nc 5 A 192.0.2.1\n", ADD);
    Import plan = run("a 5 A 192.0.2.1\nb 5 A 192.0.2.2\nd 5 A 192.0.2.1\n", ADD);
    assertThat(plan.unchanged()).isEqualTo(1);
    assertThat(plan.lines()).containsExactly("UPSERT b.example.com. A", "CREATE d.example.com. A");
    assertThat(run("a 5 A 192.0.2.1\n", REPLACE).count(ChangeAction.DELETE)).isEqualTo(3);
    assertThat(run("a 5 A 192.0.2.1\n", REPLACE).batches()).isZero();
  }

  @Test
  void apexSoaAndNsAreTakenOnlyWhenAskedFor() throws Exception {
    String own = "@ 900 SOA own. h. 1 2 3 4 5\n@ 9 NS own.\n";
    String text = "@ 900 SOA foreign. h. 1 2 3 4 5\n@ 9 NS foreign.\nsub 9 NS foreign.\n";
    run(own, new Choice(false, true));
    Import plan = run(text, REPLACE);
    assertThat(plan.lines()).containsExactly("CREATE sub.example.com. NS");
    assertThat(plan.passedApex()).isTrue();
    assertThat(run(text, new Choice(true, true)).lines())
        .containsExactly("UPSERT example.com. SOA", "UPSERT example.com. NS");
  }

  @Test
  void whatCannotChangeInPlaceIsDeletedAndCreatedInOneBatch() throws Exception {
    String pair =
        """
        a 5 A 192.0.2.1 ;understudy: SetIdentifier=a Failover=%s HealthCheckId=x
        a 5 A 192.0.2.2 ;understudy: SetIdentifier=b Failover=%s
        b 5 CNAME a
        c 5 A 192.0.2.3
        """;
    run(pair.formatted("PRIMARY", "SECONDARY"), ADD);
    assertThat(run(pair.formatted("SECONDARY", "PRIMARY"), ADD).batches()).isEqualTo(1);
    Import plan =
        run(
            "a 5 A 192.0.2.9\nb 5 A 192.0.2.9\n;understudy: Name=c Type=A DNSName=a.example.com",
            REPLACE);
    assertThat(plan.batches()).isEqualTo(1);
    assertThat(plan.lines())
        .containsExactly(
            "DELETE a.example.com. A a",
            "DELETE a.example.com. A b",
            "CREATE a.example.com. A",
            "UPSERT c.example.com. A",
            "DELETE b.example.com. CNAME",
            "CREATE b.example.com. A");
  }

  /**
   * Many batches, aliases in all directions, names that change their type: any zone to any other.
   */
  @ParameterizedTest
  @CsvSource({"30, 40", "700, 10", "1500, 3"})
  void anyZoneBecomesAnyOther(int names, int rounds) throws Exception {
    for (int seed = 0; seed < rounds; seed++) {
      var random = new Random(seed);
      run(zone(random, names), REPLACE);
      List<?> before = server.sets();
      String wanted = zone(random, names);
      Import plan = run(wanted, REPLACE);
      assertThat(plan.lines()).as("seed " + seed).isNotEmpty();
      assertThat(run(wanted, REPLACE).lines()).as("seed " + seed).isEmpty();
      assertThat(server.sets()).as("seed " + seed).isNotEqualTo(before);
    }
  }

  @Test
  void anAliasedNameWithMoreAliasesThanOneBatchHoldsIsSplit() throws Exception {
    var text = new StringBuilder("hub 5 A 192.0.2.1\n");
    for (int i = 0; i < 2500; i++) {
      text.append(";understudy: Name=a").append(i).append(" Type=A DNSName=hub.example.com.\n");
    }
    assertThat(run(text.toString(), ADD).batches()).isEqualTo(3);
    assertThat(run("x 5 A 192.0.2.1", REPLACE).batches()).isEqualTo(3);
  }

  @Test
  void aSetTooLargeToBeReplacedAtOnceIsDeletedFirst() throws Exception {
    String values = "a 5 TXT \"%s\" \"" + "x".repeat(250) + "\"\n";
    var one = new StringBuilder();
    var other = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      one.append(values.formatted("one" + i));
      other.append(values.formatted("other" + i));
    }
    run(one.toString(), ADD);
    assertThat(run(other.toString(), ADD).lines())
        .containsExactly("DELETE a.example.com. TXT", "CREATE a.example.com. TXT");
    assertThatThrownBy(() -> run(one + other.toString(), ADD))
        .isInstanceOf(ZoneTextException.class)
        .hasMessageContaining("more text than one request");
  }

  @Test
  void whatWasStoppedGoesOnWhereItWas() throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 3500; i++) {
      lines.add("n" + i + " 5 A 192.0.2.1");
    }
    server.failsAfter(2);
    Import plan = plan(String.join("\n", lines), ADD);
    var progress = new ArrayList<Integer>();
    assertThat(plan.send(progress::add))
        .isEqualTo(
            new Outcome.Stopped(
                2000, "the server did not answer: java.io.IOException: no connection"));
    assertThat(progress).containsExactly(1000, 2000);
    server.failsAfter(Integer.MAX_VALUE);
    assertThat(run(String.join("\n", lines), ADD).count(ChangeAction.CREATE)).isEqualTo(1500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.other. 5 A 192.0.2.1 | zone:1: a.other. A is not in the zone example.com.
          @ 5 CNAME a            | zone:1: example.com. CNAME is at the apex
          a 5 SOA . . 1 2 3 4 5  | zone:1: a.example.com. SOA is below the apex
          a 5 CNAME b$a 5 A 1.2.3.4 | zone:2: a.example.com. A stands beside CNAME at zone:1
          a 5 CNAME b$a 5 CNAME c | zone:1: a.example.com. CNAME has 2 records and may have one
          *.a 5 NS b             | zone:1: \\052.a.example.com. NS is at a wildcard
          """)
  void whatNoZoneCanHoldIsRefusedBeforeAnythingIsSent(String text, String problem) {
    assertThatThrownBy(() -> plan(text.replace('$', '\n'), ADD)).hasMessageStartingWith(problem);
    assertThat(server.batches()).isEmpty();
  }

  private static String zone(Random random, int names) {
    var lines = new ArrayList<String>();
    var targets = new ArrayList<Integer>();
    for (int i = 0; i < names; i++) {
      String name = "n" + i;
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> lines.add(name + " 5 CNAME x" + random.nextInt(3));
        case 2, 3 -> {
          if (!targets.isEmpty()) {
            int target = targets.get(random.nextInt(targets.size()));
            lines.add(";understudy: Name=" + name + " Type=A DNSName=n" + target + ".example.com.");
            targets.add(i);
          }
        }
        case 4 -> {
          boolean primary = random.nextBoolean();
          String comment = name + " 5 A 192.0.2.1 ;understudy: SetIdentifier=";
          lines.add(comment + "a Failover=" + (primary ? "PRIMARY" : "SECONDARY"));
          lines.add(comment + "b Failover=" + (primary ? "SECONDARY" : "PRIMARY"));
          targets.add(i);
        }
        default -> {
          lines.add(name + " 5 A 192.0.2." + random.nextInt(3));
          targets.add(i);
        }
      }
    }
    Collections.shuffle(lines, random);
    return String.join("\n", lines);
  }

  private Import run(String text, Choice choice) throws Exception {
    Import plan = plan(text, choice);
    assertThat(plan.send(_ -> {})).isEqualTo(new Outcome.Done());
    return plan;
  }

  private Import plan(String text, Choice choice) throws Exception {
    ZoneText read =
        ZoneReader.read(
            new Source("zone", text.getBytes(US_ASCII)),
            Sources.NONE,
            NameText.parse("example.com"),
            false);
    return Import.of(new RemoteZones(server), ZONE, read, choice);
  }
}
