package dev.understudy.resolution;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A resolver on this machine that says what the test wants, over UDP and TCP on one port. */
final class FakeResolver implements AutoCloseable {
  /** What is sent for a query; null for silence. */
  interface Behaviour {
    byte @Nullable [] reply(Message query, boolean tcp) throws IOException;
  }

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger askedByTcp = new AtomicInteger();
  private volatile Behaviour behaviour;

  FakeResolver(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    ServerSocket stream = listen();
    @Nullable DatagramSocket datagrams = datagrams(stream);
    while (datagrams == null) {
      stream.close();
      stream = listen();
      datagrams = datagrams(stream);
    }
    tcp = stream;
    udp = datagrams;
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  /** On the same port; null where somebody has it. */
  private static @Nullable DatagramSocket datagrams(ServerSocket stream) throws IOException {
    try {
      return new DatagramSocket(stream.getLocalSocketAddress());
    } catch (BindException e) {
      return null;
    }
  }

  /** The records, given as in a master file, and nothing else. */
  static Behaviour saying(String... records) {
    return (query, _) -> answer(query, records).toWire();
  }

  static Message answer(Message query, String... records) throws IOException {
    Message reply = reply(query);
    for (String record : records) {
      reply.addRecord(record(record), Section.ANSWER);
    }
    return reply;
  }

  static Message reply(Message query) {
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  /** From {@code owner ttl TYPE data}. */
  static Record record(String text) throws IOException {
    String[] parts = text.split(" ", 4);
    return Record.fromString(
        Name.fromString(parts[0], Name.root),
        org.xbill.DNS.Type.value(parts[2]),
        org.xbill.DNS.DClass.IN,
        Long.parseLong(parts[1]),
        parts[3],
        Name.root);
  }

  void become(Behaviour next) {
    behaviour = next;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
  }

  int asked() {
    return asked.get();
  }

  int askedByTcp() {
    return askedByTcp.get();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        asked.incrementAndGet();
        var query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
        byte[] reply = behaviour.reply(query, false);
        if (reply != null) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed, or a query that cannot be read: no reply.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        askedByTcp.incrementAndGet();
        var in = new DataInputStream(socket.getInputStream());
        var query = new Message(in.readNBytes(in.readUnsignedShort()));
        byte[] reply = behaviour.reply(query, true);
        if (reply != null) {
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(reply.length);
          out.write(reply);
          out.flush();
        }
      } catch (IOException e) {
        // As above.
      }
    }
  }
}
