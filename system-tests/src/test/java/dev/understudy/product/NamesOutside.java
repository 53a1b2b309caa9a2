package dev.understudy.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A resolver that knows one IPv4 address for each of a few names, and nothing else. */
final class NamesOutside implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, String> addresses;
  private final int ttlSeconds;

  NamesOutside(Map<String, String> addresses, int ttlSeconds) throws IOException {
    this.addresses = Map.copyOf(addresses);
    this.ttlSeconds = ttlSeconds;
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().name("names-outside").start(this::answer);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void answer() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4_096], 4_096);
        socket.receive(packet);
        byte[] wire = reply(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] reply(byte[] wire) throws IOException {
    var query = new Message(wire);
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    Record question = query.getQuestion();
    reply.addRecord(question, Section.QUESTION);
    String address = addresses.get(question.getName().toString());
    if (address != null && question.getType() == Type.A) {
      reply.addRecord(
          new ARecord(question.getName(), DClass.IN, ttlSeconds, InetAddress.ofLiteral(address)),
          Section.ANSWER);
    }
    return reply.toWire();
  }

  @Override
  public void close() {
    socket.close();
  }
}
