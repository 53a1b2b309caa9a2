package dev.understudy.control;

import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a zone, whether or not it is being signed. A zone that was never signed has none.
 *
 * @param keySigningKeys in the order in which they were made, at most {@link #KEY_SIGNING_MAX}
 * @param zoneSigningKeys the first signs; then at most one other, which will sign or has signed
 */
record ZoneKeys(
    boolean signing, List<KeySigningKey> keySigningKeys, List<ZoneSigningKey> zoneSigningKeys) {
  /** Route 53 quotas. */
  static final int KEY_SIGNING_MAX = 2;

  static final ZoneKeys NONE = new ZoneKeys(false, List.of(), List.of());

  ZoneKeys {
    keySigningKeys = List.copyOf(keySigningKeys);
    zoneSigningKeys = List.copyOf(zoneSigningKeys);
  }

  /**
   * A zone-signing key.
   *
   * @param since when it became what it is now
   */
  record ZoneSigningKey(Role role, SigningKey key, Instant since) {}

  /** What a zone-signing key is there for, in the order of its life. */
  enum Role {
    /** In the key set, so that caches have it before it signs. */
    PUBLISHED(0),
    /** Signs. */
    SIGNING(1),
    /** In the key set, because what it signed may be in caches. */
    RETIRED(2);

    private final int code;

    Role(int code) {
      this.code = code;
    }

    /** As it is stored. */
    int code() {
      return code;
    }

    static Role ofCode(int code) {
      return switch (code) {
        case 0 -> PUBLISHED;
        case 1 -> SIGNING;
        case 2 -> RETIRED;
        default -> throw new IllegalArgumentException("role " + code);
      };
    }
  }

  @Nullable KeySigningKey find(String name) {
    return keySigningKeys.stream().filter(key -> key.name().equals(name)).findAny().orElse(null);
  }

  long active() {
    return keySigningKeys.stream().filter(KeySigningKey::active).count();
  }

  boolean isEmpty() {
    return keySigningKeys.isEmpty();
  }

  ZoneKeys with(KeySigningKey key) {
    var keys = new ArrayList<KeySigningKey>();
    boolean replaced = false;
    for (KeySigningKey each : keySigningKeys) {
      boolean same = each.name().equals(key.name());
      keys.add(same ? key : each);
      replaced |= same;
    }
    if (!replaced) {
      keys.add(key);
    }
    return new ZoneKeys(signing, keys, zoneSigningKeys);
  }

  /** With the last key-signing key the zone-signing ones go too. */
  ZoneKeys without(KeySigningKey key) {
    List<KeySigningKey> rest =
        keySigningKeys.stream().filter(each -> !each.name().equals(key.name())).toList();
    return rest.isEmpty() ? NONE : new ZoneKeys(signing, rest, zoneSigningKeys);
  }

  ZoneKeys signing(boolean on) {
    return new ZoneKeys(on, keySigningKeys, zoneSigningKeys);
  }

  ZoneKeys with(List<ZoneSigningKey> keys) {
    return new ZoneKeys(signing, keySigningKeys, keys);
  }

  /** What those who answer have to know; null where nothing is signed. */
  @Nullable ZoneSigning meaning() {
    return signing
        ? new ZoneSigning(
            keySigningKeys.stream().filter(KeySigningKey::active).map(KeySigningKey::key).toList(),
            zoneSigningKeys.stream().map(ZoneSigningKey::key).toList())
        : null;
  }
}
