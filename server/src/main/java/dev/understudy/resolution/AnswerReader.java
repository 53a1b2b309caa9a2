package dev.understudy.resolution;

import dev.understudy.intent.Rdata;
import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads what a resolver replied: the records at the end of the chain of CNAMEs that starts at the
 * name asked for (RFC 1034, section 3.6.2). Records of other names, types and classes are ignored.
 */
final class AnswerReader {
  /** CNAME records followed in one reply. */
  static final int CHAIN_MAX = 16;

  /** Kept for so long where a denial does not say (RFC 2308, section 5). */
  private static final int DENIED_SECONDS = 60;

  /** A reply that ends it, or one that leads on. */
  sealed interface Reading {}

  record End(Outcome outcome) implements Reading {}

  /** The chain leads to a name of which this reply says nothing. */
  record Follow(Name name, int ttlSeconds) implements Reading {}

  private AnswerReader() {}

  static Reading read(Name asked, int type, Message reply) {
    Record question = reply.getQuestion();
    if (!reply.getHeader().getFlag(Flags.QR)
        || reply.getHeader().getFlag(Flags.TC)
        || question == null
        || !question.getName().equals(asked)
        || question.getType() != type
        || question.getDClass() != DClass.IN) {
      return failed(Failure.GARBAGE);
    }
    return switch (reply.getRcode()) {
      case Rcode.NOERROR, Rcode.NXDOMAIN -> follow(asked, type, reply);
      case Rcode.REFUSED -> failed(Failure.REFUSED);
      default -> failed(Failure.SERVFAIL);
    };
  }

  private static Reading follow(Name asked, int type, Message reply) {
    List<Record> answers = reply.getSection(Section.ANSWER);
    Name name = asked;
    long ttl = Integer.MAX_VALUE;
    for (int links = 0; links <= CHAIN_MAX; links++) {
      Found found = found(name, type, ttl, answers);
      if (found != null) {
        return new End(found);
      }
      CNAMERecord next = cname(name, answers);
      if (next == null) {
        return nothingAt(name, asked, ttl, reply);
      }
      ttl = Math.min(ttl, next.getTTL());
      name = next.getTarget();
    }
    return failed(Failure.CHAIN);
  }

  /** In octet order, so that a resolver that turns its records round says the same. */
  private static @Nullable Found found(Name name, int type, long chainTtl, List<Record> answers) {
    long ttl = chainTtl;
    var data = new TreeMap<String, Rdata>();
    for (Record record : answers) {
      if (record.getType() == type && isAt(name, record)) {
        ttl = Math.min(ttl, record.getTTL());
        Rdata rdata = Rdata.of(record.rdataToWireCanonical());
        data.put(rdata.toString(), rdata);
      }
    }
    if (data.isEmpty()) {
      return null;
    }
    int most = type == Type.CNAME ? 1 : Outcome.RECORDS_MAX;
    var records = new ArrayList<>(data.values());
    return new Found((int) ttl, records.subList(0, Math.min(most, records.size())));
  }

  private static @Nullable CNAMERecord cname(Name name, List<Record> answers) {
    for (Record record : answers) {
      if (record instanceof CNAMERecord cname && isAt(name, record)) {
        return cname;
      }
    }
    return null;
  }

  private static Reading nothingAt(Name name, Name asked, long ttl, Message reply) {
    boolean servers = false;
    for (Record record : reply.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        long least = Math.min(Math.min(soa.getTTL(), soa.getMinimum()), ttl);
        return new End(new Nothing((int) Math.min(least, Integer.MAX_VALUE)));
      }
      servers |= record.getType() == Type.NS;
    }
    if (reply.getRcode() == Rcode.NXDOMAIN) {
      return new End(new Nothing(DENIED_SECONDS));
    }
    if (!name.equals(asked)) {
      return new Follow(name, (int) ttl);
    }
    return servers ? failed(Failure.GARBAGE) : new End(new Nothing(DENIED_SECONDS));
  }

  private static boolean isAt(Name name, Record record) {
    return record.getDClass() == DClass.IN && record.getName().equals(name);
  }

  private static Reading failed(Failure failure) {
    return new End(new Failed(failure));
  }
}
