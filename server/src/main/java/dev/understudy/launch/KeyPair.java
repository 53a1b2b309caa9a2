package dev.understudy.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key pair that a command signs with: of {@code --data}, else Understudy's variables, else
 * those of the AWS tools, else {@code ./data/credentials}.
 *
 * @param from where it was found, for people
 */
record KeyPair(String accessKeyId, String secretAccessKey, String from) {
  private static final String KEY_ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";

  static KeyPair find(@Nullable Path data, Map<String, String> environment) throws StartException {
    KeyPair own = ofVariables("UNDERSTUDY_", environment);
    if (own != null) {
      return own; // a server in this environment goes by them too
    }
    if (data != null) {
      return read(data.resolve("credentials"), "default");
    }
    KeyPair ofTools = ofVariables("AWS_", environment);
    if (ofTools != null) {
      return ofTools;
    }
    String shared = environment.getOrDefault("AWS_SHARED_CREDENTIALS_FILE", "");
    return shared.isEmpty()
        ? read(Path.of("data", "credentials"), "default")
        : read(Path.of(shared), environment.getOrDefault("AWS_PROFILE", "default"));
  }

  private static @Nullable KeyPair ofVariables(String prefix, Map<String, String> environment) {
    String keyId = environment.getOrDefault(prefix + "ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault(prefix + "SECRET_ACCESS_KEY", "");
    return keyId.isBlank() || secret.isBlank()
        ? null
        : new KeyPair(keyId, secret, prefix + "ACCESS_KEY_ID");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "KeyPair[" + accessKeyId + ", " + from + "]";
  }

  /** The shared-credentials format: a profile in brackets, then its keys. */
  private static KeyPair read(Path file, String profile) throws StartException {
    var values = new HashMap<String, String>();
    try {
      String at = "";
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        int equals = text.indexOf('=');
        if (text.startsWith("[") && text.endsWith("]")) {
          at = text.substring(1, text.length() - 1).strip();
        } else if (equals > 0 && at.equals(profile)) {
          values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new StartException(
          "no key pair: "
              + file
              + " cannot be read; name the server's data directory with --data DIR, or set"
              + " AWS_SHARED_CREDENTIALS_FILE",
          e);
    }
    String keyId = values.getOrDefault(KEY_ID, "");
    String secret = values.getOrDefault(SECRET, "");
    if (keyId.isEmpty() || secret.isEmpty()) {
      throw new StartException(
          file + " lacks " + KEY_ID + " or " + SECRET + " in [" + profile + "]");
    }
    return new KeyPair(keyId, secret, file.toString());
  }
}
