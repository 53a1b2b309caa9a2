package dev.understudy.control;

import dev.understudy.dnssec.DnsKey;
import java.util.Base64;
import java.util.HexFormat;

/** A key-signing key as the API shows it: the public half, and what a registrar wants of it. */
final class KeyPresenter {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private KeyPresenter() {}

  static dev.understudy.model.KeySigningKey show(Zone zone, KeySigningKey key) {
    DnsKey record = DnsKey.of(key.key());
    String digest = HEX.formatHex(record.digest(zone.name()));
    String publicKey = Base64.getEncoder().encodeToString(key.key().point());
    return dev.understudy.model.KeySigningKey.builder()
        .name(key.name())
        .kmsArn(key.arn())
        .flag(key.key().flags())
        .signingAlgorithmMnemonic("ECDSAP256SHA256")
        .signingAlgorithmType(DnsKey.ALGORITHM)
        .digestAlgorithmMnemonic("SHA-256")
        .digestAlgorithmType(DnsKey.DIGEST_TYPE)
        .keyTag(record.tag())
        .digestValue(digest)
        .publicKey(publicKey)
        .dsRecord(record.tag() + " " + DnsKey.ALGORITHM + " " + DnsKey.DIGEST_TYPE + " " + digest)
        .dnskeyRecord(key.key().flags() + " 3 " + DnsKey.ALGORITHM + " " + publicKey)
        .status(key.active() ? KeyRules.ACTIVE : KeyRules.INACTIVE)
        .createdDate(key.created())
        .lastModifiedDate(key.modified())
        .build();
  }
}
