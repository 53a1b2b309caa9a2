package dev.understudy.launch;

import dev.understudy.health.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DATA/unhealthy}: the ids of the checks whose verdict is unhealthy, one a line, so that a
 * restart goes on with the last verdicts and does not answer with an endpoint known to be dead.
 * Written aside from the flip itself, at most once a second; losing it costs one detection time.
 */
final class VerdictsFile {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictsFile.class);

  private final Path path;
  private Set<String> written;

  private VerdictsFile(Path path, Set<String> written) {
    this.path = path;
    this.written = written;
  }

  /** Reads what was written last; a file that cannot be read counts as empty. */
  static VerdictsFile open(Path data) {
    Path path = data.resolve("unhealthy");
    Set<String> ids = Set.of();
    try {
      ids =
          Files.readAllLines(path).stream().filter(id -> !id.isBlank()).collect(Collectors.toSet());
    } catch (NoSuchFileException e) {
      // The first start.
    } catch (IOException e) {
      LOG.warn("{} cannot be read; checks start as healthy", path, e);
    }
    return new VerdictsFile(path, ids);
  }

  Set<String> unhealthy() {
    return Set.copyOf(written);
  }

  /** Writes the verdicts if they changed since they were last written. */
  synchronized void write(Verdicts verdicts) {
    Set<String> now = verdicts.unhealthy();
    if (now.equals(written)) {
      return;
    }
    try {
      Path fresh = path.resolveSibling("unhealthy.new");
      Files.write(fresh, new TreeSet<>(now));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = now;
    } catch (IOException e) {
      LOG.warn("{} cannot be written; a restart now would start checks as healthy", path, e);
    }
  }
}
