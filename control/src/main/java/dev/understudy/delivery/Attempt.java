package dev.understudy.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one try to deliver ended. The texts are one line, foreign words made printable. */
public sealed interface Attempt {
  /** In one line, what was said. */
  String detail();

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
   */
  record Deferred(String detail, @Nullable Duration retryAfter) implements Attempt {
    public Deferred {
      detail = HeaderText.line(detail, DETAIL_MAX).strip();
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
