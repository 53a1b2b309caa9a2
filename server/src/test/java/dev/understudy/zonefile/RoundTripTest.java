package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.DomainName;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.zonefile.Sources.Source;
import dev.understudy.zonefile.ZoneText.Placed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written reads back as it was, whatever a zone holds. */
class RoundTripTest {
  private static final String ZONE_ID = "Z0EXAMPLE";

  @ParameterizedTest
  @ValueSource(strings = {"example.com.", "odd\\056\\377\\000.example.", "."})
  void anyZoneReadsBackAsItWas(String zone) throws Exception {
    DomainName apex = NameText.parse(zone);
    for (int seed = 0; seed < 60; seed++) {
      var generator =
          new ZoneGenerator(
              new Random(seed), apex, ZONE_ID, "6d7ab8e5-check", "c8c02a84-cidr", seed % 4 > 0);
      List<ResourceRecordSet> sets = generator.zone(40);
      String text = write(zone, sets);

      ZoneText read =
          ZoneReader.read(new Source("zone", text.getBytes(US_ASCII)), Sources.NONE, null, false);

      assertThat(read.notices()).as("seed " + seed).isEmpty();
      assertThat(read.apex()).isEqualTo(apex);
      assertThat(read.sets().stream().map(RoundTripTest::inZone).toList())
          .as("seed " + seed)
          .containsExactlyInAnyOrderElementsOf(sets);
      // The order of the text is canonical, so it does not depend on the order of the list.
      assertThat(write(zone, sets.reversed())).as("seed " + seed).isEqualTo(text);
    }
  }

  private static String write(String zone, List<ResourceRecordSet> sets) throws Exception {
    var text = new StringBuilder();
    ZoneWriter.write(zone, ZONE_ID, sets, text);
    return text.toString();
  }

  private static ResourceRecordSet inZone(Placed placed) {
    AliasTarget alias = placed.set().aliasTarget();
    if (alias == null || !alias.hostedZoneId().equals(ZoneText.OWN_ZONE)) {
      return placed.set();
    }
    return placed.set().toBuilder()
        .aliasTarget(new AliasTarget(ZONE_ID, alias.dnsName(), alias.evaluateTargetHealth()))
        .build();
  }
}
