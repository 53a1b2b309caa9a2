package dev.understudy.answer;

import dev.understudy.dnssec.Denied;
import dev.understudy.dnssec.Signer;
import dev.understudy.dnssec.SigningKeys;
import dev.understudy.wire.Octets;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.Reply;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a signed zone adds to a reply; for any other zone every method returns at once. One object
 * for each serving thread.
 *
 * <p>A signed zone caps TTLs at a week, for every client; signs each RRset and proves each denial
 * for those that set DO (RFC 4035, section 3.1); and answers for the types that come with signing.
 */
final class Signing {
  /** Route 53 Developer Guide, "Configuring DNSSEC signing": longer TTLs are served as this. */
  private static final int TTL_MAX_SECONDS = 604_800;

  /** What precedes the data of a record whose owner is a pointer. */
  private static final int RECORD_HEAD_OCTETS = 12;

  /** Asked for by nobody: an NSEC that is itself the answer lists whatever it can. */
  private static final int NO_TYPE = 0;

  private final Signer signer;
  private boolean wanted;
  private @Nullable SigningKeys keys;
  private int apexLength;
  private boolean ephemeral;
  private Denied denied = Denied.NAME;

  Signing(Signer signer) {
    this.signer = signer;
  }

  /** Starts a reply. */
  void begin(boolean dnssecOk) {
    wanted = dnssecOk;
    keys = null;
  }

  /** Takes note of the zone that a lookup of a name found; what follows is about both. */
  void found(Lookup lookup, Outcome outcome, int ownerLength) {
    keys = outcome == Outcome.NOT_OURS ? null : lookup.keys();
    if (keys == null) {
      return;
    }
    apexLength = lookup.zoneNameLengthOctets();
    ephemeral = outcome == Outcome.NXDOMAIN || lookup.wildcard();
    if (outcome == Outcome.NXDOMAIN) {
      denied = Denied.NAME;
    } else if (lookup.delegated()) {
      denied = Denied.DS_AT_CUT;
    } else {
      denied = ownerLength == apexLength ? Denied.TYPE_AT_APEX : Denied.TYPE;
    }
  }

  /** Whether what is answered has to be signed. */
  boolean signs() {
    return wanted && keys != null;
  }

  /** Whether there is an answer where the lookup, which knows record sets only, found none. */
  boolean answers(Outcome outcome, int type) {
    if (keys == null || (outcome != Outcome.NODATA && outcome != Outcome.NXDOMAIN)) {
      return false;
    }
    return switch (type) {
      case QueryType.DNSKEY -> denied == Denied.TYPE_AT_APEX;
      case QueryType.NSEC, QueryType.RRSIG -> wanted || outcome == Outcome.NODATA;
      default -> false;
    };
  }

  /** Writes the answer that {@link #answers} promised; false if it does not fit. */
  boolean answer(Reply reply, int type, int ownerAt, int denialTtl) {
    SigningKeys signing = keys;
    if (signing == null) {
      throw new IllegalStateException("no answer was promised");
    }
    int first = reply.position();
    if (type == QueryType.DNSKEY) {
      return signer.appendKeys(reply, ownerAt, signing) && seal(reply, first);
    }
    if (!signer.appendDenial(reply, ownerAt, apexLength, denialTtl, denied, NO_TYPE)) {
      return false;
    }
    if (type == QueryType.NSEC) {
      return seal(reply, first);
    }
    int end = reply.position();
    if (!signer.sign(reply, first, signing, ephemeral)) {
      return false;
    }
    reply.withdraw(first, end);
    return true;
  }

  /**
   * Finishes the RRset that ends the reply: caps its TTL, and signs it where that is wanted.
   *
   * @param first where it starts
   * @return whether it fits
   */
  boolean seal(Reply reply, int first) {
    SigningKeys signing = keys;
    if (signing == null) {
      return true;
    }
    cap(reply, first);
    return !wanted || signer.sign(reply, first, signing, ephemeral);
  }

  /** Finishes records that are not ours to sign: caps their TTLs. */
  void cap(Reply reply, int first) {
    if (keys == null) {
      return;
    }
    byte[] octets = reply.octets();
    int at = first;
    while (at < reply.position()) {
      if (Integer.compareUnsigned(Octets.get32(octets, at + 6), TTL_MAX_SECONDS) > 0) {
        Octets.put32(octets, at + 6, TTL_MAX_SECONDS);
      }
      at += RECORD_HEAD_OCTETS + Octets.get16(octets, at + RECORD_HEAD_OCTETS - 2);
    }
  }

  /** Finishes the SOA of a denial, which is the same for any name. */
  boolean sealSoa(Reply reply, int first) {
    boolean given = ephemeral;
    ephemeral = false;
    boolean fits = seal(reply, first);
    ephemeral = given;
    return fits;
  }

  /** Adds the proof of a denial where that is wanted; false if it does not fit. */
  boolean prove(Reply reply, int ownerAt, int type, int ttl) {
    if (!signs()) {
      return true;
    }
    int first = reply.position();
    return signer.appendDenial(reply, ownerAt, apexLength, ttl, denied, type) && seal(reply, first);
  }
}
