package dev.understudy.history;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.store.Key;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys of events, in the order in which they were recorded, and of the indexes to them.
 *
 * <pre>
 *  octet 0    1                            9        11
 *        +----+----------------------------+--------+
 *        | 60 | microseconds since 1970    | salt   |       an event
 *        +----+----------------------------+--------+
 *        | 61 | sort key of a name | 0 | time, salt |       empty: the event is about that name
 *        | 62 | id of a check      | 0 | time, salt |       empty: the event is about that check
 *        | 63 | id of a check      |                       the status last recorded
 *        | 64 | what               |                       marks of this package's own
 *        | 65 | time, salt         |                       {@link NameDigest}: the event is about many names
 * </pre>
 *
 * <p>The time is moved on where it did not move itself; the salt keeps apart what processes with
 * clocks set back write. Spaces below belong to others: {@code control.Space} and those it names.
 */
final class EventKeys {
  static final Key EVENTS = Key.of((byte) 0x60);
  static final Key DIGESTS = Key.of((byte) 0x65);
  static final Key STATUSES = Key.of((byte) 0x63);
  static final Key COMPARED = Key.of((byte) 0x64, (byte) 'c');
  static final Key BEGINS = Key.of((byte) 0x64, (byte) 'b');

  private static final byte NAME = 0x61;
  private static final byte CHECK = 0x62;
  private static final int ID_LENGTH = 10;

  private final AtomicLong last = new AtomicLong();
  private final short salt;

  EventKeys(int salt) {
    this.salt = (short) salt;
  }

  /** The id of the next event: above all given before. */
  EventId next(Instant at) {
    long micros = micros(at);
    return id(last.updateAndGet(before -> Math.max(before + 1, micros)), salt);
  }

  /** Ten octets in order of time. */
  record EventId(long micros, short salt) implements Comparable<EventId> {
    @Override
    public int compareTo(EventId other) {
      int byTime = Long.compare(micros, other.micros);
      return byTime != 0 ? byTime : Short.compareUnsigned(salt, other.salt);
    }

    Key event() {
      return Key.of(joined(new byte[] {0x60}, octets()));
    }

    Key digest() {
      return Key.of(joined(new byte[] {0x65}, octets()));
    }

    Key ofName(DomainName name) {
      return Key.of(joined(namePrefix(name).octets(), octets()));
    }

    Key ofCheck(String checkId) {
      return Key.of(joined(checkPrefix(checkId).octets(), octets()));
    }

    Instant time() {
      return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private byte[] octets() {
      return ByteBuffer.allocate(ID_LENGTH).putLong(micros).putShort(salt).array();
    }

    /** As it is told: hexadecimal. */
    @Override
    public String toString() {
      return HexFormat.of().formatHex(octets());
    }
  }

  /** The first id that an event of that time can have. */
  static EventId from(Instant at) {
    return id(Math.max(0, micros(at)), (short) 0);
  }

  /**
   * Reads what {@link EventId#toString} wrote.
   *
   * @throws IllegalArgumentException if it did not
   */
  static EventId parse(String text) {
    if (text.length() != 2 * ID_LENGTH) {
      throw new IllegalArgumentException("an id of an event has " + 2 * ID_LENGTH + " digits");
    }
    return id(ByteBuffer.wrap(HexFormat.of().parseHex(text)));
  }

  /** The id after that one. */
  static EventId after(EventId id) {
    return id.salt() == -1
        ? id(id.micros() + 1, (short) 0)
        : id(id.micros(), (short) (id.salt() + 1));
  }

  /** The id before that one. */
  static EventId before(EventId id) {
    return id.salt() == 0
        ? id(id.micros() - 1, (short) -1)
        : id(id.micros(), (short) (id.salt() - 1));
  }

  /** The id at the end of a key of an event or of an index. */
  static EventId idOf(Key key) {
    byte[] octets = key.octets();
    return id(ByteBuffer.wrap(octets, octets.length - ID_LENGTH, ID_LENGTH));
  }

  static Key namePrefix(DomainName name) {
    return prefix(NAME, NameText.sortKey(name));
  }

  static Key checkPrefix(String checkId) {
    return prefix(CHECK, checkId.getBytes(StandardCharsets.UTF_8));
  }

  static Key status(String checkId) {
    return Key.of(joined(new byte[] {0x63}, checkId.getBytes(StandardCharsets.UTF_8)));
  }

  /** The key after that of a check's status. */
  static Key statusAfter(String checkId) {
    return Key.of(joined(status(checkId).octets(), new byte[1]));
  }

  static String checkOfStatus(Key key) {
    byte[] octets = key.octets();
    return new String(octets, 1, octets.length - 1, StandardCharsets.UTF_8);
  }

  private static EventId id(ByteBuffer octets) {
    return id(octets.getLong(), octets.getShort());
  }

  private static EventId id(long micros, short salt) {
    return new EventId(micros, salt);
  }

  private static long micros(Instant at) {
    return at.toEpochMilli() * 1_000;
  }

  private static Key prefix(byte space, byte[] what) {
    var octets = new ByteArrayOutputStream(what.length + 2);
    octets.write(space);
    octets.writeBytes(what);
    octets.write(0);
    return Key.of(octets.toByteArray());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
