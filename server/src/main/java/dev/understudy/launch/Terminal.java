package dev.understudy.launch;

import java.io.Console;
import java.util.Optional;

/** Where the output of a command goes. */
final class Terminal {
  private Terminal() {}

  /** Whether people read it. JDK 25 has no console where input or output is redirected. */
  static boolean isThere() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** Whether they want colours (no-color.org). */
  static boolean isColored() {
    return isThere() && Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();
  }
}
