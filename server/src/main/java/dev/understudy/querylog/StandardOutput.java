package dev.understudy.querylog;

import java.io.PrintStream;

/** Standard output, for whoever collects it there. */
final class StandardOutput implements LineSink {
  private final PrintStream out;

  StandardOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public boolean write(byte[] lines, int length) {
    out.write(lines, 0, length);
    out.flush();
    return !out.checkError();
  }

  @Override
  public void look() {
    // It cannot be opened again.
  }

  @Override
  public void close() {
    out.flush();
  }
}
