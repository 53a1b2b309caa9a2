package dev.understudy.dnssec;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The keys of a signed zone, made ready to sign with. Immutable. */
public final class SigningKeys {

  /** One key. */
  static final class Key {
    private final PrivateKey secret;
    private final int tag;
    private final byte[] salt;

    Key(PrivateKey secret, int tag, byte[] salt) {
      this.secret = secret;
      this.tag = tag;
      this.salt = salt;
    }

    PrivateKey secret() {
      return secret;
    }

    int tag() {
      return tag;
    }

    /** 32 octets that tell its signatures from those of other keys; never written to. */
    byte[] salt() {
      return salt;
    }
  }

  /** What comes before a point of P-256 in the X.509 form of a public key (RFC 5480). */
  private static final byte[] POINT_HEAD =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private final byte[] signer;
  private final List<Key> ofKeys;
  private final List<Key> ofZone;
  private final List<byte[]> records;

  private SigningKeys(byte[] signer, List<Key> ofKeys, List<Key> ofZone, List<byte[]> records) {
    this.signer = signer;
    this.ofKeys = ofKeys;
    this.ofZone = ofZone;
    this.records = records;
  }

  /**
   * Makes a zone's keys ready.
   *
   * @param apex the signer's name in every signature
   * @throws IllegalArgumentException if a private half is not one of P-256 in PKCS #8
   */
  public static SigningKeys of(DomainName apex, ZoneSigning signing) {
    return new SigningKeys(
        apex.wire(),
        signing.keySigningKeys().stream().map(SigningKeys::ready).toList(),
        List.of(ready(signing.zoneSigningKeys().getFirst())),
        Stream.concat(signing.keySigningKeys().stream(), signing.zoneSigningKeys().stream())
            .map(key -> DnsKey.of(key).rdata())
            .toList());
  }

  /**
   * Whether the halves of a key can be read and belong together, found out by signing something: a
   * key of which an octet was lost may sign well, and nobody could verify it. Costs some 200 us.
   */
  public static boolean works(SigningKey key) {
    try {
      byte[] point = key.point();
      byte[] info = Arrays.copyOf(POINT_HEAD, POINT_HEAD.length + point.length);
      System.arraycopy(point, 0, info, POINT_HEAD.length, point.length);
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initSign(ready(key).secret());
      ecdsa.update(point);
      byte[] signature = ecdsa.sign();
      ecdsa.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info)));
      ecdsa.update(point);
      return ecdsa.verify(signature);
    } catch (GeneralSecurityException | RuntimeException _) { // the JDK's parsers throw both
      return false;
    }
  }

  private static Key ready(SigningKey key) {
    try {
      PrivateKey secret =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.privateKey()));
      return new Key(secret, DnsKey.of(key).tag(), DnsKey.sha256().digest(key.point()));
    } catch (GeneralSecurityException _) { // whose text might tell of the key
      throw new IllegalArgumentException("the private half of a signing key cannot be read");
    }
  }

  /** The apex in wire form; never written to. */
  byte[] signer() {
    return signer;
  }

  /** With what the key set is signed, each in turn. */
  List<Key> ofKeys() {
    return ofKeys;
  }

  /** With what anything else is signed. */
  List<Key> ofZone() {
    return ofZone;
  }

  /** The data of the DNSKEY records; never written to. */
  List<byte[]> records() {
    return records;
  }
}
