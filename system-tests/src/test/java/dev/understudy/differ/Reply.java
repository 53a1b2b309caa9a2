package dev.understudy.differ;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A reply read strictly: every octet is accounted for, and no name is compressed where RFC 3597,
 * section 4, forbids it.
 *
 * @param flags with opcode and without RCODE
 * @param question as it came, in its case
 */
record Reply(
    int flags,
    int rcode,
    String question,
    List<Item> answer,
    List<Item> authority,
    List<Item> additional,
    boolean edns,
    boolean dnssecOk,
    int length) {

  /** One record; names in lower case. */
  record Item(String owner, int type, long ttl, String data) {
    @Override
    public String toString() {
      return owner + " " + ttl + " " + Reply.type(type) + " " + data;
    }
  }

  boolean authoritative() {
    return (flags & 0x0400) != 0;
  }

  boolean truncated() {
    return (flags & 0x0200) != 0;
  }

  static String type(int code) {
    RecordType type = RecordType.ofCode(code);
    return type == null ? "TYPE" + code : type.name();
  }

  /** A name as replies are read. */
  static String text(DomainName name) {
    return new Reader(ByteBuffer.wrap(name.wire())).folded(false);
  }

  static Reply read(byte[] octets) {
    return new Reader(ByteBuffer.wrap(octets)).read();
  }

  private static final class Reader {
    private final ByteBuffer in;
    private boolean edns;
    private boolean dnssecOk;
    private int extended;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    Reply read() {
      in.getShort();
      int flags = in.getShort() & 0xffff;
      int questions = in.getShort();
      int answers = in.getShort() & 0xffff;
      int authorities = in.getShort() & 0xffff;
      int additionals = in.getShort() & 0xffff;
      String question = "";
      if (questions == 1) {
        question = name(false) + " " + (in.getShort() & 0xffff) + " " + in.getShort();
      } else if (questions != 0) {
        throw new IllegalStateException(questions + " questions");
      }
      List<Item> answer = section(answers);
      List<Item> authority = section(authorities);
      List<Item> additional = section(additionals);
      if (in.hasRemaining()) {
        throw new IllegalStateException(in.remaining() + " octets too many");
      }
      int rcode = extended << 4 | (flags & 0xf);
      return new Reply(
          flags & 0xfff0,
          rcode,
          question,
          answer,
          authority,
          additional,
          edns,
          dnssecOk,
          in.limit());
    }

    private List<Item> section(int count) {
      var items = new ArrayList<Item>();
      for (int i = 0; i < count; i++) {
        String owner = folded(true);
        int type = in.getShort() & 0xffff;
        int clazz = in.getShort() & 0xffff;
        long ttl = in.getInt() & 0xffff_ffffL;
        int end = (in.getShort() & 0xffff) + in.position();
        if (type == 41) {
          edns = true;
          extended = (int) (ttl >>> 24);
          dnssecOk = (ttl & 0x8000) != 0;
          in.position(end);
          continue;
        }
        if (clazz != 1) {
          throw new IllegalStateException("class " + clazz);
        }
        items.add(new Item(owner, type, ttl, data(type, end)));
        if (in.position() != end) {
          throw new IllegalStateException("data of " + owner + " end at " + in.position());
        }
      }
      return items;
    }

    private String data(int code, int end) {
      RecordType type = RecordType.ofCode(code);
      return switch (type) {
        case NS, CNAME, PTR -> folded(true);
        case MX -> hex(2) + " " + folded(true);
        case SOA -> folded(true) + " " + folded(true) + " " + hex(20);
        case SRV -> hex(6) + " " + folded(false);
        case SVCB, HTTPS -> hex(2) + " " + folded(false) + " " + hex(end - in.position());
        case NAPTR -> {
          String head = hex(4);
          for (int i = 0; i < 3; i++) {
            head += " " + hex(1 + (in.get(in.position()) & 0xff));
          }
          yield head + " " + folded(false);
        }
        case null, default -> hex(end - in.position());
      };
    }

    private String hex(int length) {
      byte[] octets = new byte[length];
      in.get(octets);
      return HexFormat.of().formatHex(octets);
    }

    private String folded(boolean mayPoint) {
      return name(mayPoint).toLowerCase(Locale.ROOT);
    }

    private String name(boolean mayPoint) {
      var text = new StringBuilder();
      int after = -1;
      int steps = 0;
      while (true) {
        int length = in.get() & 0xff;
        if (length >= 0xc0) {
          if (!mayPoint || ++steps > 128) {
            throw new IllegalStateException("a pointer where none may be, at " + in.position());
          }
          int to = (length & 0x3f) << 8 | (in.get() & 0xff);
          after = after < 0 ? in.position() : after;
          in.position(to);
        } else if (length == 0) {
          break;
        } else {
          for (int i = 0; i < length; i++) {
            octet(in.get() & 0xff, text);
          }
          text.append('.');
        }
      }
      if (after >= 0) {
        in.position(after);
      }
      return text.isEmpty() ? "." : text.toString();
    }

    private static void octet(int octet, StringBuilder text) {
      if (octet > 0x20 && octet < 0x7f && octet != '.' && octet != '\\') {
        text.append((char) octet);
      } else {
        text.append('\\').append(Integer.toString(1000 + octet).substring(1));
      }
    }
  }
}
