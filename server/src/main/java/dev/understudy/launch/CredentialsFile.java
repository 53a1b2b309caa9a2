package dev.understudy.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The key pair clients sign with: from {@code UNDERSTUDY_ACCESS_KEY_ID} and {@code
 * UNDERSTUDY_SECRET_ACCESS_KEY}, else from {@code DATA/credentials} in the AWS shared-credentials
 * format, written on the first start and readable by its owner only.
 */
record CredentialsFile(Path path, String accessKeyId, String secretAccessKey, boolean fromOutside) {
  private static final String KEY_ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";
  private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  static CredentialsFile load(Path data, Map<String, String> environment, RandomGenerator random)
      throws StartException {
    Path path = data.resolve("credentials");
    @Nullable String keyId = environment.get("UNDERSTUDY_ACCESS_KEY_ID");
    @Nullable String secret = environment.get("UNDERSTUDY_SECRET_ACCESS_KEY");
    if (keyId != null && secret != null && !keyId.isBlank() && !secret.isBlank()) {
      return new CredentialsFile(path, keyId, secret, true);
    }
    if (keyId != null || secret != null) {
      throw new StartException(
          "set both UNDERSTUDY_ACCESS_KEY_ID and UNDERSTUDY_SECRET_ACCESS_KEY, or neither");
    }
    try {
      return Files.exists(path) ? read(path) : write(path, random);
    } catch (IOException e) {
      throw new StartException("cannot read or write " + path + ": " + e.getMessage(), e);
    }
  }

  /** Without the secret, which never goes to a log. */
  @Override
  public String toString() {
    return "CredentialsFile[" + path + ", " + accessKeyId + "]";
  }

  private static CredentialsFile read(Path path) throws IOException, StartException {
    var values = new HashMap<String, String>();
    for (String line : Files.readAllLines(path)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    @Nullable String keyId = values.get(KEY_ID);
    @Nullable String secret = values.get(SECRET);
    if (keyId == null || secret == null || keyId.isEmpty() || secret.isEmpty()) {
      throw new StartException(
          path + " lacks " + KEY_ID + " or " + SECRET + "; mend it, or delete it for a new pair");
    }
    return new CredentialsFile(path, keyId, secret, false);
  }

  private static CredentialsFile write(Path path, RandomGenerator random) throws IOException {
    String keyId = "AKIA" + draw(random, KEY_ALPHABET, 16);
    String secret = draw(random, SECRET_ALPHABET, 40);
    Path fresh = path.resolveSibling("credentials.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        fresh,
        "[default]\n%s = %s\n%s = %s\n".formatted(KEY_ID, keyId, SECRET, secret),
        StandardCharsets.UTF_8,
        StandardOpenOption.SYNC);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    return new CredentialsFile(path, keyId, secret, false);
  }

  private static String draw(RandomGenerator random, String alphabet, int length) {
    return random
        .ints(length, 0, alphabet.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
        .toString();
  }
}
