package dev.understudy.cookie;

import dev.understudy.wire.Octets;
import java.util.function.LongSupplier;

/**
 * Judges and makes server cookies of version 1 (RFC 9018, section 4). One object for each serving
 * thread.
 *
 * <pre>
 *  octet 0               8         9          12          16       24
 *        +---------------+---------+----------+-----------+--------+
 *        | client cookie | version | reserved | timestamp | hash   |   the option's data
 *        +---------------+---------+----------+-----------+--------+
 *        | client cookie | version | reserved | timestamp | client address |   what is hashed
 *        +---------------+---------+----------+-----------+----------------+
 * </pre>
 */
public final class ServerCookies {
  /** Octets of a client cookie with a server cookie of ours. */
  public static final int LENGTH_OCTETS = 24;

  private static final int CLIENT_OCTETS = 8;
  private static final int TIMESTAMP_AT = 12;
  private static final int HASH_AT = 16;
  private static final int VERSION = 1;
  private static final int ADDRESS_MAX_OCTETS = 16;

  /** RFC 9018, section 4.3: how old a cookie may be, and how far ahead of our clock. */
  private static final int AGE_MAX_SECONDS = 3_600;

  private static final int AHEAD_MAX_SECONDS = 300;

  /** From this age on a good cookie is replaced; until then it goes back as it came. */
  private static final int RENEW_SECONDS = 1_800;

  private final CurrentSecrets current;
  private final LongSupplier epochSeconds;
  private final byte[] message = new byte[HASH_AT + ADDRESS_MAX_OCTETS];
  private final byte[] cookies = new byte[LENGTH_OCTETS];

  /**
   * Cookies for one thread.
   *
   * @param epochSeconds the wall clock; read for queries with cookies only
   */
  public ServerCookies(CurrentSecrets current, LongSupplier epochSeconds) {
    this.current = current;
    this.epochSeconds = epochSeconds;
  }

  /** What to send back, from index 0, after {@link #judge}: the same client cookie and ours. */
  public byte[] cookies() {
    return cookies;
  }

  /**
   * Judges the cookies in {@code query[at..at + length)}, and makes those that go back.
   *
   * @param length 8, or 16 to 40
   * @param address the client's, 4 or 16 octets from index 0
   */
  public Proof judge(byte[] query, int at, int length, byte[] address, int addressLength) {
    CookieSecrets secrets = current.get();
    int now = (int) epochSeconds.getAsLong();
    int hashed = HASH_AT + addressLength;
    System.arraycopy(address, 0, message, HASH_AT, addressLength);
    if (length == LENGTH_OCTETS && query[at + CLIENT_OCTETS] == VERSION) {
      System.arraycopy(query, at, message, 0, HASH_AT);
      int age = now - Octets.get32(message, TIMESTAMP_AT); // serial arithmetic: RFC 1982
      if (age <= AGE_MAX_SECONDS && age >= -AHEAD_MAX_SECONDS) {
        int secret = secretOf(secrets, SipHash.word(query, at + HASH_AT), hashed);
        if (secret == 0 && age < RENEW_SECONDS) {
          System.arraycopy(query, at, cookies, 0, LENGTH_OCTETS);
          return Proof.GOOD;
        }
        if (secret >= 0) {
          make(secrets, now, hashed);
          return Proof.GOOD;
        }
      }
    }
    System.arraycopy(query, at, message, 0, CLIENT_OCTETS);
    make(secrets, now, hashed);
    return length == CLIENT_OCTETS ? Proof.NONE : Proof.BAD;
  }

  /** Which secret gives the message this hash, or -1. */
  private int secretOf(CookieSecrets secrets, long hash, int length) {
    for (int i = 0; i < secrets.count(); i++) {
      if (secrets.hash(i, message, length) == hash) {
        return i;
      }
    }
    return -1;
  }

  private void make(CookieSecrets secrets, int now, int hashed) {
    Octets.put32(message, CLIENT_OCTETS, VERSION << 24);
    Octets.put32(message, TIMESTAMP_AT, now);
    System.arraycopy(message, 0, cookies, 0, HASH_AT);
    SipHash.putWord(cookies, HASH_AT, secrets.hash(0, message, hashed));
  }
}
