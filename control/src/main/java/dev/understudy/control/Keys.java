package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.wire.RecordType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the store's keys: one octet of {@link Space}, then the parts in the order of the
 * API's lists, so that every list and every page is one scan.
 *
 * <pre>
 *  record set   20 | zone id | 0 | com.example.www. | 0 | A | 0 | set identifier
 *  alias of it  36 | zone id | 0 | com.example.www. | 0 | A | 0 | com.example. | 0 | set identifier
 *  zone by name 32 | com.example. | 0 | zone id
 * </pre>
 *
 * <p>Octet 0 ends a part that another follows. It occurs in none of them and is below every octet
 * that does, so {@code com.example.} sorts before {@code com.example.a.} and type {@code A} before
 * {@code AAAA}.
 */
final class Keys {
  /** The prefix of all record sets. */
  static final Key RECORD_SETS = prefix(Space.RECORD_SET);

  private static final int LABEL_MAX_OCTETS = 63;
  private static final byte[] END = {0};

  private Keys() {}

  static Key sequence() {
    return prefix(Space.SEQUENCE);
  }

  static Key zone(String zoneId) {
    return start(Space.ZONE).text(zoneId).key();
  }

  static Key zoneHead(String zoneId) {
    return start(Space.ZONE_HEAD).text(zoneId).key();
  }

  static Key zoneCreated(long number) {
    return start(Space.ZONE_CREATED).number(number).key();
  }

  /** The key of a zone among all, in order of names; without an id, where that name begins. */
  static Key zoneName(DomainName name, @Nullable String zoneId) {
    Parts parts = start(Space.ZONE_NAME).name(name).end();
    return zoneId == null ? parts.key() : parts.text(zoneId).key();
  }

  /** Whether two keys of the index of names are of zones with one name. */
  static boolean sameZoneName(Key one, Key other) {
    byte[] a = one.octets();
    byte[] b = other.octets();
    return Arrays.equals(a, 0, endOf(a, 1), b, 0, endOf(b, 1));
  }

  static Key zoneReference(String callerReference) {
    return start(Space.ZONE_REFERENCE).text(callerReference).key();
  }

  static Key check(String checkId) {
    return start(Space.CHECK).text(checkId).key();
  }

  static Key checkCreated(long number) {
    return start(Space.CHECK_CREATED).number(number).key();
  }

  static Key checkReference(String callerReference) {
    return start(Space.CHECK_REFERENCE).text(callerReference).key();
  }

  static Key gone(String zoneOrCheckId) {
    return start(Space.GONE).text(zoneOrCheckId).key();
  }

  static Key tags(String resourceType, String resourceId) {
    return start(Space.TAGS).text(resourceType).end().text(resourceId).key();
  }

  static Key cidrCollection(String collectionId) {
    return start(Space.CIDR_COLLECTION).text(collectionId).key();
  }

  static Key zoneKeys(String zoneId) {
    return start(Space.ZONE_KEYS).text(zoneId).key();
  }

  static Key cidrName(String name) {
    return start(Space.CIDR_NAME).text(name).key();
  }

  static Key change(String changeId) {
    return start(Space.CHANGE).text(changeId).key();
  }

  /** The prefix of all record sets of a zone. */
  static Key recordSets(String zoneId) {
    return start(Space.RECORD_SET).text(zoneId).end().key();
  }

  /** The prefix of all record sets of a name, of whatever type. */
  static Key recordSets(String zoneId, DomainName name) {
    return start(Space.RECORD_SET).text(zoneId).end().name(name).end().key();
  }

  /** The prefix of all record sets of a name and type. */
  static Key recordSets(String zoneId, DomainName name, RecordType type) {
    return start(Space.RECORD_SET)
        .text(zoneId)
        .end()
        .name(name)
        .end()
        .text(type.name())
        .end()
        .key();
  }

  static Key recordSet(String zoneId, Identity id) {
    return start(Space.RECORD_SET).text(zoneId).end().identity(id).key();
  }

  /**
   * Where a page of record sets begins (API Reference, ListResourceRecordSets).
   *
   * @param type null: the name's first
   * @param setIdentifier null: the type's first
   */
  static Key recordSetsFrom(
      String zoneId, DomainName name, @Nullable String type, @Nullable String setIdentifier) {
    Parts parts = start(Space.RECORD_SET).text(zoneId).end().name(name);
    if (type == null) {
      return parts.key();
    }
    parts.end().text(type).end();
    return setIdentifier == null ? parts.key() : parts.text(setIdentifier).key();
  }

  /** The prefix of all aliases within a zone. */
  static Key aliases(String zoneId) {
    return start(Space.ALIAS).text(zoneId).end().key();
  }

  /** The prefix of all aliases of a name and type. */
  static Key aliasesOf(String zoneId, DomainName target, RecordType type) {
    return start(Space.ALIAS).text(zoneId).end().name(target).end().text(type.name()).end().key();
  }

  static Key alias(String zoneId, DomainName target, Identity id) {
    return start(Space.ALIAS)
        .text(zoneId)
        .end()
        .name(target)
        .end()
        .text(id.type().name())
        .end()
        .name(id.name())
        .end()
        .text(id.setIdentifier())
        .key();
  }

  static Key prefix(Space space) {
    return Key.of(space.octet());
  }

  /** Whether the key lies in that space. */
  static boolean in(Space space, byte[] key) {
    return key.length > 0 && key[0] == space.octet();
  }

  /** The last part of a key whose only other part is its space. */
  static String lastText(byte[] key) {
    return text(key, 1, key.length);
  }

