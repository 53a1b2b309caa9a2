package dev.understudy.launch;

import dev.understudy.answer.EdnsSettings;
import dev.understudy.cookie.CurrentSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the nameserver says of itself in EDNS.
 *
 * @param nsid who it is, at most 128 octets; empty for nobody
 * @param cookieSecretFile null for the one in the data directory
 */
record EdnsChoices(String nsid, @Nullable Path cookieSecretFile) {

  /** Checks what was given; problems are told, and what they are about is left out. */
  static EdnsChoices of(EdnsOptions options, Consumer<String> problems) {
    String nsid = options.nsid.strip();
    int length = nsid.getBytes(StandardCharsets.UTF_8).length;
    if (length > EdnsSettings.NSID_MAX_OCTETS) {
      problems.accept(
          "--nsid: " + length + " octets are more than " + EdnsSettings.NSID_MAX_OCTETS);
      nsid = "";
    }
    if (nsid.chars().anyMatch(Character::isISOControl)) {
      problems.accept("--nsid: control characters; a name such as ns1.example.net will do");
      nsid = "";
    }
    return new EdnsChoices(nsid, options.cookieSecretFile);
  }

  /** The same, for the responder; how long connections may idle it is told by who serves them. */
  EdnsSettings settings(CurrentSecrets secrets) {
    return new EdnsSettings(nsid, secrets, Duration.ZERO);
  }

  /** For the log at start; empty if nothing was set. */
  String summary() {
    return (nsid.isEmpty() ? "" : " nsid=" + nsid)
        + (cookieSecretFile == null ? "" : " cookie-secret-file=" + cookieSecretFile);
  }
}
