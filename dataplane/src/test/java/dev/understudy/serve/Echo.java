package dev.understudy.serve;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;

/**
 * An answerer that returns the query with QR set, drops what is shorter than a header, and obeys
 * the first letter of the name: {@code x} throws, {@code l} gives the longest reply of the
 * transport, {@code d} drops, {@code c} adds the client's address.
 */
final class Echo implements Answerer {

  static final Answerers EACH = (counts, _, _, _) -> new Echo(counts);

  private final QueryCounts counts;

  private Echo(QueryCounts counts) {
    this.counts = counts;
  }

  @Override
  public int respond(
      byte[] query,
      int length,
      Transport transport,
      byte[] client,
      int clientLength,
      byte[] reply) {
    if (length < 12) {
      counts.add(QueryCount.DROPPED_SHORT);
      return 0;
    }
    System.arraycopy(query, 0, reply, 0, length);
    reply[2] |= (byte) 0x80;
    int longest = transport == Transport.UDP ? 4_096 : 65_535;
    return switch (length > 13 ? query[13] : 0) {
      case 'x' -> throw new IllegalStateException("asked for");
      case 'd' -> 0;
      case 'l' -> longest;
      case 'c' -> {
        System.arraycopy(client, 0, reply, length, clientLength);
        yield length + clientLength;
      }
      default -> length;
    };
  }
}
