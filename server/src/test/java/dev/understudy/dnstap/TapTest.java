package dev.understudy.dnstap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.tape.Entry;
import dev.understudy.tape.Sample;
import dev.understudy.tape.Tape;
import dev.understudy.tape.Tapes;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames as a reader sees them that knows dnstap.proto and Frame Streams, and not our code. */
class TapTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-21T13:30:00.123456789Z");
  private static final long LIMIT_NANOS = Duration.ofMinutes(2).toNanos();

  /** www.example.com A, as dig sends it, and an answer. */
  private static final byte[] QUERY =
      HexFormat.of().parseHex("123401000001000000000000" + "03777777076578616d706c650000010001");

  private static final byte[] REPLY =
      HexFormat.of()
          .parseHex(
              "123485000001000100000000"
                  + "03777777076578616d706c650000010001"
                  + "c00c000100010000003c0004c0000201");

  @TempDir private Path directory;
  private long ticks;

  @Test
  void aFileIsOneStreamOfQueriesAndReplies() throws IOException {
    Path path = directory.resolve("tap");
    try (Tap tap = open(path.toString())) {
      tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
      tap.take(entry("2001:db8::7", Transport.TLS, new byte[0]), RECEIVED);
      tap.turn();
      assertThat(tap.written()).isEqualTo(3);
      assertThat(tap.lost()).isZero();
    }
    List<Map<Integer, Object>> messages = stream(path);
    assertThat(messages).hasSize(3);
    for (Map<Integer, Object> dnstap : messages) {
      assertThat(dnstap.get(1)).isEqualTo("ns1".getBytes(UTF_8));
      assertThat(dnstap.get(2)).isEqualTo("understudy 1".getBytes(UTF_8));
      assertThat(dnstap.get(15)).as("MESSAGE").isEqualTo(1L);
    }
    Map<Integer, Object> query = message(messages.get(0));
    assertThat(query.get(1)).as("AUTH_QUERY").isEqualTo(1L);
    assertThat(query.get(2)).as("INET").isEqualTo(1L);
    assertThat(query.get(3)).as("UDP").isEqualTo(1L);
    assertThat(query.get(4)).isEqualTo(new byte[] {(byte) 192, 0, 2, 7});
    assertThat(query.get(5)).isEqualTo(new byte[] {127, 0, 0, 1});
    assertThat(query.get(6)).isEqualTo(53_211L);
    assertThat(query.get(7)).isEqualTo(1053L);
    assertThat(query.get(8)).isEqualTo(RECEIVED.getEpochSecond());
    assertThat(query.get(9)).isEqualTo(123_456_789L);
    assertThat(query.get(10)).isEqualTo(QUERY);
    assertThat(query).doesNotContainKeys(12, 13, 14);
    Map<Integer, Object> reply = message(messages.get(1));
    assertThat(reply.get(1)).as("AUTH_RESPONSE").isEqualTo(2L);
    assertThat(reply.get(12)).isEqualTo(RECEIVED.getEpochSecond());
    assertThat(reply.get(13)).isEqualTo(123_470_489L);
    assertThat(reply.get(14)).isEqualTo(REPLY);
    assertThat(reply).doesNotContainKey(10);
    Map<Integer, Object> dropped = message(messages.get(2));
    assertThat(dropped.get(2)).as("INET6").isEqualTo(2L);
    assertThat(dropped.get(3)).as("DOT").isEqualTo(3L);
    assertThat(dropped).as("the address of another family").doesNotContainKey(5);
  }

  @Test
  void aFileIsKeptWhenAnotherStreamBeginsAndWhenItIsRenamed() throws IOException {
    Path path = directory.resolve("tap");
    for (int i = 0; i < 2; i++) {
      try (Tap tap = open(path.toString())) {
        tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
      }
    }
    assertThat(stream(Path.of(path + ".1"))).hasSize(2);
    try (Tap tap = open(path.toString())) {
      tap.take(entry("192.0.2.7", Transport.UDP, new byte[0]), RECEIVED);
      Files.move(path, directory.resolve("rotated"));
      ticks += 1_000_000_000L;
      tap.turn();
      tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
    }
    assertThat(stream(directory.resolve("rotated"))).hasSize(1);
    assertThat(stream(path)).hasSize(2);
    assertThat(stream(Path.of(path + ".2"))).hasSize(2);
  }

  /** A reader of the Debian package fstrm or dnstap-ldns, where it is installed. */
  @Test
  void aForeignReaderReadsAFile() throws Exception {
    Path reader = Path.of("/usr/bin/dnstap-ldns");
    assumeTrue(Files.exists(reader), "needs Debian's dnstap-ldns");
    Path path = directory.resolve("tap");
    try (Tap tap = open(path.toString())) {
      tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
    }
    Process process =
        new ProcessBuilder(reader.toString(), "-r", path.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(said.lines().toList())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("192.0.2.7", "www.example", " UDP "))
        .satisfies(lines -> assertThat(lines.get(0)).contains(" AQ "))
        .satisfies(lines -> assertThat(lines.get(1)).contains(" AR "));
  }

  @Test
  void aReaderOnASocketIsGreetedAndLeft() throws IOException {
    Path path = directory.resolve("s");
    try (ServerSocketChannel server = listen(path);
        Tap tap = open("unix:" + path)) {
      tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
      assertThat(tap.lost()).as("nobody is there yet").isEqualTo(2);
      tap.turn();
      try (SocketChannel reader = server.accept()) {
        DataInputStream in = greet(tap, reader);
        tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
        tap.turn();
        assertThat(message(dnstap(frame(in))).get(10)).isEqualTo(QUERY);
        assertThat(message(dnstap(frame(in))).get(14)).isEqualTo(REPLY);
        assertThat(tap.written()).isEqualTo(2);
        assertThat(tap.lost()).isEqualTo(2);
      }
    }
  }

  @Test
  void aStreamThatEndsSaysSo() throws IOException {
    Path path = directory.resolve("s");
    try (ServerSocketChannel server = listen(path)) {
      SocketChannel reader;
      DataInputStream in;
      try (Tap tap = open("unix:" + path)) {
        tap.turn();
        reader = server.accept();
        in = greet(tap, reader);
      }
      assertThat(control(in)).isEqualTo(Frames.STOP);
      assertThat(in.read()).isEqualTo(-1);
      reader.close();
    }
  }

  @Test
  void aReaderThatComesBackIsGreetedAgainAfterAWhile() throws IOException {
    Path path = directory.resolve("s");
    try (Tap tap = open("unix:" + path)) {
      tap.turn();
      try (ServerSocketChannel server = listen(path)) {
        tap.turn();
        server.configureBlocking(false);
        assertThat(server.accept()).as("not before a tenth of a second").isNull();
        server.configureBlocking(true);
        ticks += 100_000_000L;
        tap.turn();
        try (SocketChannel reader = server.accept()) {
          greet(tap, reader);
        }
        tap.turn();
        tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
        tap.turn();
        assertThat(tap.lost() + tap.written()).isEqualTo(2);
        ticks += 200_000_000L;
        tap.turn();
        try (SocketChannel reader = server.accept()) {
          DataInputStream in = greet(tap, reader);
          long before = tap.written();
          tap.take(entry("192.0.2.7", Transport.UDP, REPLY), RECEIVED);
          tap.turn();
          assertThat(tap.written()).isEqualTo(before + 2);
          assertThat(message(dnstap(frame(in))).get(1)).isEqualTo(1L);
        }
      }
    }
  }

  /** A reader that reads nothing costs frames, never time. */
  @Test
  void aReaderThatSleepsCostsFramesOnly() throws IOException {
    Path path = directory.resolve("s");
    try (ServerSocketChannel server = listen(path);
        Tap tap = open("unix:" + path)) {
      tap.turn();
      try (SocketChannel reader = server.accept()) {
        DataInputStream in = greet(tap, reader);
        int frames = 24_000;
        Entry entry = entry("192.0.2.7", Transport.UDP, REPLY);
        for (int i = 0; i < frames / 2; i++) {
          tap.take(entry, RECEIVED);
          tap.turn();
        }
        assertThat(tap.lost()).isPositive();
        assertThat(tap.written() + tap.lost()).isEqualTo(frames);
        long read = 0;
        long end = System.nanoTime() + LIMIT_NANOS;
        while (read < tap.written() && System.nanoTime() < end) {
          tap.turn();
          frame(in);
          read++;
        }
        assertThat(read).as("what was taken arrives whole").isEqualTo(tap.written());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000040000000a, no accept",
    "00000001ff000000, a data frame",
    "0000000000000002, too short",
    "00000000ffffffff, too long",
    "485454502f312e3120, another protocol"
  })
  void whoSpeaksSomethingElseIsLeft(String said, String because) throws IOException {
    Path path = directory.resolve("s");
    try (ServerSocketChannel server = listen(path);
        Tap tap = open("unix:" + path)) {
      tap.turn();
      try (SocketChannel reader = server.accept()) {
        tap.turn();
        DataInputStream in = new DataInputStream(Channels.newInputStream(reader));
        assertThat(control(in)).isEqualTo(Frames.READY);
        reader.write(ByteBuffer.wrap(HexFormat.of().parseHex(said)));
        tap.turn();
        assertThat(in.read()).as(because).isEqualTo(-1);
        assertThat(tap.written()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp:127.0.0.1       | not tcp:HOST:PORT
          tcp:127.0.0.1:70000 | not tcp:HOST:PORT
          tcp:[::1]           | not tcp:HOST:PORT
          ' '                 | not unix:PATH, tcp:HOST:PORT or a file
          """)
  void aWrongTargetSaysWhatIsWanted(String text, String said) {
    assertThatThrownBy(() -> TapTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  private Tap open(String target) throws IOException {
    return Tap.open(TapTarget.parse(target), "ns1", "understudy 1", () -> ticks);
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }

  /** The reader's part of the handshake; the stream behind START. */
  private static DataInputStream greet(Tap tap, SocketChannel reader) throws IOException {
    var in = new DataInputStream(Channels.newInputStream(reader));
    tap.turn();
    assertThat(control(in)).isEqualTo(Frames.READY);
    reader.write(Frames.control(Frames.ACCEPT));
    tap.turn();
    assertThat(control(in)).isEqualTo(Frames.START);
    return in;
  }

  // The numbers of an enum are what a tape carries.
  @SuppressWarnings("EnumOrdinal")
  private static Entry entry(String client, Transport transport, byte[] reply) {
    var local = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1053);
    Tape tape = new Tapes(0, 1).newTape(local);
    byte[] address = InetAddress.ofLiteral(client).getAddress();
    tape.write(
        Sample.TAP,
        transport.ordinal(),
        QueryCount.ANSWER_SIMPLE,
        0,
        13_700,
        address,
        address.length,
        53_211,
        QUERY,
        QUERY.length,
        reply,
        reply.length);
    var entry = new Entry();
    assertThat(tape.read(entry)).isTrue();
    return entry;
  }

  /** The messages between START and STOP of a file. */
  private static List<Map<Integer, Object>> stream(Path path) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(path)));
    assertThat(control(in)).isEqualTo(Frames.START);
    var messages = new ArrayList<Map<Integer, Object>>();
    while (true) {
      int length = in.readInt();
      if (length == 0) {
        assertThat(in.readInt()).isEqualTo(4);
        assertThat(in.readInt()).isEqualTo(Frames.STOP);
        assertThat(in.read()).isEqualTo(-1);
        return messages;
      }
      messages.add(dnstap(in.readNBytes(length)));
    }
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    int length = in.readInt();
    assertThat(length).isPositive();
    return in.readNBytes(length);
  }

  /** The type of a control frame; its content type is dnstap's where it tells one. */
  private static int control(DataInputStream in) throws IOException {
    assertThat(in.readInt()).isZero();
    int length = in.readInt();
    int type = in.readInt();
    if (length > 4) {
      assertThat(in.readInt()).isEqualTo(1);
      byte[] content = in.readNBytes(in.readInt());
      assertThat(new String(content, US_ASCII)).isEqualTo("protobuf:dnstap.Dnstap");
      assertThat(length).isEqualTo(12 + content.length);
    }
    return type;
  }

  private static Map<Integer, Object> message(Map<Integer, Object> dnstap) {
    return dnstap((byte[]) Objects.requireNonNull(dnstap.get(14)));
  }

  /** Fields of a protocol buffer: numbers as long, all else as octets. */
  private static Map<Integer, Object> dnstap(byte[] buffer) {
    ByteBuffer in = ByteBuffer.wrap(buffer);
    Map<Integer, Object> fields = new HashMap<>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      Object value =
          switch (tag & 7) {
            case 0 -> varint(in);
            case 2 -> {
              byte[] octets = new byte[(int) varint(in)];
              in.get(octets);
              yield octets;
            }
            case 5 -> Integer.toUnsignedLong(Integer.reverseBytes(in.getInt()));
            default -> throw new AssertionError("wire type " + (tag & 7));
          };
      assertThat(fields.put(tag >>> 3, value)).as("field %s", tag >>> 3).isNull();
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte octet = in.get();
      value |= (long) (octet & 0x7f) << shift;
      if (octet >= 0) {
        return value;
      }
    }
  }
}
