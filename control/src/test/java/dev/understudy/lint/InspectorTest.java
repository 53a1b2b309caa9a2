package dev.understudy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.ApiFixture;
import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.control.Touched;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.presentation.NameText;
import dev.understudy.store.Store;
import dev.understudy.wire.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at again after which commit, over a real store and the API. */
class InspectorTest {
  @TempDir Path folder;
  private ApiFixture api;
  private String zone;
  private Inspector inspector;
  private Store.Subscription following;
  private final LinkedBlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
  private final List<String> news = new ArrayList<>();

  private record Commit(long revision, Touched touched) {}

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
    zone = api.zone("example.com");
    inspect(10_000);
    var followed = new CountDownLatch(1);
    following =
        api.store.follow(
            new Store.Follower() {
              @Override
              public void reset(long revision, Iterable<Store.Entry> entries) {
                followed.countDown();
              }

              @Override
              public void committed(long revision, List<Store.Mutation> mutations) {
                commits.add(new Commit(revision, Touched.of(mutations)));
              }
            });
    followed.await(); // a commit before that would be part of the reset
  }

  @AfterEach
  void close() {
    following.close();
    api.close();
  }

  /** A new inspector, as after a restart. */
  private void inspect(int groupsMax) {
    inspector = new Inspector(new StoredGroups(api.store), groupsMax);
    inspector.reset(api.store.revision());
    work();
  }

  private void work() {
    while (!inspector.idle()) {
      inspector.step().forEach(warning -> news.add(code(warning)));
    }
  }

  /** Lets the inspector see every commit so far; the warnings that stand then. */
  private List<String> standing() throws InterruptedException {
    long newest = api.store.revision();
    while (inspector.findings().revision() < newest) {
      Commit commit = commits.poll(10, TimeUnit.SECONDS);
      assertThat(commit).isNotNull();
      inspector.touched(commit.revision(), commit.touched());
      work();
    }
    return inspector.findings().warnings().stream().map(InspectorTest::code).toList();
  }

  private static String code(Warning warning) {
    return warning.trap() + " " + warning.group().name().toString().replace(".example.com.", "");
  }

  @Test
  void warningsComeWithTheChangeThatDeservesThemAndGoWithTheOneThatMendsThem() throws Exception {
    String check = api.check();
    api.change(zone, ApiFixture.creating(pair("w", true, check, 300L)));
    assertThat(standing()).containsExactly("TTL_OVER_60 w");
    api.change(zone, ApiFixture.creating(pair("w", false, check, 60L)));
    assertThat(standing()).containsExactly("SAME_CHECK w", "TTL_OVER_60 w");
    assertThat(news).as("each once").containsExactly("TTL_OVER_60 w", "SAME_CHECK w");
    api.change(zone, ApiFixture.upserting(pair("w", true, check, 60L)));
    assertThat(standing()).containsExactly("SAME_CHECK w");
    api.change(
        zone,
        ApiFixture.deleting(pair("w", true, check, 60L)),
        ApiFixture.deleting(pair("w", false, check, 60L)));
    assertThat(standing()).isEmpty();
  }

  @Test
  void aChangeOfACheckReachesThoseWhoUseIt() throws Exception {
    String check = api.check();
    String parent =
        api.check(
            HealthCheckConfig.builder()
                .type(HealthCheckType.CALCULATED)
                .healthThreshold(1)
                .childHealthChecks(List.of(check))
                .build());
    api.change(zone, ApiFixture.creating(pair("w", true, parent, 60L)));
    assertThat(standing()).isEmpty();
    disable(check, true);
    assertThat(standing()).containsExactly("DISABLED_CHECK w");
    disable(check, false);
    assertThat(standing()).isEmpty();
    api.api.handle(new DeleteHealthCheckRequest(parent));
    assertThat(standing()).containsExactly("DELETED_CHECK w");
  }

  @Test
  void aChangeHighInATreeReachesItsLeavesAndOneBelowReachesWhatIsAbove() throws Exception {
    api.change(
        zone, ApiFixture.creating(ApiFixture.set("leaf.example.com", RRType.A, "192.0.2.1")));
    api.change(zone, ApiFixture.creating(alias("mid", "leaf", true, false)));
    assertThat(standing()).as("an alias alone is no tree").isEmpty();
    api.change(
        zone,
        ApiFixture.creating(pair("w", false, null, 60L)),
        ApiFixture.creating(alias("w", "mid", true, true)));
    assertThat(standing()).containsExactly("UNCHECKED_LEAF leaf");
    api.change(zone, ApiFixture.upserting(alias("w", "mid", false, true)));
    assertThat(standing()).containsExactly("TARGET_HEALTH_IGNORED w");
    api.change(zone, ApiFixture.upserting(alias("w", "mid", true, true)));
    api.change(zone, ApiFixture.upserting(alias("mid", "leaf", false, false)));
    assertThat(standing()).containsExactly("TARGET_HEALTH_IGNORED mid");
    api.change(zone, ApiFixture.deleting(alias("w", "mid", true, true)));
    assertThat(standing()).isEmpty();
  }

  @Test
  void anAliasThatTurnsAwayFreesItsOldTarget() throws Exception {
    api.change(
        zone,
        ApiFixture.creating(ApiFixture.set("one.example.com", RRType.A, "192.0.2.1")),
        ApiFixture.creating(ApiFixture.set("two.example.com", RRType.A, "192.0.2.2")),
        ApiFixture.creating(pair("w", false, null, 60L)),
        ApiFixture.creating(alias("w", "one", true, true)));
    assertThat(standing()).containsExactly("UNCHECKED_LEAF one");
    api.change(zone, ApiFixture.upserting(alias("w", "two", true, true)));
    assertThat(standing()).containsExactly("UNCHECKED_LEAF two");
  }

  @Test
  void aNameThatBeginsToFailOverReachesTheChecksThatProbeIt() throws Exception {
    String check =
        api.check(
            HealthCheckConfig.builder()
                .type(HealthCheckType.HTTP)
                .fullyQualifiedDomainName("Probed.example.com")
                .build());
    api.change(zone, ApiFixture.creating(pair("w", true, check, 60L)));
    assertThat(standing()).isEmpty();
    String other = api.check();
    api.change(
        zone,
        ApiFixture.creating(pair("probed", true, other, 60L)),
        ApiFixture.creating(pair("probed", false, null, 60L)));
    assertThat(standing()).containsExactly("CHECK_FAILS_OVER w");
  }

  @Test
  void aGroupThatBecomesPlainHasNoWarningsAndFreesThoseWhoProbeIt() throws Exception {
    String probing =
        api.check(
            HealthCheckConfig.builder()
                .type(HealthCheckType.HTTP)
                .fullyQualifiedDomainName("probed.example.com")
                .build());
    String check = api.check();
    ResourceRecordSet lead = pair("probed", true, check, 300L);
    ResourceRecordSet standby = pair("probed", false, null, 60L);
    api.change(
        zone,
        ApiFixture.creating(pair("w", true, probing, 60L)),
        ApiFixture.creating(lead),
        ApiFixture.creating(standby));
    assertThat(standing()).containsExactlyInAnyOrder("TTL_OVER_60 probed", "CHECK_FAILS_OVER w");
    api.change(
        zone,
        ApiFixture.deleting(lead),
        ApiFixture.deleting(standby),
        ApiFixture.creating(ApiFixture.set("probed.example.com", RRType.A, "192.0.2.1")));
    assertThat(standing()).isEmpty();
  }

  @Test
  void aPlainGroupThatAliasesLeadToIsJudgedWithThemAndOthersBesideItAreNot() throws Exception {
    api.change(
        zone,
        ApiFixture.creating(ApiFixture.set("leaf.example.com", RRType.A, "192.0.2.1")),
        ApiFixture.creating(ApiFixture.set("other.example.com", RRType.A, "192.0.2.1")),
        ApiFixture.creating(pair("w", false, null, 60L)),
        ApiFixture.creating(alias("w", "leaf", true, true)));
    inspector.reset(api.store.revision());
    api.change(
        zone,
        ApiFixture.upserting(ApiFixture.set("leaf.example.com", RRType.A, "192.0.2.2")),
        ApiFixture.upserting(ApiFixture.set("other.example.com", RRType.A, "192.0.2.2")));
    assertThat(standing()).containsExactly("UNCHECKED_LEAF leaf");
    assertThat(
            new StoredGroups(api.store)
                .pointedAt(List.of(group("leaf.example.com."), group("other.example.com."))))
        .containsExactly(group("leaf.example.com."));
  }

  @Test
  void aRestartFindsWhatStoodAndSaysItNotAgain() throws Exception {
    String check = api.check();
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 900; i++) { // more than one page of the walk
      changes.add(
          ApiFixture.creating(ApiFixture.set("n" + i + ".example.com", RRType.A, "192.0.2.1")));
    }
    changes.add(ApiFixture.creating(pair("w", true, check, 300L)));
    api.change(zone, changes);
    assertThat(standing()).containsExactly("TTL_OVER_60 w");
    news.clear();
    inspect(10_000);
    assertThat(inspector.findings().complete()).isTrue();
    assertThat(standing()).containsExactly("TTL_OVER_60 w");
    assertThat(news).isEmpty();
  }

  @Test
  void noMoreGroupsAreRememberedThanThereIsRoomFor() throws Exception {
    String check = api.check();
    api.change(
        zone,
        ApiFixture.creating(pair("a", true, check, 300L)),
        ApiFixture.creating(pair("b", true, check, 300L)),
        ApiFixture.creating(pair("c", true, check, 300L)));
    inspect(2);
    assertThat(inspector.findings().count()).isEqualTo(2);
    assertThat(inspector.findings().complete()).isFalse();
  }

  @Test
  void privateZonesAreNotAnsweredAndNotWarnedOf() throws Exception {
    var request =
        dev.understudy.model.CreateHostedZoneRequest.builder()
            .name("inside.example")
            .callerReference("private")
            .vpc(new dev.understudy.model.VPC("us-east-1", "vpc-1"))
            .build();
    var created = (dev.understudy.model.CreateHostedZoneResponse) api.api.handle(request);
    String id = created.hostedZone().id().replace("/hostedzone/", "");
    ResourceRecordSet set =
        pair("w", true, api.check(), 300L).toBuilder().name("w.inside.example").build();
    api.change(id, ApiFixture.creating(set));
    assertThat(standing()).isEmpty();
  }

  private GroupId group(String name) throws Exception {
    return new GroupId(zone, NameText.parse(name), RecordType.A);
  }

  private void disable(String check, boolean disabled) throws Exception {
    api.api.handle(
        UpdateHealthCheckRequest.builder().healthCheckId(check).disabled(disabled).build());
  }

  private ResourceRecordSet pair(String name, boolean primary, @Nullable String check, Long ttl) {
    return ApiFixture.set(name + ".example.com", RRType.A, primary ? "192.0.2.1" : "192.0.2.2")
        .toBuilder()
        .ttl(ttl)
        .failover(primary ? ResourceRecordSetFailover.PRIMARY : ResourceRecordSetFailover.SECONDARY)
        .setIdentifier(primary ? "primary" : "secondary")
        .healthCheckId(check)
        .build();
  }

  private ResourceRecordSet alias(String name, String target, boolean evaluate, boolean primary) {
    ResourceRecordSet.Builder set =
        ResourceRecordSet.builder()
            .name(name + ".example.com")
            .type(RRType.A)
            .aliasTarget(new AliasTarget(zone, target + ".example.com", evaluate));
    if (primary) {
      set.failover(ResourceRecordSetFailover.PRIMARY).setIdentifier("primary");
    }
    return set.build();
  }
}
