package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The AWS CLI, as a user calls it. */
final class AwsCli {
  private final URI endpoint;

  AwsCli(URI endpoint) {
    this.endpoint = endpoint;
  }

  static boolean installed() {
    try {
      return new ProcessBuilder("aws", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the command printed to standard output, stripped; fails where the exit code is not 0. */
  String run(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = call(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", arguments) + "\n" + outcome.error());
    }
    return outcome.output();
  }

  Outcome call(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("aws"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID",
                Product.KEY_ID,
                "AWS_SECRET_ACCESS_KEY",
                Product.SECRET,
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_PAGER",
                ""));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(Product.exitCode(process), output.strip(), error.strip());
  }

  record Outcome(int exitCode, String output, String error) {}
}
