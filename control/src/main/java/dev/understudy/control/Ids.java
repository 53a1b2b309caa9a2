package dev.understudy.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids and name servers that look like Route 53's. */
final class Ids {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int ZONE_LETTERS = 20;
  private static final int CHANGE_TIME_LETTERS = 9;
  private static final int CHANGE_RANDOM_LETTERS = 11;
  private static final List<String> TOP_LEVELS = List.of("com", "net", "org", "co.uk");
  private static final int SERVERS_PER_TOP_LEVEL = 512;

  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /** {@code Z} and 20 random letters and digits. */
  String zone() {
    return "Z" + letters(ZONE_LETTERS);
  }

  /**
   * {@code C}, the time to the millisecond and 11 random letters and digits, so that the order of
   * keys is the order of age.
   */
  String change(Instant now) {
    return changesFrom(now) + letters(CHANGE_RANDOM_LETTERS);
  }

  /** What ids of changes begin with from that time on; all older ones sort before it. */
  static String changesFrom(Instant now) {
    String time = Long.toString(Math.max(0, now.toEpochMilli()), 36).toUpperCase(Locale.ROOT);
    return "C" + "0".repeat(CHANGE_TIME_LETTERS - time.length()) + time;
  }

  /** A random UUID (RFC 9562, version 4), lower case. */
  String check() {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** Of the same form as a health check's. */
  String collection() {
    return check();
  }

  /** Four names, one in each top-level domain, without trailing dot. */
  List<String> nameServers() {
    var names = new ArrayList<String>();
    for (int i = 0; i < TOP_LEVELS.size(); i++) {
      names.add(nameServer(i * SERVERS_PER_TOP_LEVEL + random.nextInt(SERVERS_PER_TOP_LEVEL)));
    }
    return names;
  }

  /** What private zones show. */
  static List<String> privateNameServers() {
    var names = new ArrayList<String>();
    for (int i = 0; i < TOP_LEVELS.size(); i++) {
      names.add(nameServer(i * SERVERS_PER_TOP_LEVEL));
    }
    return names;
  }

  private static String nameServer(int number) {
    int pair = number % SERVERS_PER_TOP_LEVEL / 8;
    return "ns-%d.awsdns-%02d.%s"
        .formatted(number, pair, TOP_LEVELS.get(number / SERVERS_PER_TOP_LEVEL));
  }

  private String letters(int count) {
    var letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }
}
