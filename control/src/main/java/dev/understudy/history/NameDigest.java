package dev.understudy.history;

import dev.understudy.intent.DomainName;
import dev.understudy.store.Value;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * The names that an event is about, where they are many: their hashes, sorted, four octets each. So
 * one row stands for a thousand in the index, and whoever looks for a name reads the event of one
 * digest in four million in vain (docs/adr/0191).
 */
final class NameDigest {
  /** Up to so many names, an event has an index entry for each. */
  static final int NAMES_EACH_MAX = 100;

  private NameDigest() {}

  static Value of(Set<DomainName> names) {
    int[] hashes = names.stream().mapToInt(DomainName::hashCode).sorted().toArray();
    ByteBuffer octets = ByteBuffer.allocate(Integer.BYTES * hashes.length);
    octets.asIntBuffer().put(hashes);
    return Value.wrap(octets.array());
  }

  /** False: the event is not about that name. True: it is, but for one in some millions. */
  static boolean mayHold(Value digest, DomainName name) {
    IntBuffer hashes = ByteBuffer.wrap(digest.shared()).asIntBuffer();
    int[] sorted = new int[hashes.remaining()];
    hashes.get(sorted);
    return Arrays.binarySearch(sorted, name.hashCode()) >= 0;
  }
}
