package dev.understudy.zone;

import dev.understudy.dnssec.SigningKeys;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import org.jspecify.annotations.Nullable;

/** A hosted zone as lookups need it. Immutable. */
final class ServedZone {
  private final HostedZone zone;
  private final byte[] name;
  private final int hash;
  private final boolean delegates;
  private final @Nullable SigningKeys keys;

  ServedZone(HostedZone zone, boolean delegates, @Nullable SigningKeys keys) {
    this.zone = zone;
    this.name = zone.name().wire();
    this.hash = NameHash.of(name, 0, name.length);
    this.delegates = delegates;
    this.keys = keys;
  }

  HostedZone zone() {
    return zone;
  }

  DomainName name() {
    return zone.name();
  }

  /** The apex in wire form; never written to. */
  byte[] wire() {
    return name;
  }

  int hash() {
    return hash;
  }

  /** Whether it holds a zone cut; if not, an exact hit needs no look at the names above it. */
  boolean delegates() {
    return delegates;
  }

  /** With what its answers are signed; null where they are not. */
  @Nullable SigningKeys keys() {
    return keys;
  }
}
