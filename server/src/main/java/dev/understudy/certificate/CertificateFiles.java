package dev.understudy.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pair that is shown, and the watch over its files. A new pair is taken when neither file has
 * changed for a look, so that two files may be replaced one after the other; one that cannot be
 * used is told of in one line, once, and changes nothing. That the pair in use runs out is told of
 * too.
 */
public final class CertificateFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  private static final int LOOK_SECONDS = 2;
  private static final Duration WARNED_BEFORE = Duration.ofDays(14);

  private record Stamp(long size, FileTime modified, String inode) {}

  private record Stamps(@Nullable Stamp certificate, @Nullable Stamp key) {}

  /** What has been said of the pair in use. */
  private enum Said {
    NOTHING,
    RUNS_OUT,
    EXPIRED
  }

  private final Path certificate;
  private final Path key;
  private final InstantSource clock;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private volatile SSLContext context;
  private volatile Shown shown;
  private volatile long refusals;
  private Stamps judged;
  private Stamps seen;
  private Said said = Said.NOTHING;

  private CertificateFiles(Path certificate, Path key, InstantSource clock)
      throws UnusableCertificateException {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    judged = stamps();
    seen = judged;
    Instant now = clock.instant();
    Pair pair = Pair.read(certificate, key, now);
    context = pair.context();
    shown = pair.shown(now);
  }

  /**
   * Reads a pair; nothing is watched yet.
   *
   * @param certificate PEM, the server's certificate first, then the chain above it
   * @param key PEM, PKCS #8, not encrypted: RSA, EC or EdDSA
   * @throws UnusableCertificateException if the pair cannot be used
   */
  public static CertificateFiles open(Path certificate, Path key, InstantSource clock)
      throws UnusableCertificateException {
    return new CertificateFiles(certificate, key, clock);
  }

  /** Looks after the files from now on, on a thread of its own. */
  public CertificateFiles watch() {
    ScheduledFuture<?> _ =
        looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** What a handshake that begins now is to show; any thread. */
  public SSLContext context() {
    return context;
  }

  /** The certificate in use; any thread. */
  public Shown shown() {
    return shown;
  }

  /** How many pairs could not be used; any thread. */
  public long refusals() {
    return refusals;
  }

  /** Takes a new pair if there is one. One thread only. */
  void look() {
    try {
      Stamps now = stamps();
      boolean still = now.equals(seen);
      seen = now;
      if (still && !now.equals(judged)) {
        judged = now;
        take();
      }
      warn();
    } catch (RuntimeException e) {
      LOG.error("the watch over certificates met a bug; please report it", e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread only writes
  private void take() {
    try {
      Instant now = clock.instant();
      Pair pair = Pair.read(certificate, key, now);
      context = pair.context();
      shown = pair.shown(now);
      said = Said.NOTHING;
      LOG.info("certificate read again: {} until {}", shown.subject(), shown.notAfter());
    } catch (UnusableCertificateException e) {
      refusals++;
      LOG.warn("certificate not taken, the one in use stays in use: {}", e.getMessage());
    }
  }

  private void warn() {
    Duration left = Duration.between(clock.instant(), shown.notAfter());
    if (left.isNegative() && said != Said.EXPIRED) {
      said = Said.EXPIRED;
      LOG.error("certificate {} expired at {}", certificate, shown.notAfter());
    } else if (left.compareTo(WARNED_BEFORE) < 0 && said == Said.NOTHING) {
      said = Said.RUNS_OUT;
      LOG.warn("certificate {} runs out at {}", certificate, shown.notAfter());
    }
  }

  private Stamps stamps() {
    return new Stamps(stamp(certificate), stamp(key));
  }

  private static @Nullable Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime(),
          String.valueOf((@Nullable Object) attributes.fileKey()));
    } catch (IOException e) {
      return null; // gone, or being replaced
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
