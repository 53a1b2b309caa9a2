package dev.understudy.differ;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks one nameserver on loopback; datagrams that get lost are sent again for minutes. */
final class Asker implements AutoCloseable {
  private static final int TRIES = 60;
  private static final int WAIT_MILLISECONDS = 2_000;

  private final InetSocketAddress server;
  private final DatagramSocket datagrams;
  private @Nullable Socket connection;
  private int id;

  Asker(int port) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.datagrams = new DatagramSocket();
    datagrams.connect(server);
    datagrams.setSoTimeout(WAIT_MILLISECONDS);
  }

  byte[] ask(Question question) throws IOException {
    id = (id + 1) & 0xffff;
    byte[] query = question.octets(id);
    IOException last = new IOException("never tried");
    for (int i = 0; i < TRIES; i++) {
      try {
        return question.tcp() ? connected(query) : datagram(query);
      } catch (SocketTimeoutException e) {
        last = e;
      } catch (IOException e) { // the server closed an idle connection
        if (!question.tcp()) {
          throw e;
        }
        last = e;
        disconnect();
      }
    }
    throw new IOException("no reply to " + question + " from " + server, last);
  }

  private byte[] datagram(byte[] query) throws IOException {
    datagrams.send(new DatagramPacket(query, query.length));
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    do {
      datagrams.receive(packet);
    } while (packet.getData()[0] != query[0] || packet.getData()[1] != query[1]);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private byte[] connected(byte[] query) throws IOException {
    Socket socket = connection;
    if (socket == null) {
      socket = new Socket();
      socket.connect(server, WAIT_MILLISECONDS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TRIES * WAIT_MILLISECONDS);
      connection = socket;
    }
    byte[] framed = new byte[query.length + 2];
    framed[0] = (byte) (query.length >>> 8);
    framed[1] = (byte) query.length;
    System.arraycopy(query, 0, framed, 2, query.length);
    new DataOutputStream(socket.getOutputStream()).write(framed);
    var in = new DataInputStream(socket.getInputStream());
    byte[] reply = new byte[in.readUnsignedShort()];
    in.readFully(reply);
    return reply;
  }

  private void disconnect() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Override
  public void close() throws IOException {
    disconnect();
    datagrams.close();
  }
}
