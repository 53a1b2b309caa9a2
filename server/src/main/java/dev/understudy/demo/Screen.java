package dev.understudy.demo;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks fifty times a second on a thread of its own and prints each answer that differs from the
 * last.
 */
final class Screen implements AutoCloseable {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int PAUSE_MILLIS = 20;

  private final Asker asker;
  private final PrintStream out;
  private final Map<String, String> names;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile long pressedNanos = System.nanoTime();
  private volatile boolean pressed;

  /**
   * Starts asking.
   *
   * @param names what an address is called, by address
   */
  Screen(Asker asker, PrintStream out, Map<String, String> names) {
    this.asker = asker;
    this.out = out;
    this.names = Map.copyOf(names);
    thread = Thread.ofVirtual().name("demo-screen").start(this::watch);
  }

  void pressed(String what) {
    pressedNanos = System.nanoTime();
    pressed = true;
    say(what);
  }

  void say(String line) {
    out.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + "  " + line);
    out.flush();
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void watch() {
    @Nullable String last = null;
    while (open) {
      String answer = asker.ask();
      if (!answer.equals(last)) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - pressedNanos);
        String after = pressed ? "  (" + millis + " ms after the key)" : "";
        say(CafeZone.NAME + " -> " + answer + names.getOrDefault(answer, "") + after);
        last = answer;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
