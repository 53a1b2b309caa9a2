package dev.understudy.geography;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read again when it changes. What was read last stays in use until another reading
 * succeeds, so a file that is broken, cut off, empty or gone does no harm; the log says so once for
 * each change.
 *
 * <p>A change is one of size, time of modification or inode, so renaming a new file over the old
 * one is noticed as well as writing into it. It is read when it has looked the same twice in a row:
 * it is then most likely written to the end. One thread polls; any thread may ask what is held.
 */
final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final Stamp GONE = new Stamp(-1, FileTime.fromMillis(0), "");

  /** Reads a whole file. */
  interface Reading<T> {
    T read(Path file) throws IOException, UnreadableMapException;
  }

  /**
   * What was read last.
   *
   * @param at when
   */
  record Held<T>(T value, Instant at) {}

  private record Stamp(long size, FileTime modified, String inode) {}

  private final String what;
  private final Path file;
  private final Reading<T> reading;
  private final InstantSource clock;
  private Stamp tried = GONE;
  private Stamp seen = GONE;
  private volatile Held<T> held;
  private final AtomicLong refusals = new AtomicLong();

  /**
   * Reads the file for the first time.
   *
   * @param what the file is, for the log
   * @throws UnreadableMapException in one line, if it cannot be used
   */
  WatchedFile(String what, Path file, Reading<T> reading, InstantSource clock)
      throws UnreadableMapException {
    this.what = what;
    this.file = file;
    this.reading = reading;
    this.clock = clock;
    this.tried = stamp();
    this.seen = tried;
    this.held = new Held<>(read(), clock.instant());
  }

  /**
   * Looks whether the file changed, and if so reads it.
   *
   * @return whether there is something new
   */
  boolean poll() {
    Stamp now = stamp();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(tried)) {
      return false;
    }
    tried = now;
    try {
      T value = read();
      if (!stamp().equals(now)) {
        return false; // it changed while it was read; the next polls see that
      }
      held = new Held<>(value, clock.instant());
      return true;
    } catch (UnreadableMapException e) {
      refused(e.getMessage());
    } catch (RuntimeException e) {
      refused(e.toString());
      LOG.error("reading {} met a bug; please report it", file, e);
    }
    return false;
  }

  /** What was read last. */
  Held<T> held() {
    return held;
  }

  /** How often a changed file could not be used. */
  long refusals() {
    return refusals.get();
  }

  private void refused(String problem) {
    refusals.incrementAndGet();
    LOG.warn(
        "{} {} changed and cannot be used: {}; the one read at {} stays in use",
        what,
        file,
        problem,
        held.at.truncatedTo(ChronoUnit.SECONDS));
  }

  private T read() throws UnreadableMapException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new UnreadableMapException("it is no file");
      }
      return reading.read(file);
    } catch (NoSuchFileException e) {
      throw new UnreadableMapException("it is not there", e);
    } catch (AccessDeniedException e) {
      throw new UnreadableMapException("reading it is not permitted", e);
    } catch (IOException e) {
      throw new UnreadableMapException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private Stamp stamp() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime(),
          String.valueOf((@Nullable Object) attributes.fileKey()));
    } catch (IOException e) {
      return GONE; // or unreadable: read() says which
    }
  }
}
