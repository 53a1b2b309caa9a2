package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Terraform with the AWS provider: a record of every routing policy, a signed zone, alarms. Runs
 * where Terraform is installed and its provider is found without a download, see {@link
 * TerraformMirror}.
 */
class TerraformTest {
  private static final Duration LIMIT = Product.LIMIT.multipliedBy(2);

  @Test
  void everyPolicyIsAppliedShownAsAppliedAndDestroyed(@TempDir Path data, @TempDir Path work)
      throws Exception {
    prepare(work, "policies.tf");
    try (Product product = new Product(data).start()) {
      applyAndDestroy(product, work);
      assertThat(product.route53().listCidrCollections(all -> {}).cidrCollections()).isEmpty();
    }
  }

  @Test
  void aSignedZoneIsAppliedShownAsAppliedAndDestroyed(@TempDir Path data, @TempDir Path work)
      throws Exception {
    prepare(work, "dnssec.tf");
    try (Product product = new Product(data).start()) {
      applyAndDestroy(product, work);
    }
  }

  @Test
  void alarmsTopicsAndACheckThatFollowsAreAppliedShownAsAppliedAndDestroyed(
      @TempDir Path data, @TempDir Path work) throws Exception {
    prepare(work, "alarms.tf");
    try (Product product = new Product(data).start()) {
      applyAndDestroy(product, work);
      assertThat(product.route53().listHealthChecks().healthChecks()).isEmpty();
    }
  }

  private static boolean installed() {
    try {
      return new ProcessBuilder("terraform", "version")
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

  private static void prepare(Path work, String configuration) throws IOException {
    assumeTrue(installed(), "terraform is not installed");
    Optional<Path> mirror =
        TerraformMirror.configured() ? Optional.empty() : TerraformMirror.find();
    assumeTrue(
        mirror.isPresent() || TerraformMirror.configured(),
        "Terraform's AWS provider is not on this machine");
    Files.copy(
        Path.of("src/test/resources/terraform", configuration).toAbsolutePath(),
        work.resolve("main.tf"));
    if (mirror.isPresent()) {
      Files.writeString(
          work.resolve("rc"),
          "provider_installation {\n  filesystem_mirror {\n    path = \""
              + mirror.get()
              + "\"\n  }\n}\n");
    }
  }

  private static void applyAndDestroy(Product product, Path work)
      throws IOException, InterruptedException {
    terraform(product, work, "init");
    terraform(product, work, "apply", "-auto-approve");
    terraform(product, work, "plan", "-detailed-exitcode"); // 2 if anything differs
    terraform(product, work, "destroy", "-auto-approve");
    assertThat(product.route53().listHostedZones().hostedZones()).isEmpty();
  }

  private static void terraform(Product product, Path work, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    command.add("-no-color");
    Path log = work.resolve("terraform.log");
    var builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("AWS_ACCESS_KEY_ID", Product.KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", Product.SECRET);
    if (Files.exists(work.resolve("rc"))) {
      environment.put("TF_CLI_CONFIG_FILE", work.resolve("rc").toString());
    }
    environment.put("TF_VAR_endpoint", product.endpoint().toString());
    environment.put("CHECKPOINT_DISABLE", "1");
    Process process = builder.start();
    if (!process.waitFor(LIMIT) || process.exitValue() != 0) {
      process.destroyForcibly();
      fail(String.join(" ", command) + "\n" + Files.readString(log, UTF_8));
    }
  }
}
