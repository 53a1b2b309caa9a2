package dev.understudy.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.Locations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that change, break, vanish and come back; polled by hand. */
class AtlasTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String ADDRESS = "198.51.100.7";

  @TempDir private Path directory;
  private final List<Geography> published = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger().detachAppender(log);
  }

  @Test
  void aNewFileInPlaceOfTheOldIsInUseOnceItHasSettled() throws Exception {
    Path file = france().write(directory.resolve("places.mmdb"));
    Atlas atlas = atlas(file);
    assertThat(place()).startsWith("EU FR");
    atlas.poll();
    assertThat(published).as("nothing changed").hasSize(1);
    germany().write(file);
    atlas.poll();
    assertThat(place()).as("it may still be written").startsWith("EU FR");
    atlas.poll();
    assertThat(place()).startsWith("EU DE");
    atlas.poll();
    assertThat(published).hasSize(2);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void writingIntoTheFileIsNoticedEvenIfItsSizeStays() throws Exception {
    Path file = france().write(directory.resolve("places.mmdb"));
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    Atlas atlas = atlas(file);
    Files.write(file, germany().octets());
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(1)));
    atlas.poll();
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(2)));
    atlas.poll();
    assertThat(place()).as("it is still written").startsWith("EU FR");
    atlas.poll();
    assertThat(place()).startsWith("EU DE");
  }

  @Test
  void aBrokenFileChangesNothingIsToldOnceAndTriedAgainWhenItChanges() throws Exception {
    Path file = france().write(directory.resolve("places.mmdb"));
    Atlas atlas = atlas(file);
    byte[] whole = germany().octets();
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    for (int i = 0; i < 5; i++) {
      atlas.poll();
    }
    assertThat(place()).startsWith("EU FR");
    assertThat(published).hasSize(1);
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().getFirst())
        .contains(file.toString(), "only the beginning of one", NOW + " stays in use");
    assertThat(atlas.sheets().getFirst().refusals()).isEqualTo(1);

    Files.write(file, new byte[0]);
    for (int i = 0; i < 5; i++) {
      atlas.poll();
    }
    assertThat(warnings()).hasSize(2);
    assertThat(warnings().getLast()).contains("it is empty");

    Files.write(file, whole);
    atlas.poll();
    atlas.poll();
    assertThat(place()).startsWith("EU DE");
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void aFileThatIsGoneChangesNothingAndMayComeBack() throws Exception {
    Path file = france().write(directory.resolve("places.mmdb"));
    Atlas atlas = atlas(file);
    Files.delete(file);
    for (int i = 0; i < 5; i++) {
      atlas.poll();
    }
    assertThat(place()).startsWith("EU FR");
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().getFirst()).contains("it is not there");
    Files.createDirectory(file);
    atlas.poll();
    atlas.poll();
    assertThat(warnings().getLast()).contains("it is no file");
    Files.delete(file);
    germany().write(file);
    atlas.poll();
    atlas.poll();
    assertThat(place()).startsWith("EU DE");
  }

  @Test
  void atTheStartAFileMustBeGood() throws Exception {
    Path missing = directory.resolve("missing.mmdb");
    assertThatThrownBy(() -> atlas(missing))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessage("database of places " + missing + ": it is not there");
    Path text = Files.writeString(directory.resolve("text.mmdb"), "hello");
    assertThatThrownBy(() -> atlas(text)).hasMessageContaining("it is no MMDB file");
    Path table = Files.writeString(directory.resolve("table.csv"), "network,us-east-9\n");
    assertThatThrownBy(
            () -> Atlas.unwatched(new MapSources(null, table, null), published::add, () -> NOW))
        .hasMessageContaining("table of latencies " + table)
        .hasMessageContaining("line 1: 'us-east-9' is no region");
    assertThat(published).isEmpty();
  }

  @Test
  void bothFilesAndTheDefaultGoTogether() throws Exception {
    Path places = france().write(directory.resolve("places.mmdb"));
    Path table =
        Files.writeString(directory.resolve("table.csv"), "network,us-east-1\n10.0.0.0/8,5\n");
    var elsewhere = new Coordinates(1, 2);
    Atlas atlas =
        Atlas.unwatched(new MapSources(places, table, elsewhere), published::add, () -> NOW);
    LatencyTable before = published.getLast().latencies();
    Files.writeString(table, "network,us-east-1\n10.0.0.0/8,5\n11.0.0.0/8,6\n");
    atlas.poll();
    atlas.poll();
    assertThat(published.getLast().latencies()).isNotSameAs(before);
    assertThat(published.getLast().elsewhere()).isEqualTo(elsewhere);
    assertThat(place()).startsWith("EU FR");
    assertThat(atlas.sheets())
        .containsExactly(
            new Atlas.Sheet("places", 1, NOW, Instant.parse("2026-11-01T00:00:00Z"), 0),
            new Atlas.Sheet("latencies", 2, NOW, null, 0));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains(
            "database of places in use: Fixture-City built 2026-11-01T00:00:00Z:"
                + " 1 networks at 1 places",
            "table of latencies in use: 2 networks");
  }

  @Test
  void withoutFilesNothingIsKnownAndNothingIsWatched() throws Exception {
    try (Atlas atlas = Atlas.open(MapSources.NONE, published::add, () -> NOW)) {
      assertThat(published).hasSize(1);
      assertThat(published.getFirst().locations()).isSameAs(Locations.NOWHERE);
      assertThat(atlas.sheets()).isEmpty();
    }
  }

  private Atlas atlas(Path file) throws UnreadableMapException {
    return Atlas.unwatched(new MapSources(file, null, null), published::add, () -> NOW);
  }

  private String place() {
    return Asked.of(published.getLast().locations(), ADDRESS);
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static MmdbFixture france() {
    return new MmdbFixture().network("198.51.100.0/24", Map.of("country_code", "FR"));
  }

  private static MmdbFixture germany() {
    return new MmdbFixture().network("198.51.100.0/24", Map.of("country_code", "DE"));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.understudy.geography");
  }
}
