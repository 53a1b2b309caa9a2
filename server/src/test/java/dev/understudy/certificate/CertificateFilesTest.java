package dev.understudy.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may lie in the files, in a time of the test's own. */
class CertificateFilesTest {
  private record Made(String certificate, String key) {}

  private static Made elliptic;
  private static Made rsa;
  private static Made edwards;

  /** Certificates begin now and are good for 90 days. */
  private Instant now = Instant.now();

  private long writes;

  @TempDir Path directory;

  @BeforeAll
  static void make(@TempDir Path keys) throws Exception {
    elliptic = make(keys, "elliptic", "EC");
    rsa = make(keys, "rsa", "RSA");
    edwards = make(keys, "edwards", "Ed25519");
  }

  private static Made make(Path directory, String name, String algorithm) throws Exception {
    Path file = directory.resolve(name);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-validity",
            "90",
            "-keystore",
            file.toString(),
            "-storepass",
            "password");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "password".toCharArray());
    }
    Certificate certificate = store.getCertificate("a");
    Key key = store.getKey("a", "password".toCharArray());
    return new Made(
        pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String label, byte[] content) {
    String lines = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    // Two writes within a tick of the file system's clock would look like one.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 * ++writes));
    return file;
  }

  private CertificateFiles open(String certificate, String key) throws Exception {
    return CertificateFiles.open(write("c.pem", certificate), write("k.pem", key), () -> now);
  }

  private static void look(CertificateFiles files, int times) {
    for (int i = 0; i < times; i++) {
      files.look();
    }
  }

  @Test
  void keysOfAllAlgorithmsAreTakenWithWhateverIsAroundTheBlocks() throws Exception {
    for (Made made : List.of(elliptic, rsa, edwards)) {
      try (var files = open("Bag Attributes\n" + made.certificate, "-----\n" + made.key + "x")) {
        assertThat(files.shown().notAfter()).isAfter(now.plus(Duration.ofDays(89)));
        assertThat(files.context().createSSLEngine()).isNotNull();
      }
    }
  }

  @Test
  void certificateAndKeyMayBeInOneFile() throws Exception {
    Path both = write("both.pem", elliptic.key + elliptic.certificate);
    try (var files = CertificateFiles.open(both, both, () -> now)) {
      assertThat(files.shown().subject()).isEqualTo("CN=elliptic");
    }
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    String good = elliptic.certificate;
    String key = elliptic.key;
    record Row(String certificate, String key, String said) {}
    var rows =
        List.of(
            new Row("", key, "c.pem: no certificate in it"),
            new Row(key, key, "c.pem: no certificate in it"),
            new Row(good, good, "k.pem: no key in it"),
            new Row(good, rsa.key, "k.pem: not the key of the first certificate"),
            new Row(good, key.replace("PRIVATE", "EC PRIVATE"), "openssl pkcs8 -topk8 -nocrypt"),
            new Row(good, key.replace("PRIVATE", "ENCRYPTED PRIVATE"), "the key is encrypted"),
            new Row(good, pem("PRIVATE KEY", new byte[40]), "none of [RSA, EC, EdDSA]"),
            new Row(pem("CERTIFICATE", new byte[40]), key, "cannot be read"),
            new Row(good.replace("MII", "M!="), key, "c.pem: a"),
            new Row(good.repeat(11), key, "11 certificates are more than 10"),
            new Row(good + rsa.certificate, key, "certificate 1 was not issued by"),
            new Row(good + "x".repeat(300_000), key, "longer than 262144 octets"));
    for (Row row : rows) {
      assertThatThrownBy(() -> open(row.certificate, row.key))
          .isInstanceOf(UnusableCertificateException.class)
          .hasMessageContaining(row.said)
          .hasMessageNotContaining("\n");
    }
    Path gone = directory.resolve("gone.pem");
    assertThatThrownBy(() -> CertificateFiles.open(gone, gone, () -> now))
        .hasMessage(gone + ": no such file");
  }

  @ParameterizedTest
  @CsvSource({"91, expired at", "-1, not valid before"})
  void aCertificateIsTakenInItsTimeOnly(int days, String said) {
    now = now.plus(Duration.ofDays(days));
    assertThatThrownBy(() -> open(elliptic.certificate, elliptic.key))
        .hasMessageContaining("c.pem: " + said);
  }

  @Test
  void aNewPairIsTakenWhenItRestsAndSessionsBeginAnew() throws Exception {
    try (var files = open(elliptic.certificate, elliptic.key)) {
      SSLContext before = files.context();
      look(files, 5);
      assertThat(files.context()).isSameAs(before);
      write("c.pem", rsa.certificate);
      files.look();
      write("k.pem", rsa.key);
      files.look();
      assertThat(files.shown().subject()).as("not between two writes").isEqualTo("CN=elliptic");
      now = now.plusSeconds(4);
      files.look();
      assertThat(files.shown().subject()).isEqualTo("CN=rsa");
      assertThat(files.shown().loaded()).isEqualTo(now);
      assertThat(files.context()).isNotSameAs(before);
      assertThat(files.refusals()).isZero();
    }
  }

  @Test
  void aPairThatCannotBeUsedIsCountedOnceAndChangesNothing() throws Exception {
    try (var files = open(elliptic.certificate, elliptic.key)) {
      SSLContext before = files.context();
      var broken = new ArrayList<String>(List.of(rsa.certificate, "", "rubbish"));
      for (String text : broken) {
        write("c.pem", text);
        look(files, 5);
      }
      Files.delete(directory.resolve("k.pem"));
      look(files, 5);
      assertThat(files.refusals()).isEqualTo(4);
      assertThat(files.context()).isSameAs(before);
      write("c.pem", rsa.certificate);
      write("k.pem", rsa.key);
      look(files, 2);
      assertThat(files.shown().subject()).isEqualTo("CN=rsa");
    }
  }

  @Test
  void anExpiredPairIsNotTakenAndTheOneInUseGoesOn() throws Exception {
    try (var files = open(elliptic.certificate, elliptic.key)) {
      now = now.plus(Duration.ofDays(91));
      write("c.pem", rsa.certificate);
      write("k.pem", rsa.key);
      look(files, 3);
      assertThat(files.refusals()).isEqualTo(1);
      assertThat(files.shown().subject()).isEqualTo("CN=elliptic");
    }
  }
}
