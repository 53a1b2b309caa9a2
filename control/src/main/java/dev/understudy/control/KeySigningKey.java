package dev.understudy.control;

import dev.understudy.intent.SigningKey;
import java.time.Instant;

/**
 * A key-signing key as it is kept (API Reference, KeySigningKey).
 *
 * @param name unique in its zone
 * @param arn the key of KMS that the caller named; here a name and nothing more
 * @param active whether it is in the key set and signs it
 */
record KeySigningKey(
    String name,
    String arn,
    String callerReference,
    boolean active,
    SigningKey key,
    Instant created,
    Instant modified) {

  KeySigningKey with(boolean nowActive, Instant now) {
    return new KeySigningKey(name, arn, callerReference, nowActive, key, created, now);
  }
}
