package dev.understudy.intent;

import java.util.List;

/**
 * With what a zone is signed (RFC 4035, section 2.1).
 *
 * @param keySigningKeys each signs the key set and nothing else; at least one
 * @param zoneSigningKeys the first signs everything else; the others are only shown in the key set,
 *     because they will sign or what they signed is still in caches
 */
public record ZoneSigning(List<SigningKey> keySigningKeys, List<SigningKey> zoneSigningKeys) {
  public ZoneSigning {
    keySigningKeys = List.copyOf(keySigningKeys);
    zoneSigningKeys = List.copyOf(zoneSigningKeys);
    require(keySigningKeys, SigningKey.KEY_SIGNING);
    require(zoneSigningKeys, SigningKey.ZONE_SIGNING);
  }

  private static void require(List<SigningKey> keys, int flags) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.flags() != flags)) {
      throw new IllegalArgumentException(keys + " are not keys with flags " + flags);
    }
  }
}
