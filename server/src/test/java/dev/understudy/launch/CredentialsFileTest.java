package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Design, "The product from outside": the key pair and its file. */
class CredentialsFileTest {
  @Test
  void theFirstStartWritesAPairThatTheSecondReads(@TempDir Path data) throws Exception {
    CredentialsFile first = CredentialsFile.load(data, Map.of(), new Random(1));
    assertThat(CredentialsFile.load(data, Map.of(), new Random(2))).isEqualTo(first);
    assertThat(first.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(first.secretAccessKey()).hasSize(40);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void theSecretIsNotInTheText(@TempDir Path data) throws Exception {
    CredentialsFile pair = CredentialsFile.load(data, Map.of(), new Random(1));
    assertThat(pair.toString()).doesNotContain(pair.secretAccessKey());
  }

  @Test
  void thePairMayComeFromOutsideAndThenNoFileIsWritten(@TempDir Path data) throws Exception {
    var environment =
        Map.of("UNDERSTUDY_ACCESS_KEY_ID", "id", "UNDERSTUDY_SECRET_ACCESS_KEY", "secret");
    CredentialsFile pair = CredentialsFile.load(data, environment, new Random(1));
    assertThat(pair.accessKeyId()).isEqualTo("id");
    assertThat(pair.path()).doesNotExist();
  }

  @Test
  void halfAPairIsRefused(@TempDir Path data) {
    assertThatThrownBy(() ->
            CredentialsFile.load(data, Map.of("UNDERSTUDY_ACCESS_KEY_ID", "id"), new Random(1)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("both");
  }

  @Test
  void aMutilatedFileIsRefusedAndLeftAsItIs(@TempDir Path data) throws Exception {
    Path file = Files.writeString(data.resolve("credentials"), "[default]\n");
    assertThatThrownBy(() -> CredentialsFile.load(data, Map.of(), new Random(1)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("lacks");
    assertThat(file).hasContent("[default]\n");
  }
}
