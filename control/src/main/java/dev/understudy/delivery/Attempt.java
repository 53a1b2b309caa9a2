package dev.understudy.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one try to deliver ended. The texts are one line, foreign words made printable. */
public sealed interface Attempt {
  /** In one line, what was said. */
  String detail();

  /** Not now, and nothing else would have got further. */
  static Deferred unreachable(String detail) {
    return new Deferred(detail, null, true);
  }

  /** The other side took it over, in its words. */
  record Accepted(String detail) implements Attempt {
    public Accepted {
      detail = HeaderText.line(detail, DETAIL_MAX).strip();
    }
  }

  /**
   * Not now; it is worth trying again.
   *
   * @param retryAfter what the other side asked for, or null
   * @param unreachable whether the other side was not even asked about this message: no connection,
   *     no TLS, no access. Nothing else would get further, so nothing need overtake it
   */
  record Deferred(String detail, @Nullable Duration retryAfter, boolean unreachable)
      implements Attempt {
    public Deferred {
      detail = HeaderText.line(detail, DETAIL_MAX).strip();
    }

    /** The other side was asked, or may have been. */
    public Deferred(String detail, @Nullable Duration retryAfter) {
      this(detail, retryAfter, false);
    }
  }

  /** Never: trying again would meet the same refusal. */
  record Refused(String detail) implements Attempt {
    public Refused {
      detail = HeaderText.line(detail, DETAIL_MAX).strip();
    }
  }

  /** Longest text, in characters. */
  int DETAIL_MAX = 500;
}
