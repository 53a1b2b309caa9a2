package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot succeed is one line that says what to do, exit code 2, and harms nothing. */
class StartTest {
  @Test
  void aTakenPortIsOneLineAndExitCode2(@TempDir Path data) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String http = "127.0.0.1:" + taken.getLocalPort();
      refused(data, http, "--data", data.toString(), "--dns", "127.0.0.1:0", "--http", http);
    }
  }

  @Test
  void aLockedDirectoryIsOneLineAndExitCode2(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start()) {
      refused(
          data.resolveSibling(data.getFileName() + "-log"),
          "in use by another process",
          "--data",
          data.toString(),
          "--dns",
          "127.0.0.1:0",
          "--http",
          "127.0.0.1:0");
      assertThat(product.process().isAlive()).isTrue();
    }
  }

  @Test
  void aCorruptFileIsOneLineAndStaysUntouched(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start()) {
      assertThat(product.stop()).isZero();
    }
    Path database;
    try (var files = Files.list(data)) {
      database = files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
    }
    byte[] rubbish =
        "this is no database, and it is longer than a header of one hundred octets, so that it is read whole"
            .repeat(50)
            .getBytes(UTF_8);
    Files.write(database, rubbish);
    refused(
        data,
        "corrupt",
        "--data",
        data.toString(),
        "--dns",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0");
    assertThat(Files.readAllBytes(database)).isEqualTo(rubbish);
  }

  @Test
  void wrongSettingsAreToldTogether(@TempDir Path data) throws Exception {
    String line =
        refused(data, "--dns", "--dns", "nonsense", "--udp-size", "99999", "--quotas", "many");
    assertThat(line)
        .contains("--dns nonsense")
        .contains("--udp-size 99999")
        .contains("--quotas many");
    refused(data, "--sentinal", "--sentinal", "on");
  }

  @Test
  void aCertificateThatIsNoneIsOneLineAndExitCode2(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    Path none = directory.resolve("none.pem");
    Path rubbish = Files.writeString(directory.resolve("rubbish.pem"), "no certificate\n");
    OwnCertificate own = OwnCertificate.make(directory);
    for (Path certificate : List.of(none, rubbish, own.pem())) {
      String line =
          refused(
              directory,
              "--dot: ",
              "--data",
              data.toString(),
              "--dns",
              "127.0.0.1:0",
              "--http",
              "127.0.0.1:0",
              "--dot",
              "127.0.0.1:0",
              "--dot-cert",
              certificate.toString(),
              "--dot-key",
              rubbish.toString());
      assertThat(line).contains(certificate.equals(none) ? "none.pem" : "rubbish.pem");
      assertThat(line).doesNotContain("Exception", "ready: ");
    }
  }

  @Test
  void anUnknownKeyInTheConfigFileStopsTheStart(@TempDir Path data) throws Exception {
    Path config =
        Files.writeString(data.resolve("understudy.conf"), "dns = 127.0.0.1:0\nhtttp = x\n");
    refused(data, "htttp", "--config", config.toString());
  }

  @Test
  void theFirstStartWritesAKeyPairForItsOwnerOnly(@TempDir Path data) throws Exception {
    var builder =
        new ProcessBuilder(
            Product.root().resolve("understudy").toString(),
            "serve",
            "--data",
            data.toString(),
            "--dns",
            "127.0.0.1:0",
            "--http",
            "127.0.0.1:0");
    builder.environment().put("UNDERSTUDY_NO_BUILD", "1");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try (var lines = process.inputReader(UTF_8)) {
      String exports =
          lines
              .lines()
              .filter(line -> line.contains("export "))
              .limit(2)
              .reduce("", (a, b) -> a + b + "\n");
      assertThat(exports)
          .contains("AWS_SHARED_CREDENTIALS_FILE=")
          .contains("AWS_ENDPOINT_URL=http://127.0.0.1:");
      Path credentials = data.resolve("credentials");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(credentials))
          .contains("[default]", "aws_access_key_id", "aws_secret_access_key");
    } finally {
      process.destroy();
    }
    assertThat(Product.exitCode(process)).isZero();
  }

  /** The first start of all makes the cache, and says so. */
  private static boolean isAboutTheStart(String line) {
    return line.startsWith("understudy: ") && !line.contains("AOT cache");
  }

  /** Starts, expects exit code 2 and one line with {@code wanted}; returns the line. */
  private static String refused(Path data, String wanted, String... arguments) throws Exception {
    Files.createDirectories(data);
    var command =
        new java.util.ArrayList<>(
            List.of(Product.root().resolve("understudy").toString(), "serve"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(data, "refused", ".log");
    Process process = Product.start(command, log);
    int code = Product.exitCode(process);
    String said = Files.readString(log, UTF_8).strip();
    assertThat(code).as(said).isEqualTo(2);
    assertThat(said.lines().filter(StartTest::isAboutTheStart).toList()).as(said).hasSize(1);
    assertThat(said).contains(wanted);
    return said;
  }
}
