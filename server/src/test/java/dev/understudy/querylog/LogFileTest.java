package dev.understudy.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation and trouble with the disk. */
class LogFileTest {
  @TempDir private Path directory;

  @Test
  void linesAreAppendedToWhatIsThere() throws IOException {
    Path path = Files.writeString(directory.resolve("log"), "old\n");
    try (LogFile file = LogFile.open(path)) {
      assertThat(write(file, "new\n")).isTrue();
      file.look();
      assertThat(write(file, "newer\n")).isTrue();
    }
    assertThat(path).hasContent("old\nnew\nnewer\n");
  }

  @Test
  void aNewFileIsForItsOwnerAndGroup() throws IOException {
    Path path = directory.resolve("log");
    LogFile.open(path).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isIn("rw-r-----", "rw-------");
  }

  @Test
  void aRenamedFileGetsASuccessor() throws IOException {
    Path path = directory.resolve("log");
    Path rotated = directory.resolve("log.1");
    try (LogFile file = LogFile.open(path)) {
      write(file, "one\n");
      Files.move(path, rotated);
      assertThat(write(file, "two\n")).as("until somebody looks").isTrue();
      file.look();
      write(file, "three\n");
      Files.delete(path);
      file.look();
      write(file, "four\n");
    }
    assertThat(rotated).hasContent("one\ntwo\n");
    assertThat(path).hasContent("four\n");
  }

  @Test
  void aFullDiskCostsLinesUntilThereIsRoom() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full");
    Path path = Files.createSymbolicLink(directory.resolve("log"), full);
    try (LogFile file = LogFile.open(path)) {
      assertThat(write(file, "lost\n")).isFalse();
      assertThat(write(file, "lost too\n")).isFalse();
      Files.delete(path);
      file.look();
      assertThat(write(file, "kept\n")).isTrue();
      assertThat(write(file, "as well\n")).isTrue();
    }
    assertThat(path).hasContent("kept\nas well\n");
  }

  @Test
  void aDirectoryThatIsGoneCostsLinesUntilItIsBack() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    Path path = inner.resolve("log");
    try (LogFile file = LogFile.open(path)) {
      Files.delete(path);
      Files.delete(inner);
      file.look();
      assertThat(write(file, "lost\n")).isFalse();
      Files.createDirectory(inner);
      file.look();
      assertThat(write(file, "kept\n")).isTrue();
    }
    assertThat(Files.readString(path, UTF_8)).contains("kept\n");
  }

  @Test
  void aFileThatCannotBeMadeFailsAtOnce() {
    assertThatThrownBy(() -> LogFile.open(directory.resolve("none").resolve("log")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  private static boolean write(LogFile file, String lines) {
    byte[] octets = lines.getBytes(UTF_8);
    return file.write(octets, octets.length);
  }
}
