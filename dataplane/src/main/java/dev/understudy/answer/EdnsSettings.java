package dev.understudy.answer;

import dev.understudy.cookie.CurrentSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the operator may choose about EDNS.
 *
 * @param nsid who we are, told to those who ask (RFC 5001), at most 128 octets of UTF-8; empty for
 *     nobody
 * @param cookies secrets of server cookies (RFC 9018); without them cookies are ignored
 * @param idleTenths how long a connection may idle now, in units of 100 ms, 0 to 65535, told to
 *     those who ask (RFC 7828); 0 tells nobody. Read on the serving thread, for queries that ask
 *     only
 */
public record EdnsSettings(String nsid, @Nullable CurrentSecrets cookies, IntSupplier idleTenths) {
  /** With all other options it fits a reply of 512 octets to any question. */
  public static final int NSID_MAX_OCTETS = 128;

  /** The largest time the option can tell. */
  private static final Duration IDLE_MAX = Duration.ofMillis(6_553_500);

  private static final int MILLIS_PER_TENTH = 100;

  /** No option of ours. */
  public static final EdnsSettings NONE = new EdnsSettings("", null, Duration.ZERO);

  public EdnsSettings {
    if (nsid.getBytes(StandardCharsets.UTF_8).length > NSID_MAX_OCTETS) {
      throw new IllegalArgumentException("NSID is longer than " + NSID_MAX_OCTETS + " octets");
    }
  }

  /**
   * Settings with one time for all connections.
   *
   * @param idle at most 6553.5 s; zero tells nobody
   */
  public EdnsSettings(String nsid, @Nullable CurrentSecrets cookies, Duration idle) {
    this(nsid, cookies, always(idle));
  }

  private static IntSupplier always(Duration idle) {
    if (idle.isNegative() || idle.compareTo(IDLE_MAX) > 0) {
      throw new IllegalArgumentException("idle " + idle + " is outside 0.." + IDLE_MAX);
    }
    int tenths = (int) (idle.toMillis() / MILLIS_PER_TENTH);
    return () -> tenths;
  }

  /** These settings with another time that connections may idle. */
  public EdnsSettings withIdle(IntSupplier tenths) {
    return new EdnsSettings(nsid, cookies, tenths);
  }
}
