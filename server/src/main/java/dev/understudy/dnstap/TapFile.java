package dev.understudy.dnstap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds one stream, without a handshake. One that is there already is kept under
 * another name: streams cannot follow each other in a file. When it is renamed or removed, a new
 * one begins; when it cannot be written, a new one begins as soon as that is possible.
 */
final class TapFile implements TapOutput {
  private static final Logger LOG = LoggerFactory.getLogger(TapFile.class);
  private static final int BUFFER_OCTETS = 1 << 16;
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Path path;
  private final LongSupplier nanoTicker;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_OCTETS);
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long lookedNanos;
  private boolean failing;

  private TapFile(Path path, LongSupplier nanoTicker) {
    this.path = path;
    this.nanoTicker = nanoTicker;
    this.lookedNanos = nanoTicker.getAsLong();
  }

  /** Begins a file, readable by its owner and group alone. */
  static TapFile open(Path path, LongSupplier nanoTicker) throws IOException {
    var file = new TapFile(path, nanoTicker);
    file.begin();
    return file;
  }

  private void begin() throws IOException {
    keepAside();
    FileChannel fresh =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    channel = fresh;
    key = keyOf();
    buffer.clear();
    write(fresh, Frames.control(Frames.START));
  }

  /** Gives what is there the first free name of FILE.1, FILE.2 and so on. */
  private void keepAside() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    for (int i = 1; ; i++) {
      try {
        Path aside = Path.of(path + "." + i);
        if (!Files.exists(aside)) {
          Files.move(path, aside);
          return;
        }
      } catch (FileAlreadyExistsException e) {
        // Somebody was quicker: the next one.
      }
    }
  }

  private @Nullable Object keyOf() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public boolean frame(byte[] octets, int length) {
    FileChannel open = channel;
    if (open == null) {
      return false;
    }
    try {
      if (buffer.remaining() < 4 + length) {
        flush(open);
      }
      if (buffer.remaining() < 4 + length) {
        write(open, ByteBuffer.allocate(4 + length).putInt(length).put(octets, 0, length).flip());
      } else {
        buffer.putInt(length).put(octets, 0, length);
      }
      return true;
    } catch (IOException e) {
      failed(e);
      return false;
    }
  }

  @Override
  public void turn() {
    try {
      if (channel != null) {
        flush(channel);
      }
      long now = nanoTicker.getAsLong();
      if (now - lookedNanos >= LOOK_NANOS) {
        lookedNanos = now;
        look();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void look() throws IOException {
    if (channel != null && Files.exists(path) && isSame()) {
      return;
    }
    close();
    begin();
    if (failing) {
      failing = false;
      LOG.info("dnstap is written again: {}", path);
    }
  }

  private boolean isSame() throws IOException {
    Object now = keyOf();
    return now == null || now.equals(key);
  }

  private void flush(FileChannel to) throws IOException {
    buffer.flip();
    try {
      write(to, buffer);
    } finally {
      buffer.clear();
    }
  }

  private static void write(FileChannel to, ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      to.write(octets);
    }
  }

  /** Told once, until it works again. The stream is cut; the next one gets a file of its own. */
  private void failed(IOException e) {
    if (!failing) {
      failing = true;
      LOG.warn("dnstap cannot be written, frames are lost until it can: {}", e.toString());
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException again) {
      LOG.debug("closing a file that cannot be written", again);
    }
    channel = null;
  }

  @Override
  public void close() {
    FileChannel open = channel;
    if (open != null) {
      try (open) {
        flush(open);
        write(open, Frames.control(Frames.STOP));
      } catch (IOException e) {
        failed(e);
      }
    }
    channel = null;
  }
}
