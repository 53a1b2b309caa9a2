package dev.understudy.zonefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Texts in files, found beside the text that includes them. */
public final class FileSources implements Sources {
  /** Of all texts together; a million records have about 60 MiB. */
  private static final int OCTETS_MAX = 512 << 20;

  private int left = OCTETS_MAX;

  @Override
  public Source open(String name, String from) throws IOException {
    Path file;
    try {
      Path folder = from.equals("-") ? Path.of("") : Path.of(from).toAbsolutePath().getParent();
      file = folder == null ? Path.of(name) : folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new IOException(name + " is not the name of a file", e);
    }
    return read(file, file.normalize().toString());
  }

  /**
   * The text that everything begins with.
   *
   * @param name of a file, or {@code -} for standard input
   */
  public Source first(String name) throws IOException {
    try {
      return name.equals("-")
          ? new Source(name, bounded(System.in, name))
          : read(Path.of(name), name);
    } catch (InvalidPathException e) {
      throw new IOException(name + " is not the name of a file", e);
    }
  }

  private Source read(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(name + " does not exist");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(name + " is not a file that can be read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Source(name, bounded(in, name));
    }
  }

  private byte[] bounded(InputStream in, String name) throws IOException {
    byte[] octets = in.readNBytes(left + 1);
    if (octets.length > left) {
      throw new IOException(
          name + ": all texts together are larger than " + OCTETS_MAX + " octets; split the zone");
    }
    left -= octets.length;
    return octets;
  }
}