  /** The resource id of a key of tags. */
  static String taggedId(byte[] key) {
    return text(key, endOf(key, 1) + 1, key.length);
  }

  /** The resource type of a key of tags. */
  static String taggedType(byte[] key) {
    return text(key, 1, endOf(key, 1));
  }

  /** The zone id of a key of a record set. */
  static String zoneIdOfRecordSet(byte[] key) {
    return text(key, 1, endOf(key, 1));
  }

  /** The identity of a key of a record set. */
  static Identity identityOfRecordSet(byte[] key) {
    int zoneEnd = endOf(key, 1);
    int nameEnd = endOf(key, zoneEnd + 1);
    int typeEnd = endOf(key, nameEnd + 1);
    return new Identity(
        name(key, zoneEnd + 1, nameEnd),
        type(text(key, nameEnd + 1, typeEnd)),
        text(key, typeEnd + 1, key.length));
  }

  /** The identity of the record set that a key of an alias names. */
  static Identity identityOfAlias(byte[] key) {
    int zoneEnd = endOf(key, 1);
    int targetEnd = endOf(key, zoneEnd + 1);
    int typeEnd = endOf(key, targetEnd + 1);
    int nameEnd = endOf(key, typeEnd + 1);
    return new Identity(
        name(key, typeEnd + 1, nameEnd),
        type(text(key, targetEnd + 1, typeEnd)),
        text(key, nameEnd + 1, key.length));
  }

  /** The group that a key of an alias points at. */
  static GroupId targetOfAlias(byte[] key) {
    int zoneEnd = endOf(key, 1);
    int targetEnd = endOf(key, zoneEnd + 1);
    int typeEnd = endOf(key, targetEnd + 1);
    return new GroupId(
        text(key, 1, zoneEnd),
        name(key, zoneEnd + 1, targetEnd),
        type(text(key, targetEnd + 1, typeEnd)));
  }

  private static Parts start(Space space) {
    return new Parts(space);
  }

  private static int endOf(byte[] key, int from) {
    for (int at = from; at < key.length; at++) {
      if (key[at] == 0) {
        return at;
      }
    }
    throw new UnreadableStateException("a key of the store ends too soon: " + Key.of(key));
  }

  private static String text(byte[] key, int from, int to) {
    return new String(key, from, to - from, StandardCharsets.UTF_8);
  }

  private static RecordType type(String text) {
    return switch (text) {
      case "A" -> RecordType.A;
      case "AAAA" -> RecordType.AAAA;
      default -> {
        try {
          yield RecordType.valueOf(text);
        } catch (IllegalArgumentException e) {
          throw new UnreadableStateException("a key of the store has type '" + text + "'");
        }
      }
    };
  }

  /** Reads a sort key back: labels from the root downwards, each ended by a dot. */
  private static DomainName name(byte[] key, int from, int to) {
    int escapes = 0;
    for (int at = from; at < to; at++) {
      escapes += key[at] == '\\' ? 1 : 0;
    }
    int length = to - from - 3 * escapes + 1;
    if (length < 1 || length > DomainName.LENGTH_MAX_OCTETS) {
      throw unreadableName(key);
    }
    byte[] wire = new byte[length];
    int start = length - 1;
    for (int at = from; at < to; ) {
      int end = endOfLabel(key, at, to);
      int octets = octets(key, at, end);
      if (start < octets + 1) {
        throw unreadableName(key);
      }
      start -= octets + 1;
      wire[start] = (byte) octets;
      for (int i = start + 1; at < end; i++) {
        boolean escaped = key[at] == '\\';
        wire[i] = escaped ? octal(key, at + 1) : key[at];
        at += escaped ? 4 : 1;
      }
      at++;
    }
    try {
      return DomainName.ofWire(wire);
    } catch (IllegalArgumentException e) {
      throw unreadableName(key);
    }
  }

  private static int endOfLabel(byte[] key, int from, int to) {
    for (int at = from; at < to; at++) {
      if (key[at] == '.') {
        return at;
      }
    }
    throw unreadableName(key);
  }

  /** How many octets a label has. */
  private static int octets(byte[] key, int from, int end) {
    int octets = 0;
    int at = from;
    for (; at < end; at += key[at] == '\\' ? 4 : 1) {
      octets++;
    }
    if (at != end || octets > LABEL_MAX_OCTETS) {
      throw unreadableName(key);
    }
    return octets;
  }

  private static byte octal(byte[] key, int at) {
    return (byte) ((key[at] - '0') * 64 + (key[at + 1] - '0') * 8 + (key[at + 2] - '0'));
  }

  private static UnreadableStateException unreadableName(byte[] key) {
    return new UnreadableStateException("a key of the store has no readable name: " + Key.of(key));
  }

  /** A key being put together. */
  private static final class Parts {
    private byte[] octets = new byte[96];
    private int used;

    Parts(Space space) {
      octets[used++] = space.octet();
    }

    Parts text(String text) {
      return put(text.getBytes(StandardCharsets.UTF_8));
    }

    Parts name(DomainName name) {
      return put(NameText.sortKey(name));
    }

    Parts identity(Identity id) {
      return name(id.name()).end().text(id.type().name()).end().text(id.setIdentifier());
    }

    Parts number(long number) {
      return put(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    Parts end() {
      return put(END);
    }

    Key key() {
      return Key.wrap(Arrays.copyOf(octets, used));
    }

    private Parts put(byte[] further) {
      if (further.length > octets.length - used) {
        octets = Arrays.copyOf(octets, Math.addExact(2 * octets.length, further.length));
      }
      System.arraycopy(further, 0, octets, used, further.length);
      used += further.length;
      return this;
    }
  }
}
