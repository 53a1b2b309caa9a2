package dev.understudy.querylog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.tape.Entry;
import dev.understudy.tape.Tape;
import dev.understudy.tape.Tapes;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** docs/query-log.md: lines as they are documented, of messages made by another library. */
class QueryLineTest {
  private static final Instant TIME = Instant.parse("2026-11-21T13:30:00.123456789Z");

  private final Tape tape = new Tapes(1, 0).newTape(null);
  private final Entry entry = new Entry();

  @Test
  void anAnswer() throws Exception {
    Message query = query("www.Example.com.", Type.A);
    query.getHeader().setFlag(Flags.RD);
    var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0"));
    query.addRecord(
        new OPTRecord(1232, 0, 0, org.xbill.DNS.ExtendedFlags.DO, subnet), Section.ADDITIONAL);
    Message reply = reply(query, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    reply.addRecord(record("www.example.com. 60 IN A 192.0.2.1"), Section.ANSWER);
    reply.addRecord(record("www.example.com. 60 IN A 192.0.2.2"), Section.ANSWER);
    byte[] wire = reply.toWire();
    assertThat(line("192.0.2.7", Transport.UDP, QueryCount.ANSWER_FAILOVER, query.toWire(), wire))
        .isEqualTo(
            "time=2026-11-21T13:30:00.123456Z client=192.0.2.7 port=53211 transport=udp"
                + " name=www.Example.com. type=A query=rd,do edns=1232 ecs=198.51.100.0/24"
                + " rcode=NOERROR reply=aa records=2/0/0 answer=A:192.0.2.1 found=failover size="
                + wire.length
                + " us=14\n");
  }

  @Test
  void aQueryWithoutAReplyAndARefusalWithAnExtendedCode() throws Exception {
    byte[] query = query("x.example.", Type.HTTPS).toWire();
    assertThat(line("2001:db8::7", Transport.TLS, QueryCount.OUTCOME_NXDOMAIN, query, new byte[0]))
        .contains(
            " client=2001:db8:0:0:0:0:0:7 port=53211 transport=tls name=x.example. type=HTTPS")
        .endsWith(" rcode=- reply=- records=- answer=- found=nxdomain size=0 us=14\n");
    Message bad = reply(query("x.example.", Type.A), Rcode.NOERROR);
    bad.addRecord(new OPTRecord(1232, 1, 0), Section.ADDITIONAL);
    assertThat(line("192.0.2.7", Transport.TCP, null, query, bad.toWire()))
        .contains(" transport=tcp ", " rcode=BADVERS reply=- records=0/0/1 answer=- found=- ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # owner, type and data of the first answer   | as it is written
          a.example. 60 IN AAAA 2001:db8::1            | AAAA:2001:db8:0:0:0:0:0:1
          a.example. 60 IN CNAME b.example.            | CNAME:b.example.
          a.example. 60 IN MX 10 mail.test.            | MX:13
          a.example. 60 IN TXT "time=1 forged"         | TXT:14
          """)
  void theFirstAnswer(String record, String written) throws Exception {
    Message query = query("a.example.", Type.ANY);
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(record(record), Section.ANSWER);
    assertThat(line("192.0.2.7", Transport.UDP, null, query.toWire(), reply.toWire()))
        .contains(" type=ANY ", " answer=" + written + " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # labels of a name in hex | as it is written
          00                        | .
          0161 00                   | a.
          03612062 00               | a\\032b.
          03610a62 00               | a\\010b.
          05613d62225c 00           | a\\061b\\034\\\\.
          032e41ff 00               | \\.A\\255.
          """)
  void namesCannotForgeFieldsOrLines(String labels, String written) {
    byte[] name = HexFormat.of().parseHex(labels.replace(" ", ""));
    byte[] query = new byte[12 + name.length + 4];
    query[5] = 1;
    System.arraycopy(name, 0, query, 12, name.length);
    query[12 + name.length + 1] = 1;
    query[12 + name.length + 3] = 1;
    assertThat(line("192.0.2.7", Transport.UDP, null, query, new byte[0]))
        .contains(" name=" + written + " type=A ");
  }

  @Test
  void whatIsNoQuestionHasNoName() throws Exception {
    assertThat(line("192.0.2.7", Transport.UDP, null, new byte[3], new byte[0]))
        .contains(" name=- type=- query=- edns=- ecs=- ");
    Message update = query("x.example.", Type.SOA);
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertThat(line("192.0.2.7", Transport.UDP, null, update.toWire(), new byte[0]))
        .contains(" name=- type=- ");
  }

  /** Any octets make one line of as many fields. */
  @Test
  void anyOctetsMakeOneLine() throws Exception {
    var random = new Random(1);
    Message query = query("www.example.com.", Type.A);
    query.addRecord(
        new OPTRecord(
            1232, 0, 0, 0, new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0"))),
        Section.ADDITIONAL);
    byte[] asked = query.toWire();
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(record("www.example.com. 60 IN CNAME b.www.example.com."), Section.ANSWER);
    byte[] answered = reply.toWire();
    for (int i = 0; i < 10_000; i++) {
      byte[] one = asked.clone();
      byte[] other = answered.clone();
      for (int spoilt = 0; spoilt < 3; spoilt++) {
        one[random.nextInt(one.length)] = (byte) random.nextInt();
        other[random.nextInt(other.length)] = (byte) random.nextInt();
      }
      assertThat(line("192.0.2.7", Transport.UDP, null, one, other))
          .matches("time=\\S+( [a-z]+=[!-~]+){15}\n");
    }
  }

  private static Message query(String name, int type) throws Exception {
    Message made = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    made.getHeader().unsetFlag(Flags.RD);
    return made;
  }

  private static Message reply(Message query, int rcode) {
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  private static Record record(String text) throws Exception {
    String[] parts = text.split(" ", 5);
    return Record.fromString(
        Name.fromString(parts[0]), Type.value(parts[3]), DClass.IN, 60, parts[4], Name.root);
  }

  // The numbers of an enum are what a tape carries.
  @SuppressWarnings("EnumOrdinal")
  private String line(
      String client, Transport transport, @Nullable QueryCount found, byte[] query, byte[] reply) {
    byte[] address = InetAddress.ofLiteral(client).getAddress();
    tape.write(
        1,
        transport.ordinal(),
        found,
        0,
        13_700,
        address,
        address.length,
        53_211,
        query,
        query.length,
        reply,
        reply.length);
    assertThat(tape.read(entry)).isTrue();
    var text = new StringBuilder();
    new QueryLine().append(entry, TIME, text);
    return text.toString();
  }
}
