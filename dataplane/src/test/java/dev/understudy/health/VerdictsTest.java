package dev.understudy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmCriteria;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.InsufficientData;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.RoutingControl;
import dev.understudy.intent.HealthCheck.Subject;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.PutCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** health-checks.md, sections 4.2 to 4.6 and 12. */
class VerdictsTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Map<String, Boolean>> told = new ArrayList<>();
  private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
  private final Verdicts verdicts = new Verdicts(told::add, Set.of(), () -> wall);
  private long now;
  private long sequence;

  /** The expression of section 4.3, every row of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # seen    | inverted | disabled | status
          nothing   | false    | false    | true
          nothing   | true     | false    | false
          healthy   | false    | false    | true
          healthy   | true     | false    | false
          unhealthy | false    | false    | false
          unhealthy | true     | false    | true
          unhealthy | false    | true     | true
          unhealthy | true     | true     | false
          nothing   | false    | true     | true
          nothing   | true     | true     | false
          """)
  void statusOfAnEndpoint(String seen, boolean inverted, boolean disabled, boolean status) {
    put(new HealthCheck("a", 1, inverted, disabled, endpoint(80)));
    if (!seen.equals("nothing")) {
      beat("c1", "us-east-1", report("a", 1, seen.equals("healthy"), true));
    }
    assertThat(verdicts.status("a")).contains(status);
    assertThat(told.getLast()).containsEntry("a", status);
  }

  /** Since when, how often, and whom it rests on, for people. */
  @Test
  void aVerdictSaysSinceWhenItStands() {
    Instant start = wall;
    put(check("a", 1));
    wall = start.plusSeconds(60);
    beat("c1", "us-east-1", report("a", 1, true, true));
    assertThat(verdicts.verdict("a")).contains(new Verdict("a", true, start));
    assertThat(verdicts.flips()).as("a new check has not turned").isZero();
    beat("c1", "us-east-1", report("a", 1, false, true));
    wall = start.plusSeconds(120);
    beat("c1", "us-east-1", report("a", 1, false, true));
    assertThat(verdicts.verdicts()).containsExactly(new Verdict("a", false, start.plusSeconds(60)));
    assertThat(verdicts.flips()).isEqualTo(1);
    verdicts.apply(2, List.of(new DeleteCheck("a")));
    assertThat(verdicts.verdict("a")).isEmpty();
    assertThat(verdicts.verdicts()).isEmpty();
  }

  @Test
  void aSilentCheckerIsKnownForAnHourAndDoesNotCount() {
    put(check("a", 1));
    beat("c1", "us-east-1", report("a", 1, false, true));
    now += 4 * SECOND;
    verdicts.tick(now);
    assertThat(verdicts.reporters(now))
        .singleElement()
        .satisfies(c1 -> {
          assertThat(c1.checker()).isEqualTo("c1");
          assertThat(c1.counted()).isFalse();
          assertThat(c1.ageNanos()).isGreaterThanOrEqualTo(4 * SECOND);
        });
    now += 3_601 * SECOND;
    verdicts.tick(now);
    assertThat(verdicts.reporters(now)).isEmpty();
  }

  @Test
  void aStandingSaysWhatAStatusRestsOn() {
    put(check("a", 1));
    beat("c1", "us-east-1", report("a", 1, false, true));
    Standing standing = verdicts.standing("a").orElseThrow();
    assertThat(standing.status().healthy()).isFalse();
    assertThat(standing.verdict()).isFalse();
    assertThat(standing.evidence()).hasSize(1);
    assertThat(verdicts.standing("b")).isEmpty();
  }

  /**
   * Two of three must be healthy; what is assumed of a child moves its parent, and nothing else.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # assumed             | differs
          a=false               | a=false
          a=false,b=false       | a=false,b=false,two=false,not-two=true
          a=true                | ''
          two=false             | two=false
          a=false,b=false,two=true | a=false,b=false,not-two=true
          unknown=false         | ''
          """)
  void whatFollowsFromAssumptions(String assumed, String differs) {
    var two = new Calculated(2, List.of("a", "b", "c"));
    put(
        check("a", 1),
        check("b", 1),
        check("c", 1),
        new HealthCheck("two", 1, false, false, two),
        new HealthCheck("not-two", 1, true, false, two));
    assertThat(verdicts.suppose(statuses(assumed))).isEqualTo(statuses(differs));
    assertThat(verdicts.status("two")).as("nothing is changed").contains(true);
  }

  private static Map<String, Boolean> statuses(String text) {
    var statuses = new HashMap<String, Boolean>();
    for (String each : text.split(",", -1)) {
      if (!each.isEmpty()) {
        int equals = each.indexOf('=');
        statuses.put(each.substring(0, equals), Boolean.valueOf(each.substring(equals + 1)));
      }
    }
    return statuses;
  }

  /** A restart goes on with the last verdicts: enough results, not the restart, change them. */
  @Test
  void aDeadEndpointStaysDeadOverARestart() {
    put(check("a", 1), check("b", 1));
    beat("c1", "us-east-1", report("a", 1, false, true), report("b", 1, true, true));
    var restarted = new Verdicts(told::add, verdicts.unhealthy(), () -> wall);
    restarted.reset(1, List.of(new PutCheck(check("a", 1)), new PutCheck(check("b", 1))));
    assertThat(told.getLast()).isEqualTo(Map.of("a", false, "b", true));
    restarted.receive(
        new Beat("c1", "us-east-1", "192.0.2.1", 1, List.of(report("a", 1, true, false))), now);
    assertThat(restarted.status("a")).contains(false);
    restarted.receive(
        new Beat("c1", "us-east-1", "192.0.2.1", 2, List.of(report("a", 1, true, true))), now);
    assertThat(restarted.status("a")).contains(true);
  }

  @Test
  void onlyWhatChangesIsTold() {
    put(check("a", 1), check("b", 1));
    assertThat(told).containsExactly(Map.of("a", true, "b", true));
    beat("c1", "us-east-1", report("a", 1, false, true), report("b", 1, true, true));
    beat("c1", "us-east-1", report("a", 1, false, true), report("b", 1, true, true));
    assertThat(told).hasSize(2).last().isEqualTo(Map.of("a", false));
  }

  @Test
  void aReportOnAnotherVersionDoesNotCount() {
    put(check("a", 2));
    beat("c1", "us-east-1", report("a", 1, false, true));
    assertThat(verdicts.status("a")).contains(true);
    beat("c1", "us-east-1", report("a", 2, false, true));
    assertThat(verdicts.status("a")).contains(false);
    put(check("a", 3));
    assertThat(verdicts.status("a")).as("no one has seen version 3 yet: it stays").contains(false);
  }

  @Test
  void anotherEndpointIsJudgedAnew() {
    put(check("a", 1));
    beat("c1", "us-east-1", report("a", 1, false, true));
    put(new HealthCheck("a", 2, false, false, endpoint(81)));
    assertThat(verdicts.status("a")).contains(true);
  }

  @Test
  void whatWasDisabledIsJudgedAnew() {
    put(check("a", 1));
    beat("c1", "us-east-1", report("a", 1, false, true));
    put(new HealthCheck("a", 2, false, true, endpoint(80)));
    put(check("a", 3));
    assertThat(verdicts.status("a")).contains(true);
  }

  @Test
  void anOlderBeatIsIgnored() {
    put(check("a", 1));
    verdicts.receive(new Beat("c1", "r", "x", 7, List.of(report("a", 1, true, true))), now);
    verdicts.receive(new Beat("c1", "r", "x", 6, List.of(report("a", 1, false, true))), now);
    verdicts.receive(new Beat("c1", "r", "x", 7, List.of(report("a", 1, false, true))), now);
    assertThat(verdicts.status("a")).contains(true);
  }

  @Test
  void aSilentCheckerStopsCountingAfterThreeBeats() {
    put(check("a", 1));
    beat("good", "us-east-1", report("a", 1, true, true));
    now += SECOND;
    beat("bad", "us-east-1", report("a", 1, false, true));
    assertThat(verdicts.status("a")).as("1 of 2 is more than 18 %").contains(true);
    now += 2 * SECOND;
    verdicts.tick(now);
    assertThat(verdicts.status("a")).as("3 s old still counts").contains(true);
    now += 1;
    verdicts.tick(now);
    assertThat(verdicts.status("a")).as("older does not").contains(false);
    assertThat(verdicts.evidence("a")).extracting(Evidence::checker).containsExactly("bad");
  }

  @Test
  void withoutCheckersEveryStatusStaysAndTheirLastWordsCanBeRead() {
    put(check("a", 1), check("b", 1));
    beat("c1", "eu-west-1", report("a", 1, false, true), report("b", 1, true, true));
    now += 60 * SECOND;
    verdicts.tick(now);
    assertThat(verdicts.status("a")).contains(false);
    assertThat(verdicts.status("b")).contains(true);
    assertThat(verdicts.evidence("a"))
        .containsExactly(new Evidence("c1", "eu-west-1", "192.0.2.9", report("a", 1, false, true)));
    beat("c1", "eu-west-1", report("a", 1, true, false), report("b", 1, true, false));
    assertThat(verdicts.status("a")).as("restarted, not enough results yet").contains(false);
  }

  @Test
  void aRestartedCheckerIsHeardOnceItsOldTableIsTooOld() {
    put(check("a", 1));
    verdicts.receive(new Beat("c1", "r", "x", 900, List.of(report("a", 1, true, true))), now);
    now += 3 * SECOND + 1;
    verdicts.receive(new Beat("c1", "r", "x", 1, List.of(report("a", 1, false, true))), now);
    assertThat(verdicts.status("a")).contains(false);
  }

  @Test
  void regionsChooseTheCheckersWhoseReportsCount() {
    put(new HealthCheck("a", 1, false, false, endpoint(80, "eu-west-1", "sa-east-1")));
    beat("c1", "us-east-1", report("a", 1, false, true));
    assertThat(verdicts.status("a")).as("nobody asked for is alive: all count").contains(false);
    beat("c2", "eu-west-1", report("a", 1, true, true));
    assertThat(verdicts.status("a")).contains(true);
    now += 2 * SECOND;
    beat("c1", "us-east-1", report("a", 1, false, true));
    now += 2 * SECOND;
    verdicts.tick(now);
    assertThat(verdicts.status("a")).as("the one asked for has died").contains(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # threshold | a healthy | b healthy | inverted | status | because
          2           | true      | true      | false    | true   | AND
          2           | true      | false     | false    | false  | AND
          1           | false     | true      | false    | true   | OR
          1           | false     | false     | false    | false  | OR
          0           | false     | false     | false    | true   | 0 is always healthy
          3           | true      | true      | false    | false  | more than there are children
          2           | true      | false     | true     | true   | inverted after counting
          """)
  void aCalculatedCheckCountsItsChildren(
      int threshold, boolean a, boolean b, boolean inverted, boolean status, String because) {
    put(calculated("sum", inverted, threshold, "a", "b"), check("a", 1), check("b", 1));
    beat("c1", "us-east-1", report("a", 1, a, true), report("b", 1, b, true));
    assertThat(verdicts.status("sum")).as(because).contains(status);
  }

  @Test
  void childrenCountByTheirFinalStatus() {
    put(calculated("sum", false, 1, "a"), new HealthCheck("a", 1, true, true, endpoint(80)));
    assertThat(verdicts.status("sum")).as("disabled and inverted is unhealthy").contains(false);
    put(new HealthCheck("a", 2, false, true, endpoint(80)));
    assertThat(verdicts.status("sum")).as("disabled is healthy").contains(true);
    delete("a");
    assertThat(verdicts.status("sum")).as("a deleted child contributes nothing").contains(false);
  }

  @Test
  void calculatedChecksOfEachOtherDoNotLoop() {
    put(calculated("x", false, 1, "y", "x"), calculated("y", false, 1, "x"));
    assertThat(verdicts.status("x")).contains(false);
    assertThat(verdicts.status("y")).contains(false);
  }

  @ParameterizedTest
  @EnumSource
  void anAlarmWithoutDataFollowsItsRule(InsufficientData rule) {
    put(
        new HealthCheck("a", 1, false, false, new AlarmState(rule)),
        calculated("sum", false, 1, "a"));
    boolean healthy = rule != InsufficientData.UNHEALTHY;
    assertThat(verdicts.status("a")).contains(healthy);
    assertThat(verdicts.status("sum")).contains(healthy);
  }

  @ParameterizedTest
  @EnumSource
  void aCheckFollowsTheDataOfAnAlarmAndItsRuleWithoutEnough(InsufficientData rule) {
    var criteria =
        new AlarmCriteria("shop", "orders", Map.of(), "Sum", 60, 1, 1.0, "LessThanThreshold");
    put(new HealthCheck("a", 1, false, false, new AlarmState(criteria, rule)));
    assertThat(verdicts.followers()).extracting(HealthCheck::id).containsExactly("a");
    assertThat(verdicts.status("a")).as("nobody looked yet").contains(true);
    verdicts.follow(Map.of("a", Optional.of(false), "unknown", Optional.of(false)));
    assertThat(verdicts.status("a")).contains(false);
    assertThat(told.getLast()).isEqualTo(Map.of("a", false));
    verdicts.follow(Map.of("a", Optional.empty()));
    assertThat(verdicts.status("a")).contains(rule == InsufficientData.HEALTHY);
    verdicts.follow(Map.of());
    assertThat(verdicts.status("a")).contains(rule == InsufficientData.HEALTHY);
    verdicts.follow(Map.of("a", Optional.of(true)));
    assertThat(verdicts.status("a")).contains(true);
    verdicts.follow(Map.of("a", Optional.empty()));
    assertThat(verdicts.status("a")).contains(rule != InsufficientData.UNHEALTHY);
  }

  @Test
  void aRoutingControlIsOnUntilTurnedOff() {
    put(new HealthCheck("a", 1, false, false, new RoutingControl("arn:x")));
    assertThat(verdicts.status("a")).contains(true);
  }

  @Test
  void aDeletedCheckIsHealthyToWhateverStillNamesIt() {
    put(check("a", 1), check("b", 1));
    beat("c1", "us-east-1", report("a", 1, false, true));
    delete("a");
    assertThat(told.getLast()).isEqualTo(Map.of("a", true));
    assertThat(verdicts.status("a")).isEmpty();
    int before = told.size();
    delete("b");
    assertThat(told).as("it was healthy before").hasSize(before);
  }

  @Test
  void aResetKeepsTheVerdictsOnWhatIsStillThere() {
    put(check("a", 1), check("b", 1));
    beat("c1", "us-east-1", report("a", 1, false, true), report("b", 1, false, true));
    verdicts.reset(9, List.of(new PutCheck(check("a", 1))));
    assertThat(verdicts.status("a")).contains(false);
    assertThat(verdicts.status("b")).isEmpty();
    assertThat(told.getLast()).isEqualTo(Map.of("b", true));
  }

  private void put(HealthCheck... checks) {
    var mutations = new ArrayList<Mutation>();
    for (HealthCheck check : checks) {
      mutations.add(new PutCheck(check));
    }
    verdicts.apply(1, mutations);
  }

  private void delete(String checkId) {
    verdicts.apply(1, List.of(new DeleteCheck(checkId)));
  }

  private void beat(String checker, String region, Report... reports) {
    verdicts.receive(new Beat(checker, region, "192.0.2.9", ++sequence, List.of(reports)), now);
  }

  private static Report report(String checkId, long version, boolean healthy, boolean enough) {
    return new Report(checkId, version, healthy, enough, null, null, null);
  }

  private static HealthCheck check(String id, long version) {
    return new HealthCheck(id, version, false, false, endpoint(80));
  }

  private static HealthCheck calculated(
      String id, boolean inverted, int threshold, String... children) {
    return new HealthCheck(id, 1, inverted, false, new Calculated(threshold, List.of(children)));
  }

  private static Subject endpoint(int port, String... regions) {
    try {
      return new Endpoint(
          Protocol.HTTP,
          InetAddress.getByName("192.0.2.1"),
          null,
          port,
          "/",
          null,
          false,
          false,
          Set.of(regions),
          new Timing(Duration.ofSeconds(30), null, 3, 3, false));
    } catch (UnknownHostException literal) {
      throw new IllegalStateException(literal);
    }
  }
}
