package dev.understudy.launch;

import dev.understudy.dnstap.Tap;
import dev.understudy.dnstap.TapTarget;
import dev.understudy.querylog.Recorder;
import dev.understudy.tape.Tapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where queries are recorded.
 *
 * @param queryLog a file or {@code -}; null for no log
 * @param logOneIn of how many queries one is logged, at least 1
 * @param dnstap null for no tap
 * @param tapOneIn of how many queries one goes to the tap, at least 1
 */
record RecordChoices(
    @Nullable String queryLog, int logOneIn, @Nullable TapTarget dnstap, int tapOneIn) {
  private static final Pattern SAMPLE = Pattern.compile("1/(\\d{1,9})");
  private static final String UNWRITABLE =
      ": cannot be written; name a file in a directory of ours: ";
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  /** Checks what was given; problems are told, and what they are about is left out. */
  static RecordChoices of(RecordOptions options, Consumer<String> problems) {
    return new RecordChoices(
        options.queryLog,
        oneIn("--query-log-sample", options.queryLogSample, problems),
        target(options.dnstap, problems),
        oneIn("--dnstap-sample", options.dnstapSample, problems));
  }

  private static int oneIn(String flag, String text, Consumer<String> problems) {
    Matcher sample = SAMPLE.matcher(text.strip());
    int oneIn = sample.matches() ? Integer.parseInt(sample.group(1)) : 0;
    if (oneIn == 0) {
      problems.accept(flag + " " + text + ": not 1/N such as 1/100");
      return 1;
    }
    return oneIn;
  }

  private static @Nullable TapTarget target(@Nullable String text, Consumer<String> problems) {
    try {
      return text == null ? null : TapTarget.parse(text.strip());
    } catch (IllegalArgumentException e) {
      problems.accept("--dnstap " + text + ": " + e.getMessage());
      return null;
    }
  }

  /** Whether queries are recorded at all. */
  boolean any() {
    return queryLog != null || dnstap != null;
  }

  /** Tapes for what is to be recorded. */
  Tapes tapes() {
    return new Tapes(queryLog == null ? 0 : logOneIn, dnstap == null ? 0 : tapOneIn);
  }

  /**
   * Starts to read tapes.
   *
   * @param nsid who this nameserver is; empty for the name of the machine
   */
  Recorder start(Tapes tapes, String nsid) throws StartException {
    Tap tap = openTap(nsid);
    try {
      return Recorder.start(tapes, queryLog, tap, Clock.systemUTC());
    } catch (IOException e) {
      if (tap != null) {
        tap.close();
      }
      throw new StartException("--query-log " + queryLog + UNWRITABLE + e, e);
    }
  }

  private @Nullable Tap openTap(String nsid) throws StartException {
    if (dnstap == null) {
      return null;
    }
    try {
      String version = "understudy " + VersionCommand.version();
      return Tap.open(dnstap, nsid.isEmpty() ? hostname() : nsid, version, System::nanoTime);
    } catch (IOException e) {
      throw new StartException("--dnstap " + dnstap + UNWRITABLE + e, e);
    }
  }

  private static String hostname() {
    try {
      return Files.readString(HOSTNAME).strip();
    } catch (IOException e) {
      return "understudy"; // a system without Linux's /proc
    }
  }

  /** For the log at start; empty if nothing was set. */
  String summary() {
    return (queryLog == null ? "" : " query-log=" + queryLog + " query-log-sample=1/" + logOneIn)
        + (dnstap == null ? "" : " dnstap=" + dnstap + " dnstap-sample=1/" + tapOneIn);
  }
}
