package dev.understudy.launch;

import dev.understudy.delivery.WebhookSecret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The file with the secret that signs webhooks; readable by its owner only where it is made here.
 */
final class WebhookSecretFile {
  private static final int LENGTH_OCTETS = 32;

  private WebhookSecretFile() {}

  /**
   * Reads the named file, or {@code DATA/webhook-secret}, which is made if it is missing.
   *
   * @throws StartException if it cannot be read or holds no secret
   */
  static WebhookSecret load(Path data, @Nullable Path named, RandomGenerator random)
      throws StartException {
    Path file = named == null ? data.resolve("webhook-secret") : named;
    try {
      if (named == null && !Files.exists(file)) {
        write(file, random);
      }
      return WebhookSecret.of(Files.readString(file));
    } catch (IOException e) {
      throw new StartException(
          "cannot read or write the webhook secret " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new StartException(file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path file, RandomGenerator random) throws IOException {
    byte[] octets = new byte[LENGTH_OCTETS];
    random.nextBytes(octets);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "webhook-secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, HexFormat.of().formatHex(octets) + "\n");
      Files.createLink(file, fresh); // whole or not at all, and never over another's
    } catch (FileAlreadyExistsException _) {
      return; // made meanwhile by another process; that one is read
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
