package dev.understudy.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data directory held by this process alone, by a lock on its file {@code lock}. The operating
 * system lets go of it however the process ends.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * Directories held within this process. A POSIX lock belongs to the process and is lost when any
   * descriptor of its file is closed, so a second attempt must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Creates the directory where absent and takes it. */
  static DirectoryLock take(Path dataDirectory) throws StoreOpenException {
    Path directory;
    try {
      Files.createDirectories(dataDirectory);
      directory = dataDirectory.toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new StoreOpenException(dataDirectory + " is not a directory", e);
    } catch (AccessDeniedException e) {
      throw new StoreOpenException("no permission to create or enter " + dataDirectory, e);
    } catch (IOException e) {
      throw new StoreOpenException("cannot create " + dataDirectory + ": " + reason(e), e);
    }
    if (!Files.isWritable(directory)) {
      // The lock file may be writable all the same, but SQLite needs new files beside its own.
      throw new StoreOpenException("no permission to write in " + directory);
    }
    if (!HELD.add(directory)) {
      throw new StoreOpenException(directory + " is already in use by this very process");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              directory.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock(directory, channel);
      return new DirectoryLock(directory, channel);
    } catch (AccessDeniedException e) {
      release(directory, channel);
      throw new StoreOpenException("no permission to write in " + directory, e);
    } catch (IOException e) {
      release(directory, channel);
      throw new StoreOpenException("cannot lock " + directory + ": " + reason(e), e);
    } catch (StoreOpenException e) {
      release(directory, channel);
      throw e;
    }
  }

  /** The directory, symbolic links resolved. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    release(directory, channel);
  }

  private static void lock(Path directory, FileChannel channel)
      throws IOException, StoreOpenException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new StoreOpenException(directory + " is in use by another process" + holder(channel));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
  }

  /** {@code " (1234, /usr/bin/java)"} as far as it can be known. */
  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(20);
    channel.read(octets, 0);
    String text = new String(octets.array(), 0, octets.position(), StandardCharsets.US_ASCII);
    if (!text.matches("[0-9]{1,18}")) {
      return "";
    }
    return ProcessHandle.of(Long.parseLong(text))
        .flatMap(process -> process.info().command())
        .map(command -> " (" + text + ", " + command + ")")
        .orElse(" (" + text + ")");
  }

  private static void release(Path directory, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The descriptor is gone either way, and the lock with it.
    } finally {
      HELD.remove(directory);
    }
  }

  /** What went wrong in words; the message of a file system exception is often just the path. */
  static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
