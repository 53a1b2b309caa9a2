package dev.understudy.product;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Asks one nameserver over UDP for one client, each question once, from one socket: thousands of
 * questions take a second.
 */
final class Asked implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = (int) Product.LIMIT.toMillis();
  private static final int SIZE_OCTETS = 1_232;

  private final DatagramSocket socket;
  private final @Nullable EDNSOption subnet;

  private Asked(DatagramSocket socket, @Nullable EDNSOption subnet) {
    this.socket = socket;
    this.subnet = subnet;
  }

  /**
   * Opens a socket.
   *
   * @param client {@code 192.0.2.0/24} is sent as EDNS Client Subnet; an address of the loopback
   *     network such as {@code 127.1.2.3} is asked from; empty for neither
   */
  static Asked by(int port, String client) throws IOException {
    int slash = client.indexOf('/');
    boolean from = slash < 0 && !client.isEmpty();
    InetAddress source = from ? InetAddress.ofLiteral(client) : InetAddress.ofLiteral("127.0.0.1");
    var socket = new DatagramSocket(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new Asked(
        socket,
        slash < 0
            ? null
            : new ClientSubnetOption(
                Integer.parseInt(client.substring(slash + 1)),
                InetAddress.ofLiteral(client.substring(0, slash))));
  }

  Message ask(String name, int type) throws IOException {
    return ask(name, type, 0);
  }

  /**
   * Asks with EDNS flags.
   *
   * @param flags such as {@link org.xbill.DNS.ExtendedFlags#DO}
   */
  Message ask(String name, int type, int flags) throws IOException {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    query.addRecord(
        new OPTRecord(SIZE_OCTETS, 0, 0, flags, subnet == null ? List.of() : List.of(subnet)),
        Section.ADDITIONAL);
    byte[] wire = query.toWire();
    socket.send(new DatagramPacket(wire, wire.length));
    var packet = new DatagramPacket(new byte[SIZE_OCTETS], SIZE_OCTETS);
    socket.receive(packet);
    var reply = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
    if (reply.getHeader().getID() != query.getHeader().getID()) {
      throw new IOException("an answer to another question: " + reply);
    }
    return reply;
  }

  @Override
  public void close() {
    socket.close();
  }
}
