package dev.understudy.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A small DNS client that knows nothing of the code it tries. Waits long for a reply. */
final class DnsClient {

  /** Room for a machine many times slower, which nobody waits out. */
  static final int WAIT_MILLIS = 120_000;

  private DnsClient() {}

  /** A query for the A records of {@code name}, class IN, RD clear. */
  static byte[] query(int id, String name) {
    ByteBuffer out = ByteBuffer.allocate(300);
    out.putShort((short) id).putShort((short) 0);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (String label : name.split("\\.", -1)) {
      byte[] octets = label.getBytes(StandardCharsets.US_ASCII);
      out.put((byte) octets.length).put(octets);
    }
    out.put((byte) 0).putShort((short) 1).putShort((short) 1);
    return Arrays.copyOf(out.array(), out.position());
  }

  static int id(byte[] message) {
    return ByteBuffer.wrap(message).getShort() & 0xFFFF;
  }

  static boolean isReply(byte[] message) {
    return (message[2] & 0x80) != 0;
  }

  static byte[] overUdp(InetSocketAddress server, byte[] query) throws IOException {
    try (DatagramSocket socket = connect(server)) {
      socket.send(new DatagramPacket(query, query.length));
      return receive(socket);
    }
  }

  /** A socket that takes replies from {@code server} only. */
  static DatagramSocket connect(InetSocketAddress server) throws IOException {
    var socket = new DatagramSocket();
    socket.setSoTimeout(WAIT_MILLIS);
    socket.connect(reachable(server));
    return socket;
  }

  static byte[] receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  static Socket connectTcp(InetSocketAddress server) throws IOException {
    var socket = new Socket();
    socket.connect(reachable(server), WAIT_MILLIS);
    socket.setSoTimeout(WAIT_MILLIS);
    return socket;
  }

  static byte[] overTcp(InetSocketAddress server, byte[] query) throws IOException {
    try (Socket socket = connectTcp(server)) {
      send(socket, framed(query));
      return read(socket);
    }
  }

  /** {@code message} with its length before it. */
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  static void send(Socket socket, byte[] octets) {
    try {
      socket.getOutputStream().write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return message;
  }

  /** Whether the server has ended the connection without another octet. */
  static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  private static InetSocketAddress reachable(InetSocketAddress server) {
    InetAddress ip = server.getAddress();
    return ip.isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())
        : server;
  }
}
