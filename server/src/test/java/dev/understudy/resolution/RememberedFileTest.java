package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.RememberedFile.Entry;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered is read back whole; what is broken is as good as nothing. */
class RememberedFileTest {
  private static final Map<OutsideTarget, Entry> ENTRIES =
      Map.of(
          Targets.a("lb.example.net"),
          entry(60, RecordType.A, "192.0.2.1", "192.0.2.2"),
          Targets.target("\\052.odd\\011name.example.net", RecordType.TXT),
          entry(1, RecordType.TXT, "\"a\\011tab \\\" and a \\\\\" \"more\""),
          Targets.target("m.example.net", RecordType.MX),
          entry(3600, RecordType.MX, "10 mail.example.org"));

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    file().write(ENTRIES);
    assertThat(file().read()).isEqualTo(ENTRIES);
    assertThat(Files.readString(path()))
        .startsWith("understudy outside 1\n")
        .contains("lb.example.net.\tA\t60\t1795245600\t192.0.2.1\t192.0.2.2\n");
    assertThat(folder).isDirectoryNotContaining(each -> each.toString().endsWith(".new"));
  }

  @Test
  void sameEntriesAreNotWrittenAgain() throws Exception {
    RememberedFile file = file();
    file.write(Map.of());
    assertThat(path()).as("nothing to remember").doesNotExist();
    file.write(ENTRIES);
    Files.delete(path());
    file.write(Map.copyOf(ENTRIES));
    assertThat(path()).doesNotExist();
    file.write(Map.of());
    assertThat(path()).as("forgotten").hasContent("understudy outside 1");
  }

  @Test
  void firstStartHasNothingToRead() {
    assertThat(file().read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "understudy outside 2\n",
        "understudy outside 1\nlb.example.net.\tA\t60\t1\n",
        "understudy outside 1\nlb.example.net.\tA\t60\t1\t192.0.2.1\nlb.exam",
        "understudy outside 1\nlb.example.net.\tA\t0\t1\t192.0.2.1\n",
        "understudy outside 1\nlb.example.net.\tA\t60\tx\t192.0.2.1\n",
        "understudy outside 1\nlb.example.net.\tA\t60\t1\t192.0.2\n",
        "understudy outside 1\nlb.example.net.\tHINFO\t60\t1\tx\n",
        "understudy outside 1\n..\tA\t60\t1\t192.0.2.1\n",
        "\u0000\u0001\u0002"
      })
  void brokenFileIsIgnoredWhole(String content) throws Exception {
    Files.writeString(path(), content);
    assertThat(file().read()).isEmpty();
    file().write(ENTRIES);
    assertThat(file().read()).isEqualTo(ENTRIES);
  }

  @Test
  void directoryInItsPlaceStopsNothing() throws Exception {
    Files.createDirectories(path().resolve("x"));
    assertThat(file().read()).isEmpty();
    file().write(ENTRIES);
  }

  private static Entry entry(int ttl, RecordType type, String... values) {
    return new Entry(
        new OutsideRecords(ttl, Targets.values(type, values)), Instant.ofEpochSecond(1795245600L));
  }

  private RememberedFile file() {
    return new RememberedFile(path());
  }

  private Path path() {
    return folder.resolve("outside");
  }
}
