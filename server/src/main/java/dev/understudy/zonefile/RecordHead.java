package dev.understudy.zonefile;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.TTL;
import org.xbill.DNS.Type;

/**
 * What stands between the owner and the data of a record: TTL and class in either order, each
 * optional, then the type (RFC 1035, section 5.1).
 *
 * @param ttl in seconds, 0 to 2147483647 (RFC 2181, section 8), or null
 * @param type its code, 1 to 65535
 * @param typeWord as written, upper case
 * @param length how many words this is
 */
record RecordHead(@Nullable Long ttl, int type, String typeWord, int length) {

  /**
   * Reads it.
   *
   * @param from the place of its first word
   * @throws IllegalArgumentException with what is wrong with it
   */
  static RecordHead parse(List<String> words, int from) {
    Long ttl = null;
    boolean classed = false;
    for (int at = from; at < words.size(); at++) {
      String word = words.get(at).toUpperCase(Locale.ROOT);
      int type = Character.isDigit(word.charAt(0)) ? -1 : Type.value(word);
      if (type > 0) {
        return new RecordHead(ttl, type, word, at - from + 1);
      }
      if (!classed && DClass.value(word) >= 0) {
        if (DClass.value(word) != DClass.IN) {
          throw new IllegalArgumentException("only records of class IN are kept, not " + word);
        }
        classed = true;
      } else if (ttl == null && Character.isDigit(word.charAt(0))) {
        ttl = ttl(word);
      } else {
        throw new IllegalArgumentException(words.get(at) + " is no record type, class or TTL");
      }
    }
    throw new IllegalArgumentException("the record has no type");
  }

  /**
   * Reads a TTL: seconds, or as in {@code 1h30m}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static long ttl(String word) {
    try {
      long seconds = TTL.parse(word, false);
      if (seconds <= TTL.MAX_VALUE) {
        return seconds;
      }
    } catch (RuntimeException e) { // dnsjava's NumberFormatException among them
      throw new IllegalArgumentException(word + " is not a TTL such as 3600 or 1h", e);
    }
    throw new IllegalArgumentException(word + " is outside the TTLs, 0 to " + TTL.MAX_VALUE);
  }
}
