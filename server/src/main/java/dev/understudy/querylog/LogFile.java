package dev.understudy.querylog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are appended to. When it is renamed or removed, as log rotation does, a new one
 * is made in its place; when it cannot be written, as on a full disk, lines are lost until it can.
 */
final class LogFile implements LineSink {
  private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private boolean failing;

  /** Whether the last line may end in the middle. */
  private boolean cut;

  private LogFile(Path path) {
    this.path = path;
  }

  /** Opens the file, or makes it, readable by its owner and group alone. */
  static LogFile open(Path path) throws IOException {
    var file = new LogFile(path);
    file.reopen();
    return file;
  }

  private void reopen() throws IOException {
    close();
    Set<StandardOpenOption> how = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    channel =
        FileChannel.open(
            path,
            how,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    key = keyOf(path);
    cut = false;
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public boolean write(byte[] lines, int length) {
    FileChannel open = channel;
    if (open == null) {
      return false;
    }
    try {
      // A disk that fills up leaves a line cut; the next one starts anew behind it.
      ByteBuffer rest = ByteBuffer.wrap(lines, 0, length);
      if (cut) {
        open.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      while (rest.hasRemaining()) {
        open.write(rest);
      }
      cut = false;
      if (failing) {
        failing = false;
        LOG.info("the query log is written again: {}", path);
      }
      return true;
    } catch (IOException e) {
      cut = true;
      failed(e);
      return false;
    }
  }

  @Override
  public void look() {
    try {
      if (channel == null || !Files.exists(path) || !isSame()) {
        reopen();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private boolean isSame() throws IOException {
    Object now = keyOf(path);
    return now == null || now.equals(key);
  }

  /** Told once, until it works again. */
  private void failed(IOException e) {
    if (!failing) {
      failing = true;
      LOG.warn("the query log cannot be written, lines are lost until it can: {}", e.toString());
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      failed(e);
    }
    channel = null;
  }
}
