package dev.understudy.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Asks the nameserver for one A record over UDP, as dig does. */
final class Asker implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 1000;
  private static final int ADDRESS_OCTETS = 4;

  private final DatagramSocket socket;
  private final byte[] query;

  Asker(InetSocketAddress nameserver, String name) throws IOException {
    socket = new DatagramSocket();
    socket.connect(nameserver);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    query = query(name);
  }

  /** The address at the end of the answer, or a word for what came instead. */
  String ask() {
    try {
      socket.send(new DatagramPacket(query, query.length));
      var reply = new DatagramPacket(new byte[512], 512);
      socket.receive(reply);
      byte[] octets = reply.getData();
      if (octets[7] == 0) {
        return "no address";
      }
      int end = reply.getLength();
      var address = new StringBuilder();
      for (int i = end - ADDRESS_OCTETS; i < end; i++) {
        address.append(address.isEmpty() ? "" : ".").append(octets[i] & 0xff);
      }
      return address.toString();
    } catch (IOException e) {
      return "no reply";
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private static byte[] query(String name) {
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(new byte[] {0x05, 0x39, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : name.split("\\.", -1)) {
      octets.write(label.length());
      octets.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    octets.writeBytes(new byte[] {0, 0, 1, 0, 1});
    return octets.toByteArray();
  }
}
