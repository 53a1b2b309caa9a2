package dev.understudy.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that answers every request with the same octets. */
final class FakeHttpServer implements AutoCloseable {
  /** Requests as they came, head and body. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket listening;
  private final String answer;
  private final long dripMillis;

  /**
   * Starts it.
   *
   * @param dripMillis between two octets of the answer, 0 for none
   */
  FakeHttpServer(String answer, long dripMillis) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer, dripMillis);
  }

  FakeHttpServer(ServerSocket listening, String answer, long dripMillis) {
    this.listening = listening;
    this.answer = answer;
    this.dripMillis = dripMillis;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serve(Socket client) {
    try (Socket socket = client) {
      requests.add(request(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      for (byte octet : answer.getBytes(StandardCharsets.UTF_8)) {
        out.write(octet);
        if (dripMillis > 0) {
          Thread.sleep(dripMillis);
        }
      }
    } catch (IOException | InterruptedException _) {
      return; // the client went
    }
  }

  private static String request(InputStream in) throws IOException {
    var octets = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      octets.write(in.read());
      head = octets.toString(StandardCharsets.UTF_8);
    }
    int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    octets.writeBytes(in.readNBytes(length));
    return octets.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
