package dev.understudy.launch;

import dev.understudy.cookie.CookieSecrets;
import dev.understudy.cookie.CurrentSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the secrets of server cookies. A file that was named belongs to the operator, who gives all
 * nameservers of one address the same: it is read again when it changes and never written. {@code
 * DATA/cookie-secret} is ours: it is made if it is missing, and every day a new secret takes the
 * lead, while the one before stays accepted for another day.
 */
final class CookieSecretFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CookieSecretFile.class);

  /** Cookies are good for an hour: RFC 9018, section 4.3; RFC 7873, section 7.1. */
  private static final Duration ROLLED_AFTER = Duration.ofDays(1);

  private static final int LOOK_SECONDS = 2;
  private static final int LENGTH_MAX_OCTETS = 65_536;

  private record Stamp(long size, FileTime modified, String inode) {}

  private final Path file;
  private final boolean ours;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final CurrentSecrets secrets;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cookie-secret").factory());
  private @Nullable Stamp read;
  private boolean warned;

  private CookieSecretFile(Path file, boolean ours, RandomGenerator random, InstantSource clock)
      throws IOException {
    this.file = file;
    this.ours = ours;
    this.random = random;
    this.clock = clock;
    if (ours && !Files.exists(file)) {
      write(CookieSecrets.of(draw()));
    }
    read = stamp();
    secrets = new CurrentSecrets(parse(read));
  }

  /**
   * Reads the named file, or {@code DATA/cookie-secret}, which is made if it is missing.
   *
   * @throws StartException if it cannot be read or holds no secrets
   */
  static CookieSecretFile open(
      Path data, @Nullable Path named, RandomGenerator random, InstantSource clock)
      throws StartException {
    Path file = named == null ? data.resolve("cookie-secret").toAbsolutePath() : named;
    try {
      return new CookieSecretFile(file, named == null, random, clock);
    } catch (IOException e) {
      throw new StartException(
          "cannot read or write the cookie secrets " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new StartException(file + ": " + e.getMessage(), e);
    }
  }

  CurrentSecrets secrets() {
    return secrets;
  }

  /** Looks after the file from now on, on a thread of its own. */
  CookieSecretFile watch() {
    ScheduledFuture<?> _ =
        looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** Reads the file if it changed; replaces the secret if it is ours and old. One thread only. */
  void look() {
    try {
      Stamp now = stamp();
      if (!now.equals(read)) {
        read = now;
        secrets.publish(parse(now));
        LOG.info("cookie secrets read again from {}", file);
      } else if (ours && isOld(now)) {
        CookieSecrets rolled = secrets.get().roll(draw());
        write(rolled);
        read = stamp();
        secrets.publish(rolled);
      }
      warned = false;
    } catch (IOException | IllegalArgumentException e) {
      if (!warned) {
        LOG.warn("cookie secrets {}: {}; those in use stay in use", file, e.getMessage());
      }
      warned = true;
    } catch (RuntimeException e) {
      LOG.error("cookie secrets met a bug; please report it", e);
    }
  }

  private CookieSecrets parse(Stamp stamp) throws IOException {
    if (stamp.size > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException("is longer than " + LENGTH_MAX_OCTETS + " octets");
    }
    return CookieSecrets.parse(Files.readAllLines(file));
  }

  private boolean isOld(Stamp stamp) {
    var age = Duration.between(stamp.modified.toInstant(), clock.instant());
    return age.compareTo(ROLLED_AFTER) >= 0;
  }

  private byte[] draw() {
    byte[] secret = new byte[CookieSecrets.LENGTH_OCTETS];
    random.nextBytes(secret);
    return secret;
  }

  private Stamp stamp() throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(
        attributes.size(),
        attributes.lastModifiedTime(),
        String.valueOf((@Nullable Object) attributes.fileKey()));
  }

  /** Readable by its owner only; whole or not at all. */
  private void write(CookieSecrets next) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "cookie-secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, next.lines());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
