package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.dnssec.DnsKey;
import dev.understudy.intent.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads signed replies and verifies them with dnsjava, which shares no code with us. */
final class Validator {
  private final Name apex;
  private final List<DNSKEYRecord> keys = new ArrayList<>();

  Validator(String apex, SigningKey... trusted) {
    this.apex = name(apex);
    for (SigningKey key : trusted) {
      keys.add((DNSKEYRecord) record(DnsKey.of(key).rdata()));
    }
  }

  private org.xbill.DNS.Record record(byte[] data) {
    return org.xbill.DNS.Record.newRecord(apex, Type.DNSKEY, DClass.IN, 3_600, data);
  }

  static Message read(byte[] reply) {
    try {
      return new Message(reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Name name(String text) {
    return Name.fromConstantString(text + ".");
  }

  /**
   * Verifies every RRset of answer and authority, but for the NS of a referral, which must not be
   * signed; and that each signature has its RRset's TTL.
   */
  void verify(Message reply, Instant now) {
    boolean referral =
        reply.getSectionRRsets(Section.AUTHORITY).stream()
            .noneMatch(set -> set.getType() == Type.SOA);
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (RRset set : reply.getSectionRRsets(section)) {
        if (set.getType() == Type.NS && section == Section.AUTHORITY && referral) {
          assertThat(set.sigs()).isEmpty();
        } else if (set.size() > 0) {
          verify(set, now);
        }
      }
    }
  }

  void verify(RRset set, Instant now) {
    assertThat(set.sigs()).as("signatures of " + set).isNotEmpty();
    for (RRSIGRecord signature : set.sigs()) {
      assertThat(signature.getTTL()).isEqualTo(set.getTTL());
      assertThat(signature.getSigner()).isEqualTo(apex);
      verify(set, signature, now);
    }
  }

  void verify(RRset set, RRSIGRecord signature, Instant now) {
    DNSKEYRecord key =
        keys.stream()
            .filter(known -> known.getFootprint() == signature.getFootprint())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no key " + signature.getFootprint()));
    try {
      DNSSEC.verify(set, signature, key, now);
    } catch (DNSSEC.DNSSECException e) {
      throw new AssertionError(set + "\n" + signature, e);
    }
  }

  /** The NSEC of a denial. */
  static NSECRecord nsec(Message reply) {
    return reply.getSection(Section.AUTHORITY).stream()
        .filter(NSECRecord.class::isInstance)
        .map(NSECRecord.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no NSEC in " + reply));
  }

  /** Types of a section, in order. */
  static String types(Message reply, int section) {
    return String.join(
        " ",
        reply.getSection(section).stream()
            .filter(record -> record.getType() != Type.OPT)
            .map(record -> Type.string(record.getType()))
            .toList());
  }
}
