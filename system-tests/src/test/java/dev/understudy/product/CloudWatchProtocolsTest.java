package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real client, botocore, by each of the three protocols: it prefers one of them, so its order of
 * preference is changed. The script {@code clients/cloudwatch_protocols.py} holds what is asked.
 */
class CloudWatchProtocolsTest {

  @Test
  void botocoreIsServedAlikeByAllThree(@TempDir Path data) throws Exception {
    assumeTrue(
        exitCode(new ProcessBuilder("python3", "-c", "import botocore.session")) == 0,
        "Python's botocore is not installed");
    try (Product product = new Product(data).start()) {
      var script =
          new ProcessBuilder(
                  "python3",
                  Path.of("src/test/resources/clients/cloudwatch_protocols.py")
                      .toAbsolutePath()
                      .toString(),
                  product.endpoint().toString())
              .redirectErrorStream(true);
      script.environment().put("AWS_ACCESS_KEY_ID", Product.KEY_ID);
      script.environment().put("AWS_SECRET_ACCESS_KEY", Product.SECRET);
      Process process = script.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(output.lines()).containsExactly("smithy-rpc-v2-cbor", "json", "query");
      assertThat(Product.exitCode(process)).isZero();
    }
  }

  private static int exitCode(ProcessBuilder command) throws InterruptedException {
    try {
      return command
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
