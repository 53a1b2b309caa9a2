package dev.understudy.presentation;

import dev.understudy.intent.DomainName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What must hold between the fields of a value once each by itself is in order. */
final class RdataChecks {
  private RdataChecks() {}

  /** Checks data that has just been read, from its first octet. */
  static void check(ValueFields fields, ByteBuffer wire) throws PresentationException {
    switch (fields.type()) {
      case DS -> digest(fields, wire.getInt() & 0xff, wire.remaining(), DS_DIGESTS);
      case SSHFP -> digest(fields, wire.getShort() & 0xff, wire.remaining(), SSHFP_DIGESTS);
      case TLSA -> digest(fields, wire.position(2).get(), wire.remaining(), TLSA_DIGESTS);
      case NAPTR -> naptr(fields, wire);
      case A, AAAA, CAA, CNAME, HTTPS, SVCB, MX, NS, PTR, SOA, SPF, SRV, TXT -> {}
    }
  }

  /** Octets of a digest by its number; RFC 4034, 4509 and 6605. */
  private static final int[] DS_DIGESTS = {0, 20, 32, 0, 48};

  /** RFC 4255 and 6594. */
  private static final int[] SSHFP_DIGESTS = {0, 20, 32};

  /** RFC 6698; 0 is the certificate itself. */
  private static final int[] TLSA_DIGESTS = {0, 32, 64};

  private static void digest(ValueFields fields, int kind, int length, int[] lengths)
      throws PresentationException {
    int wanted = kind >= 0 && kind < lengths.length ? lengths[kind] : 0;
    if (wanted != 0 && length != wanted) {
      throw fields.typeProblem("IllegalDigestLength", "Digest should have " + wanted + " octets");
    }
  }

  /** RFC 3403, section 4.1. */
  private static void naptr(ValueFields fields, ByteBuffer wire) throws PresentationException {
    wire.getInt();
    String flags =
        new String(Field.string(wire), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    if (!flags.matches("[APSU]?")) {
      throw fields.typeProblem("InvalidFlags", "Flags should be one of A, P, S, U or empty");
    }
    Field.string(wire);
    boolean regexp = Field.string(wire).length > 0;
    DomainName replacement = Field.name(wire);
    if (regexp && replacement.lengthOctets() > 1) {
      throw fields.typeProblem(
          "RegexpAndReplacement", "Value has both a regular expression and a replacement");
    }
  }
}
