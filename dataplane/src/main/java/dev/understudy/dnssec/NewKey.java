package dev.understudy.dnssec;

import dev.understudy.intent.SigningKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/** Makes key pairs on the curve P-256. */
public final class NewKey {
  private static final int COORDINATE_OCTETS = 32;

  private NewKey() {}

  /**
   * A new key pair.
   *
   * @param flags {@link SigningKey#KEY_SIGNING} or {@link SigningKey#ZONE_SIGNING}
   */
  public static SigningKey make(int flags, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      var point = ((ECPublicKey) pair.getPublic()).getW();
      byte[] octets = new byte[2 * COORDINATE_OCTETS];
      put(point.getAffineX(), octets, 0);
      put(point.getAffineY(), octets, COORDINATE_OCTETS);
      return SigningKey.of(flags, octets, pair.getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** Without the sign octet, with the leading zeros. */
  private static void put(BigInteger number, byte[] to, int at) {
    byte[] octets = number.toByteArray();
    int skipped = Math.max(0, octets.length - COORDINATE_OCTETS);
    byte[] magnitude = Arrays.copyOfRange(octets, skipped, octets.length);
    System.arraycopy(magnitude, 0, to, at + COORDINATE_OCTETS - magnitude.length, magnitude.length);
  }
}
