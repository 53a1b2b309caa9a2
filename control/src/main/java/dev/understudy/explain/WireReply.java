package dev.understudy.explain;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import dev.understudy.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads our own responder's reply. */
final class WireReply {
  private static final int FLAGS_AT = 2;
  private static final int ANSWERS_AT = 6;
  private static final int AUTHORITIES_AT = 8;
  private static final int QUESTION_AT = 12;
  private static final int TRUNCATED = 0x0200;
  private static final int POINTER = 0xc0;

  private final byte[] octets;
  private final int flags;
  private final List<Explanation.ResourceRecord> answer = new ArrayList<>();
  private final List<Explanation.ResourceRecord> authority = new ArrayList<>();

  WireReply(byte[] octets, int length) {
    this.octets = octets;
    this.flags = Octets.get16(octets, FLAGS_AT);
    int at = Names.skip(octets, QUESTION_AT, length) + 4;
    at = read(at, length, Octets.get16(octets, ANSWERS_AT), answer);
    read(at, length, Octets.get16(octets, AUTHORITIES_AT), authority);
  }

  boolean truncated() {
    return (flags & TRUNCATED) != 0;
  }

  /** The answer section, but for types that no record set has. */
  List<Explanation.ResourceRecord> answer() {
    return answer;
  }

  List<Explanation.ResourceRecord> authority() {
    return authority;
  }

  String rcode() {
    int rcode = flags & 0xf;
    return switch (rcode) {
      case Rcode.NOERROR -> "NOERROR";
      case Rcode.FORMERR -> "FORMERR";
      case Rcode.SERVFAIL -> "SERVFAIL";
      case Rcode.NXDOMAIN -> "NXDOMAIN";
      case Rcode.NOTIMP -> "NOTIMP";
      case Rcode.REFUSED -> "REFUSED";
      default -> "RCODE" + rcode;
    };
  }

  private int read(int from, int length, int count, List<Explanation.ResourceRecord> to) {
    int at = from;
    for (int left = count; left > 0; left--) {
      DomainName owner = name(at);
      at = Names.skip(octets, at, length);
      RecordType type = RecordType.ofCode(Octets.get16(octets, at));
      int ttl = Octets.get32(octets, at + 4);
      int dataAt = at + 10;
      int end = dataAt + Octets.get16(octets, at + 8);
      if (type != null) {
        Rdata data = Rdata.of(data(type, dataAt, end));
        to.add(new Explanation.ResourceRecord(owner, type, ttl, data));
      }
      at = end;
    }
    return at;
  }

  /** The data of a record with its names whole. */
  private byte[] data(RecordType type, int from, int end) {
    var data = new ByteArrayOutputStream();
    int at = from;
    if (Reply.compresses(type.code())) {
      at += type == RecordType.MX ? 2 : 0;
      data.write(octets, from, at - from);
      for (int left = type == RecordType.SOA ? 2 : 1; left > 0; left--) {
        data.writeBytes(wholeName(at));
        at = Names.skip(octets, at, end);
      }
    }
    data.write(octets, at, end - at);
    return data.toByteArray();
  }

  private DomainName name(int from) {
    return DomainName.ofWire(wholeName(from));
  }

  /** A name that may end in a pointer; pointers of ours lead back, so this ends. */
  private byte[] wholeName(int from) {
    var wire = new ByteArrayOutputStream();
    int at = from;
    while (octets[at] != 0) {
      if ((octets[at] & POINTER) == POINTER) {
        at = Octets.get16(octets, at) & 0x3fff;
      } else {
        wire.write(octets, at, 1 + octets[at]);
        at += 1 + octets[at];
      }
    }
    wire.write(0);
    return wire.toByteArray();
  }
}
