package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPairTest {
  private static final Map<String, String> OWN =
      Map.of("UNDERSTUDY_ACCESS_KEY_ID", "own", "UNDERSTUDY_SECRET_ACCESS_KEY", "s");
  private static final Map<String, String> TOOLS =
      Map.of("AWS_ACCESS_KEY_ID", "tools", "AWS_SECRET_ACCESS_KEY", "s");

  @TempDir private Path data;

  @Test
  void theVariablesOfAServerGoFirstThenItsDirectoryThenThoseOfTheTools() throws Exception {
    Files.writeString(
        data.resolve("credentials"),
        """
        [other]
        aws_access_key_id = o
        aws_secret_access_key = x
        [default]
        aws_access_key_id = file
        aws_secret_access_key = y=z
        """);
    assertThat(KeyPair.find(data, OWN).accessKeyId()).isEqualTo("own");
    KeyPair file = KeyPair.find(data, TOOLS);
    assertThat(file.accessKeyId()).isEqualTo("file");
    assertThat(file.secretAccessKey()).isEqualTo("y=z");
    assertThat(file.toString()).doesNotContain("y=z");
    assertThat(KeyPair.find(null, TOOLS).accessKeyId()).isEqualTo("tools");
    String shared = data.resolve("credentials").toString();
    Map<String, String> profile =
        Map.of("AWS_SHARED_CREDENTIALS_FILE", shared, "AWS_PROFILE", "other");
    assertThat(KeyPair.find(null, profile).accessKeyId()).isEqualTo("o");
  }

  @Test
  void withoutOneItSaysWhatToDo() throws Exception {
    assertThatThrownBy(() -> KeyPair.find(data, Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--data DIR");
    Files.writeString(data.resolve("credentials"), "[default]\naws_access_key_id = a\n");
    assertThatThrownBy(() -> KeyPair.find(data, Map.of()))
        .hasMessageContaining("lacks aws_access_key_id or aws_secret_access_key in [default]");
  }
}
