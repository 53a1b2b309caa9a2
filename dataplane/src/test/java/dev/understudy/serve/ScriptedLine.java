package dev.understudy.serve;

import dev.understudy.answer.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A line whose client does what a script says, on the reading thread: octets come, or time passes
 * and others look at the connection. When the script is over, the client leaves.
 */
final class ScriptedLine implements Line {

  private final InetAddress client;
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<byte[]> writes = new ArrayList<>();
  private Runnable whileWriting = () -> {};
  private boolean ended;
  private boolean closed;
  private boolean finished;

  ScriptedLine(String client) {
    this.client = InetAddress.ofLiteral(client);
  }

  /** Then these octets come; a read takes at most what came at once. */
  ScriptedLine comes(byte... octets) {
    if (octets.length > 0) {
      script.add(octets.clone());
    }
    return this;
  }

  /** Then this happens, while the connection waits for its client. */
  ScriptedLine then(Runnable event) {
    script.add(event);
    return this;
  }

  /** This happens in every write. */
  ScriptedLine whileWriting(Runnable event) {
    whileWriting = event;
    return this;
  }

  /** What was written, a write each. */
  List<byte[]> writes() {
    return writes;
  }

  /** The messages that were written. */
  List<byte[]> messages() {
    var all = new ByteArrayOutputStream();
    writes.forEach(all::writeBytes);
    byte[] octets = all.toByteArray();
    var messages = new ArrayList<byte[]>();
    int at = 0;
    while (at < octets.length) {
      int length = (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
      messages.add(Arrays.copyOfRange(octets, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return messages;
  }

  /** Whether the connection took its leave, rather than being cut. */
  boolean finished() {
    return finished;
  }

  /** Whether the connection ended before the client's script did. */
  boolean leftEarly() {
    return !script.isEmpty();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public InetAddress client() {
    return client;
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }

  @Override
  public void open() {}

  @Override
  public Duration openingMax() {
    return Duration.ofMinutes(1);
  }

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    while (true) {
      if (closed) {
        throw new IOException("closed");
      }
      Object next = ended ? null : script.poll();
      switch (next) {
        case null -> {
          return -1;
        }
        case byte[] octets -> {
          int taken = Math.min(room, octets.length);
          System.arraycopy(octets, 0, into, at, taken);
          if (taken < octets.length) {
            script.addFirst(Arrays.copyOfRange(octets, taken, octets.length));
          }
          return taken;
        }
        case Runnable event -> event.run();
        default -> throw new IllegalStateException("in no script: " + next);
      }
    }
  }

  @Override
  public boolean holdsMore() {
    return script.peek() instanceof byte[];
  }

  @Override
  public boolean arrived() {
    return holdsMore();
  }

  @Override
  public void write(byte[] from, int length) throws IOException {
    whileWriting.run();
    if (closed) {
      throw new IOException("closed");
    }
    writes.add(Arrays.copyOf(from, length));
  }

  @Override
  public void finish() {
    finished = !closed;
    close();
  }

  @Override
  public void endInput() {
    ended = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
