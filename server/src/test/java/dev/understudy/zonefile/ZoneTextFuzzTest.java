package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.intent.DomainName;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.zonefile.Sources.Source;
import dev.understudy.zonefile.ZoneText.Placed;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Whatever a zone text holds: read or refused in a line; and what is read, written, reads the same.
 */
class ZoneTextFuzzTest {
  private static final int RECORDS_MAX = 1000;

  @FuzzTest(maxDuration = "10s")
  void texts(byte[] octets) throws IOException, PresentationException, ZoneTextException {
    DomainName origin = NameText.parse("example.com");
    var text = new Source("zone", octets);
    Sources itself = (name, _) -> new Source(name, octets);
    ZoneText read;
    try {
      read = ZoneReader.read(text, itself, origin, octets.length % 2 == 0, RECORDS_MAX);
    } catch (ZoneTextException e) {
      if (e.problems().stream().anyMatch(problem -> problem.contains("\n"))) {
        throw new AssertionError(e.problems().toString());
      }
      return;
    }
    List<ResourceRecordSet> sets = read.sets().stream().map(Placed::set).toList();
    var written = new StringBuilder();
    ZoneWriter.write("example.com", ZoneText.OWN_ZONE, sets, written);
    ZoneText again =
        ZoneReader.read(
            new Source("written", written.toString().getBytes(US_ASCII)),
            Sources.NONE,
            null,
            false);
    var twice = again.sets().stream().map(Placed::set).toList();
    if (!Objects.equals(new HashSet<>(sets), new HashSet<>(twice))) {
      throw new AssertionError(sets + "\n" + written + "\n" + twice);
    }
  }
}
