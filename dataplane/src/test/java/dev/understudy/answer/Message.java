package dev.understudy.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reply read back, plainly and strictly, independently of {@code wire}: every octet must be
 * accounted for.
 *
 * @param answer records as {@code owner ttl TYPE data}
 * @param edns empty, or {@code size/version/extended rcode}
 * @param options what OPT says, in hex by option code
 * @param clientSubnet empty, or {@code family address-in-hex scope n}, the address as many octets
 *     as came
 */
public record Message(
    int id,
    int flags,
    int rcode,
    String question,
    List<String> answer,
    List<String> authority,
    List<String> additional,
    String edns,
    Map<Integer, String> options,
    String clientSubnet,
    int length) {

  public boolean aa() {
    return (flags & 0x0400) != 0;
  }

  public boolean tc() {
    return (flags & 0x0200) != 0;
  }

  public static Message read(byte[] octets, int length) {
    return new Reader(ByteBuffer.wrap(octets, 0, length)).read();
  }

  /** Type and data of a record that stands alone, in the form of the sections. */
  static String text(RecordType type, byte[] data) {
    return type.name() + " " + new Reader(ByteBuffer.wrap(data)).data(type.code(), data.length);
  }

  private static final class Reader {
    private final ByteBuffer in;
    private String edns = "";
    private final Map<Integer, String> options = new TreeMap<>();
    private String clientSubnet = "";
    private int extended;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    Message read() {
      int id = in.getShort() & 0xffff;
      int flags = in.getShort() & 0xffff;
      int questions = in.getShort();
      int answers = in.getShort();
      int authorities = in.getShort();
      int additionals = in.getShort();
      String question = "";
      if (questions == 1) {
        question = name() + " " + type(in.getShort() & 0xffff) + " " + in.getShort();
      } else if (questions != 0) {
        throw new AssertionError(questions + " questions");
      }
      var message = List.of(section(answers), section(authorities), section(additionals));
      if (in.hasRemaining()) {
        throw new AssertionError(in.remaining() + " octets too many");
      }
      return new Message(
          id,
          flags,
          (extended << 4) | (flags & 0xf),
          question,
          message.get(0),
          message.get(1),
          message.get(2),
          edns,
          options,
          clientSubnet,
          in.limit());
    }

    private List<String> section(int count) {
      var records = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        String owner = name();
        int type = in.getShort() & 0xffff;
        int clazz = in.getShort() & 0xffff;
        int ttl = in.getInt();
        int length = in.getShort() & 0xffff;
        int end = in.position() + length;
        if (type == 41) {
          if (!edns.isEmpty() || !owner.equals(".")) {
            throw new AssertionError("a second OPT, or one of " + owner);
          }
          extended = ttl >>> 24;
          edns = clazz + "/" + ((ttl >>> 16) & 0xff) + "/" + extended;
          options(end);
          continue;
        }
        if (clazz != 1) {
          throw new AssertionError("class " + clazz);
        }
        records.add(owner + " " + ttl + " " + type(type) + " " + data(type, end));
        if (in.position() != end) {
          throw new AssertionError("data of " + owner + " ends at " + in.position());
        }
      }
      return records;
    }

    private void options(int end) {
      while (in.position() < end) {
        int code = in.getShort() & 0xffff;
        int length = in.getShort() & 0xffff;
        byte[] option = new byte[length];
        in.get(option);
        if (options.put(code, HexFormat.of().formatHex(option)) != null) {
          throw new AssertionError("option " + code + " twice");
        }
        if (code == 8) {
          String address = HexFormat.of().formatHex(option, 4, length);
          clientSubnet = option[1] + " " + address + " scope " + option[3];
        }
      }
      if (in.position() != end) {
        throw new AssertionError("options end at " + in.position());
      }
    }

    private String data(int type, int end) {
      RecordType known = RecordType.ofCode(type);
      byte[] rest = new byte[end - in.position()];
      return switch (known) {
        case A, AAAA -> {
          in.get(rest);
          yield address(rest);
        }
        case NS, CNAME, PTR -> name();
        case MX -> (in.getShort() & 0xffff) + " " + name();
        case SRV ->
            (in.getShort() & 0xffff)
                + " "
                + (in.getShort() & 0xffff)
                + " "
                + (in.getShort() & 0xffff)
                + " "
                + name();
        case SOA ->
            name()
                + " "
                + name()
                + " "
                + Integer.toUnsignedLong(in.getInt())
                + " "
                + Integer.toUnsignedLong(in.getInt())
                + " "
                + Integer.toUnsignedLong(in.getInt())
                + " "
                + Integer.toUnsignedLong(in.getInt())
                + " "
                + Integer.toUnsignedLong(in.getInt());
        case TXT, SPF -> {
          in.get(rest);
          yield new String(rest, 1, rest.length - 1, ISO_8859_1);
        }
        case NAPTR, DS, SSHFP, TLSA, SVCB, HTTPS, CAA -> {
          in.get(rest);
          yield HexFormat.of().formatHex(rest);
        }
        case null -> throw new AssertionError("type " + type);
      };
    }

    private String name() {
      var text = new StringBuilder();
      int after = -1;
      int jumps = 0;
      while (true) {
        int length = in.get() & 0xff;
        if (length >= 0xc0) {
          int to = ((length & 0x3f) << 8) | (in.get() & 0xff);
          if (after < 0) {
            after = in.position();
          }
          if (++jumps > 10) {
            throw new AssertionError("pointers");
          }
          in.position(to);
        } else if (length == 0) {
          break;
        } else {
          byte[] label = new byte[length];
          in.get(label);
          text.append(new String(label, ISO_8859_1)).append('.');
        }
      }
      if (after >= 0) {
        in.position(after);
      }
      return text.isEmpty() ? "." : text.toString();
    }

    private static String type(int code) {
      RecordType type = RecordType.ofCode(code);
      return type == null ? "TYPE" + code : type.name();
    }

    private static String address(byte[] octets) {
      try {
        return InetAddress.getByAddress(octets).getHostAddress();
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
  }
}
