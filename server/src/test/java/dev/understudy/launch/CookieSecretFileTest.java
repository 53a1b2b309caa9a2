package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secret in DATA is ours and rolls by the day; one that was named is the operator's. */
class CookieSecretFileTest {
  private static final String ONE = "e5e973e5a6b2a43f48e7dc849e37bfcf";
  private static final String TWO = "445536bcd2513298075a5d379663c962";

  @TempDir private Path directory;
  private Instant now = Instant.now();

  @Test
  void ourSecretIsMadeOnceAndIsItsOwnersAlone() throws Exception {
    Path file = directory.resolve("cookie-secret");
    List<String> made = lines(open(null));
    assertThat(made).singleElement().asString().matches("[0-9a-f]{32}");
    assertThat(Files.readAllLines(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(lines(open(null))).as("after a restart").isEqualTo(made);
  }

  @Test
  void ourSecretRollsByTheDayAndTheOneBeforeStaysAccepted() throws Exception {
    CookieSecretFile kept = open(null);
    String first = lines(kept).getFirst();
    Path file = directory.resolve("cookie-secret");
    Instant made = Files.getLastModifiedTime(file).toInstant();
    now = made.plus(Duration.ofHours(24)).minusNanos(1);
    kept.look();
    assertThat(lines(kept)).containsExactly(first);
    now = made.plus(Duration.ofHours(24));
    kept.look();
    assertThat(lines(kept)).hasSize(2).last().isEqualTo(first);
    String second = lines(kept).getFirst();
    assertThat(second).isNotEqualTo(first);
    assertThat(Files.readAllLines(file)).isEqualTo(lines(kept));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    now = Files.getLastModifiedTime(file).toInstant().plus(Duration.ofDays(1));
    kept.look();
    assertThat(lines(kept)).hasSize(2).last().isEqualTo(second);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aNamedFileIsReadAgainWhenItChangesAndNeverWritten() throws Exception {
    Path shared = write("shared", ONE);
    CookieSecretFile kept = open(shared);
    assertThat(lines(kept)).containsExactly(ONE);
    change(shared, ONE + "\n" + TWO + "\n", 1);
    kept.look();
    assertThat(lines(kept)).containsExactly(ONE, TWO);
    change(shared, "oops", 2);
    kept.look();
    assertThat(lines(kept)).as("a broken file changes nothing").containsExactly(ONE, TWO);
    Files.delete(shared);
    kept.look();
    assertThat(lines(kept)).containsExactly(ONE, TWO);
    change(shared, TWO, 3);
    kept.look();
    assertThat(lines(kept)).containsExactly(TWO);
    now = now.plus(Duration.ofDays(100));
    kept.look();
    assertThat(lines(kept)).as("the operator rolls it").containsExactly(TWO);
    assertThat(Files.readString(shared)).isEqualTo(TWO);
  }

  @ParameterizedTest
  @CsvSource({"'', holds 0 secrets", "e5e9, line 1 is not 32 hexadecimal digits"})
  void aStartWithABrokenFileSaysSo(String text, String said) throws Exception {
    Path broken = write("broken", text);
    assertThatThrownBy(() -> open(broken))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining(said);
    assertThatThrownBy(() -> open(directory.resolve("absent")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("absent");
  }

  private CookieSecretFile open(@Nullable Path named) throws StartException {
    return CookieSecretFile.open(directory, named, new Random(1), () -> now);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void change(Path file, String text, int seconds) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(seconds)));
  }

  private static List<String> lines(CookieSecretFile kept) {
    return kept.secrets().get().lines();
  }
}
