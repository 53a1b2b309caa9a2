package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.understudy.presentation.NameText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written of a zone without policies loads into other nameservers, where one is installed.
 */
class LoadedElsewhereTest {
  private static final String ZONE = "example.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "named-checkzone -k ignore -n ignore -r ignore -m ignore -i none -S ignore example.com",
        "nsd-checkzone example.com",
        "kzonecheck -o example.com"
      })
  void whatIsWrittenLoads(String tool, @TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.split(" ", -1)));
    Path program = find(command.getFirst());
    assumeTrue(program != null, command.getFirst() + " is installed");
    command.set(0, String.valueOf(program));
    for (int seed = 0; seed < 10; seed++) {
      var generator =
          new ZoneGenerator(
              new Random(seed), NameText.parse(ZONE), "Z0EXAMPLE", "check", "cidr", false);
      Path file = folder.resolve("zone-" + seed);
      var text = new StringBuilder();
      ZoneWriter.write(ZONE, "Z0EXAMPLE", generator.zone(60), text);
      Files.writeString(file, text, US_ASCII);
      var call = new ArrayList<>(command);
      call.add(file.toString());
      run(call);
    }
  }

  private static @Nullable Path find(String tool) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":", -1)) {
      Path program = Path.of(folder, tool);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    return null;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    int code = process.waitFor();
    assertThat(code).as(command + "\n" + said).isZero();
  }
}
