package dev.understudy.geography;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a database of places from a file. */
final class MapFile {
  /** The largest one in use, of all cities with all their names, is below 200 MB. */
  private static final long SIZE_MAX_OCTETS = 1L << 30;

  /**
   * Heap needed for a node while the map is made, about; a fifth of it stays in use. Who runs out
   * of heap ends the process, so a map that does not fit is refused.
   */
  private static final long HEAP_PER_NODE_OCTETS = 40;

  private MapFile() {}

  /**
   * Reads all of a file, then makes the map. The file is read, not mapped: one that is cut short
   * under a mapping ends the process. Its octets lie outside the heap, which they would crowd.
   *
   * @throws UnreadableMapException if the file is no database of places
   * @throws IOException if it cannot be read
   */
  static WorldMap read(Path file) throws IOException, UnreadableMapException {
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > SIZE_MAX_OCTETS) {
        throw new UnreadableMapException("it is larger than 1 GiB");
      }
      if (size == 0) {
        throw new UnreadableMapException("it is empty");
      }
      ByteBuffer octets = arena.allocate(size).asByteBuffer();
      while (octets.hasRemaining() && channel.read(octets) >= 0) {
        // until it is full, or the file became shorter
      }
      return read(octets.flip());
    }
  }

  /** Makes the map of a whole file. */
  static WorldMap read(ByteBuffer octets) throws UnreadableMapException {
    return read(octets, Runtime.getRuntime().maxMemory());
  }

  /**
   * Makes the map of a whole file.
   *
   * @param heapOctets how large the heap may grow; the map may take half of it
   */
  static WorldMap read(ByteBuffer octets, long heapOctets) throws UnreadableMapException {
    try {
      Mmdb database = Mmdb.of(octets);
      long needed = HEAP_PER_NODE_OCTETS * database.nodeCount();
      if (needed > heapOctets / 2) {
        throw new UnreadableMapException(
            "reading it takes %d MiB, more than half of the heap of %d MiB; set -Xmx in"
                    .formatted(needed >> 20, heapOctets >> 20)
                + " UNDERSTUDY_JAVA_OPTIONS");
      }
      var places = TreeWalk.places(database, new Schema(Centroids.known()));
      return new WorldMap(places, database.type(), database.built());
    } catch (IndexOutOfBoundsException e) {
      throw new UnreadableMapException("it points past its end", e);
    }
  }
}
