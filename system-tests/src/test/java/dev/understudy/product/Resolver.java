package dev.understudy.product;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Asks one nameserver, each question from a socket of its own: none is answered by what was meant
 * for another, and no connection that the server has closed meanwhile is used again.
 */
final class Resolver {
  private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");

  /** What has not come by then was lost, also on a busy machine, and is asked again. */
  private static final int LOST_MILLIS = 20_000;

  private static final int TRIES = 10;
  private static final int SIZE_OCTETS = 65_535;

  private final int port;

  Resolver(int port) {
    this.port = port;
  }

  Message ask(String name, int type) throws IOException {
    return ask(name, type, false);
  }

  Message ask(String name, int type, boolean tcp) throws IOException {
    return ask(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)), tcp);
  }

  /** The reply, over TCP too where a datagram does not hold it. */
  Message ask(Message query, boolean tcp) throws IOException {
    Message reply = askOnce(query, tcp);
    return !tcp && reply.getHeader().getFlag(Flags.TC) ? askOnce(query, true) : reply;
  }

  /** The reply as it is. */
  Message askOnce(Message query, boolean tcp) throws IOException {
    byte[] wire = query.toWire();
    var reply = new Message(tcp ? overTcp(wire) : overUdp(wire));
    if (reply.getHeader().getID() != query.getHeader().getID()) {
      throw new IOException("an answer to another question: " + reply);
    }
    return reply;
  }

  private byte[] overUdp(byte[] query) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(SERVER, port);
      socket.setSoTimeout(LOST_MILLIS);
      var packet = new DatagramPacket(new byte[SIZE_OCTETS], SIZE_OCTETS);
      for (int i = 1; ; i++) {
        socket.send(new DatagramPacket(query, query.length));
        try {
          socket.receive(packet);
          return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException e) {
          if (i == TRIES) {
            throw e;
          }
        }
      }
    }
  }

  private byte[] overTcp(byte[] query) throws IOException {
    try (var socket = new Socket(SERVER, port)) {
      return overStream(socket, query);
    }
  }

  /** One question and its reply in a connection, each after its length. */
  static byte[] overStream(Socket socket, byte[] query) throws IOException {
    socket.setSoTimeout(TRIES * LOST_MILLIS);
    ByteBuffer framed = ByteBuffer.allocate(2 + query.length);
    socket.getOutputStream().write(framed.putShort((short) query.length).put(query).array());
    var in = new DataInputStream(socket.getInputStream());
    byte[] reply = new byte[in.readUnsignedShort()];
    in.readFully(reply);
    return reply;
  }

  /** The data of the answer's A records, sorted. */
  List<String> addresses(String name) throws IOException {
    return ask(name, Type.A).getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == Type.A)
        .map(Record::rdataToString)
        .sorted()
        .toList();
  }

  /** Asks until the addresses are as wanted; how long that took. */
  Duration until(String name, List<String> wanted, Duration limit)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> last = List.of();
    while (System.nanoTime() - start < limit.toNanos()) {
      last = addresses(name);
      if (last.equals(wanted)) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new AssertionError(name + " answers " + last + ", not " + wanted + ", after " + limit);
  }
}
