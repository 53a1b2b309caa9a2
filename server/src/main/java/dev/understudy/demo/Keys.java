package dev.understudy.demo;

import java.io.IOException;
import java.io.InputStream;

/**
 * Single key presses where standard input is a terminal, lines otherwise. The terminal is put back
 * as it was on {@link #close}.
 */
final class Keys implements AutoCloseable {
  private final InputStream in;
  private final boolean raw;

  Keys(InputStream in, boolean terminal) {
    this.in = in;
    this.raw = terminal && stty("-icanon", "-echo", "min", "1");
  }

  /** The next key, or -1 at the end of the input; line ends are passed over. */
  int next() throws IOException {
    int key = in.read();
    while (key == '\n' || key == '\r') {
      key = in.read();
    }
    return key;
  }

  @Override
  public void close() {
    if (raw) {
      stty("icanon", "echo");
    }
  }

  private static boolean stty(String... arguments) {
    var command = new java.util.ArrayList<>(java.util.List.of("stty"));
    command.addAll(java.util.List.of(arguments));
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
