package dev.understudy.dnssec;

import dev.understudy.wire.Octets;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.Reply;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends signatures to the RRsets of a reply. One object for each serving thread.
 *
 * <p>A signature is good from an hour before the start of its period to an hour after its end and
 * the RRset's TTL: whatever a cache is handed outlives its TTL, and an answer that has been
 * replaced because an endpoint failed can be replayed for no longer than a period and its TTL. A
 * period is six hours; each owner's begins at another second, so that not all are signed at once.
 *
 * <p>Signatures are kept by what they sign, time included. Names that need not exist (denials,
 * wildcards) have a small store of their own: a flood of random names costs a signature for each
 * but pushes out no other.
 */
public final class Signer {
  /** How long the same signature is given for an RRset. */
  static final int PERIOD_SECONDS = 6 * 3_600;

  /** By how much clocks may differ. */
  static final int SKEW_SECONDS = 3_600;

  private static final int LASTING = 8_192;
  private static final int PASSING = 1_024;

  /** RRSIG before the signer's name (RFC 4034, section 3.1). */
  private static final int FIXED_OCTETS = 18;

  private final LongSupplier epochSeconds;
  private final CanonicalSet set = new CanonicalSet();
  private final SignatureCache lasting = new SignatureCache(LASTING);
  private final SignatureCache passing = new SignatureCache(PASSING);
  private final byte[] rrsig = new byte[FIXED_OCTETS + 255 + SignatureCache.SIGNATURE_OCTETS];
  private final byte[] digest = new byte[SignatureCache.DIGEST_OCTETS];
  private final byte[] salted = new byte[SignatureCache.DIGEST_OCTETS];
  private final byte[] signature = new byte[SignatureCache.SIGNATURE_OCTETS];
  private final Denial denial = new Denial();
  private long made;

  private @Nullable MessageDigest sha256;
  private @Nullable Signature ecdsa;
  private @Nullable SecureRandom random;
  private SigningKeys.@Nullable Key current;

  /**
   * Takes memory and randomness only when first asked to sign.
   *
   * @param epochSeconds the wall clock
   */
  public Signer(LongSupplier epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  /** Signatures made so far, those not made because they were known left out. */
  public long made() {
    return made;
  }

  /** Appends the zone's key set, unsigned, with a TTL of one hour. */
  public boolean appendKeys(Reply reply, int ownerAt, SigningKeys keys) {
    for (byte[] record : keys.records()) {
      if (reply.record(ownerAt, QueryType.DNSKEY, 3_600, record, 0, record.length) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Appends an NSEC that denies, unsigned.
   *
   * @param ownerAt where the name denied, or the name whose type is, stands in the reply
   * @param apexLength length in octets of the zone's name
   * @param type what was asked for
   */
  public boolean appendDenial(
      Reply reply, int ownerAt, int apexLength, int ttl, Denied denied, int type) {
    int length = denial.write(reply.octets(), ownerAt, apexLength, denied, type);
    return reply.record(ownerAt, QueryType.NSEC, ttl, denial.octets(), 0, length) >= 0;
  }

  /**
   * Appends the signatures of the RRset that ends the reply: one, or one by each key-signing key if
   * it is the key set. Where they do not fit, false, and nothing sensible follows the RRset.
   *
   * @param first where the RRset starts
   * @param ephemeral whether the name need not exist, and may never be asked for again
   */
  public boolean sign(Reply reply, int first, SigningKeys keys, boolean ephemeral) {
    set.read(reply.octets(), first, reply.position());
    List<SigningKeys.Key> signing = set.type() == QueryType.DNSKEY ? keys.ofKeys() : keys.ofZone();
    for (SigningKeys.Key key : signing) {
      int length = head(keys.signer(), key.tag());
      sign(key, length, ephemeral ? passing : lasting);
      System.arraycopy(signature, 0, rrsig, length, signature.length);
      int ttl = set.ttl();
      int size = length + signature.length;
      if (reply.record(set.ownerAt(), QueryType.RRSIG, ttl, rrsig, 0, size) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes the RRSIG up to the signature; its length. */
  private int head(byte[] signer, int tag) {
    long now = epochSeconds.getAsLong();
    long start = now - Math.floorMod(now - set.ownerHash(), PERIOD_SECONDS);
    long end = start + PERIOD_SECONDS + (set.ttl() & 0xffff_ffffL) + SKEW_SECONDS;
    Octets.put16(rrsig, 0, set.type());
    Octets.put8(rrsig, 2, DnsKey.ALGORITHM);
    Octets.put8(rrsig, 3, set.labels());
    Octets.put32(rrsig, 4, set.ttl());
    Octets.put32(rrsig, 8, (int) end);
    Octets.put32(rrsig, 12, (int) (start - SKEW_SECONDS));
    Octets.put16(rrsig, 16, tag);
    System.arraycopy(signer, 0, rrsig, FIXED_OCTETS, signer.length);
    return FIXED_OCTETS + signer.length;
  }

  /** Leaves the signature of head and set in {@link #signature}. */
  private void sign(SigningKeys.Key key, int headLength, SignatureCache cache) {
    try {
      if (sha256 == null) {
        sha256 = DnsKey.sha256();
      }
      sha256.update(rrsig, 0, headLength);
      sha256.update(set.octets(), 0, set.lengthOctets());
      int ignored = sha256.digest(digest, 0, digest.length);
      for (int i = 0; i < digest.length; i++) {
        salted[i] = (byte) (digest[i] ^ key.salt()[i]);
      }
      if (!cache.find(salted, signature)) {
        make(key);
        cache.put(salted, signature);
      }
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of 32 octets has room for SHA-256", e);
    }
  }

  private void make(SigningKeys.Key key) {
    try {
      if (ecdsa == null || random == null) {
        ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
        random = new SecureRandom();
      }
      if (key != current) {
        ecdsa.initSign(key.secret(), random);
        current = key;
      }
      ecdsa.update(digest);
      int ignored = ecdsa.sign(signature, 0, signature.length);
      made++;
    } catch (GeneralSecurityException e) {
      current = null;
      throw new IllegalStateException("a key that was made ready does not sign", e);
    }
  }
}
