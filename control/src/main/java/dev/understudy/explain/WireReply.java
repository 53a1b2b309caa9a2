package dev.understudy.explain;

import dev.understudy.control.TestAnswers.Answer;
import dev.understudy.intent.Rdata;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the answer section of our own responder's reply. */
final class WireReply {
  private static final int FLAGS_AT = 2;
  private static final int ANSWERS_AT = 6;
  private static final int QUESTION_AT = 12;
  private static final int TRUNCATED = 0x0200;

  private final byte[] octets;
  private final int length;

  WireReply(byte[] octets, int length) {
    this.octets = octets;
    this.length = length;
  }

  boolean truncated() {
    return (Octets.get16(octets, FLAGS_AT) & TRUNCATED) != 0;
  }

  /** The records of the asked type; where there are none, the CNAMEs that stand for them. */
  Answer answer(RecordType asked, String protocol) {
    var data = new ArrayList<String>();
    var aliases = new ArrayList<String>();
    int at = Names.skip(octets, QUESTION_AT, length) + 4;
    for (int left = Octets.get16(octets, ANSWERS_AT); left > 0; left--) {
      at = Names.skip(octets, at, length);
      RecordType type = RecordType.ofCode(Octets.get16(octets, at));
      int dataAt = at + 10;
      int end = dataAt + Octets.get16(octets, at + 8);
      if (type != null) {
        List<String> list = type == asked ? data : aliases;
        list.add(RdataText.format(type, Rdata.of(Arrays.copyOfRange(octets, dataAt, end))));
      }
      at = end;
    }
    return new Answer(rcode(), data.isEmpty() ? aliases : data, protocol);
  }

  private String rcode() {
    int rcode = Octets.get16(octets, FLAGS_AT) & 0xf;
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
}
