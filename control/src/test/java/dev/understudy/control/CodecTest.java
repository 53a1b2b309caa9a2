package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.RecordSet.PlaceText;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.ComparisonOperator;
import dev.understudy.model.Dimension;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.InsufficientDataHealthStatus;
import dev.understudy.model.Statistic;
import dev.understudy.model.Tag;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.wire.RecordType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to the store is read back the same, and nothing else is read at all. */
class CodecTest {

  static Stream<RoutingPolicy> policies() {
    return Stream.of(
        new RoutingPolicy.Simple(),
        new RoutingPolicy.Failover(true),
        new RoutingPolicy.Failover(false),
        new RoutingPolicy.Weighted(0),
        new RoutingPolicy.Weighted(255),
        new RoutingPolicy.Latency("eu-west-1"),
        new RoutingPolicy.Geolocation("EU", null, null),
        new RoutingPolicy.Geolocation(null, "US", "CA"),
        new RoutingPolicy.Geolocation(null, "*", null),
        new RoutingPolicy.Multivalue(),
        new RoutingPolicy.IpBased("c8c02a84-aaaa-bbbb-cccc-dddddddddddd", "*"));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void recordSetsOfEveryPolicyComeBack(RoutingPolicy policy) throws Exception {
    var set =
        new RecordSet(
            new ResourceRecordSet(
                name("\\052.example.com"),
                RecordType.TXT,
                "blue",
                policy,
                Integer.MAX_VALUE,
                List.of(Rdata.of((byte) 1, (byte) 'a'), Rdata.of((byte) 1, (byte) 'b')),
                null,
                "a-check"),
            List.of("\"a\"", "\"\\142\""),
            null);
    assertThat(read(set)).isEqualTo(set);
  }

  @Test
  void coordinatesKeepTheirSpelling() throws Exception {
    var set =
        new RecordSet(
            new ResourceRecordSet(
                name("example.com"),
                RecordType.A,
                "near",
                new RoutingPolicy.Geoproximity(null, null, new Coordinates(51.5, -0.1), -99),
                60,
                List.of(Rdata.of(new byte[4])),
                null,
                null),
            List.of("0.0.0.0"),
            new PlaceText("51.50", "-0.10", -99));
    assertThat(read(set)).isEqualTo(set);
  }

  @Test
  void aliasesComeBack() throws Exception {
    var alias = new AliasTarget("Z1", name("target.example.com"), true);
    var set =
        new RecordSet(
            new ResourceRecordSet(
                name("example.com"),
                RecordType.AAAA,
                "",
                new RoutingPolicy.Simple(),
                0,
                List.of(),
                alias,
                null),
            List.of(),
            null);
    assertThat(read(set)).isEqualTo(set);
  }

  @Test
  void checksComeBackWithWhatTheyHaveAndNothingElse() {
    var full =
        HealthCheckConfig.builder()
            .type(HealthCheckType.HTTPS_STR_MATCH)
            .ipAddress("192.0.2.1")
            .port(65535)
            .resourcePath("/ä")
            .fullyQualifiedDomainName("example.com")
            .searchString("ok")
            .requestInterval(10)
            .failureThreshold(1)
            .measureLatency(true)
            .inverted(false)
            .disabled(true)
            .healthThreshold(0)
            .childHealthChecks(List.of("a", "b"))
            .enableSNI(true)
            .regions(List.of("us-east-1"))
            .alarmIdentifier(new AlarmIdentifier("us-east-1", "an alarm"))
            .insufficientDataHealthStatus(InsufficientDataHealthStatus.LAST_KNOWN_STATUS)
            .routingControlArn("arn")
            .build();
    var bare = HealthCheckConfig.builder().type(HealthCheckType.CALCULATED).build();
    var definition =
        new CloudWatchAlarmConfiguration(
            3,
            -0.5,
            ComparisonOperator.LESS_THAN_THRESHOLD,
            60,
            "orders",
            "shop",
            Statistic.SAMPLE_COUNT,
            List.of(new Dimension("till", "1")));
    for (HealthCheckConfig config : List.of(full, bare)) {
      CloudWatchAlarmConfiguration alarm = config.equals(full) ? definition : null;
      var check = new Check("id", 300, "reference", 1L << 40, config, alarm);
      assertThat(CheckCodec.read("id", CheckCodec.write(check).octets())).isEqualTo(check);
    }
  }

  @Test
  void zonesTagsAndChangesComeBack() throws Exception {
    var zone =
        new Zone(
            "Z1",
            name("example.com"),
            5,
            "reference",
            "a comment",
            true,
            List.of(new Zone.Network("us-east-1", "vpc-1"), new Zone.Network(null, null)),
            List.of("ns-0.awsdns-00.com"));
    assertThat(ZoneCodec.read("Z1", ZoneCodec.write(zone).octets())).isEqualTo(zone);
    var tags = List.of(new Tag("Name", "x"), new Tag("empty", ""), new Tag("none", null));
    assertThat(SmallCodecs.readTags(SmallCodecs.tags(tags).octets())).isEqualTo(tags);
    var change = new SmallCodecs.ChangeRecord(Instant.ofEpochMilli(1_700_000_000_123L), null);
    assertThat(SmallCodecs.readChange(SmallCodecs.change(change).octets())).isEqualTo(change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "com",
        "example.com",
        "\\052.example.com",
        "a\\056b.example.com",
        "\\000\\377.x",
        "_dmarc.example.com"
      })
  void identitiesComeBackFromKeys(String text) throws Exception {
    for (String identifier : List.of("", "blue", "grün 1")) {
      var id = new Identity(name(text), RecordType.CAA, identifier);
      assertThat(Keys.identityOfRecordSet(Keys.recordSet("Z1", id).octets())).isEqualTo(id);
      assertThat(Keys.zoneIdOfRecordSet(Keys.recordSet("Z1", id).octets())).isEqualTo("Z1");
      Key alias = Keys.alias("Z1", name("target.example.com"), id);
      assertThat(Keys.identityOfAlias(alias.octets())).isEqualTo(id);
    }
  }

  /** API Reference, ListResourceRecordSets: labels reversed, then type in ASCII order. */
  @Test
  void keysSortAsTheApiLists() throws Exception {
    var order =
        List.of(
            "example.com A",
            "example.com AAAA",
            "example.com MX",
            "example.com NS",
            "example.com SOA",
            "\\052.example.com A",
            "_dmarc.example.com TXT",
            "foo-bar.example.com A",
            "foo.example.com A",
            "a.foo.example.com A");
    Key before = Keys.recordSets("Z1");
    for (String line : order) {
      String[] parts = line.split(" ", -1);
      Key key =
          Keys.recordSet("Z1", new Identity(name(parts[0]), RecordType.valueOf(parts[1]), ""));
      assertThat(key).as(line).isGreaterThan(before);
      before = key;
    }
  }

  @Test
  void anUnknownFormatIsNamed() {
    assertThatThrownBy(() -> ZoneCodec.read("Z1", new byte[] {9}))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessage("a hosted zone in the store has format 9, this version reads 1");
  }

  @Test
  void everyCutOfAValueIsNoticed() throws Exception {
    byte[] whole = RecordSetCodec.write(simple("192.0.2.1")).octets();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RecordSetCodec.read(simple("192.0.2.1").identity(), cut))
          .isInstanceOf(UnreadableStateException.class);
    }
  }

  private static RecordSet read(RecordSet set) {
    byte[] octets = RecordSetCodec.write(set).octets();
    Key key = Keys.recordSet("Z1", set.identity());
    assertThat(RecordSetCodec.readMeaning(set.identity(), octets)).isEqualTo(set.meaning());
    return RecordSetCodec.read(Keys.identityOfRecordSet(key.octets()), octets);
  }

  private static RecordSet simple(String value) throws PresentationException {
    return new RecordSet(
        new ResourceRecordSet(
            name("example.com"),
            RecordType.A,
            "",
            new RoutingPolicy.Simple(),
            60,
            List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1)),
            null,
            null),
        List.of(value),
        null);
  }

  private static DomainName name(String text) throws PresentationException {
    return NameText.parse(text);
  }
}
