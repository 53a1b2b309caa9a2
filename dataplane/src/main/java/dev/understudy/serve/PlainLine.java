package dev.understudy.serve;

import dev.understudy.answer.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** TCP as it is. */
final class PlainLine implements Line {

  private final Socket socket;
  private final InetAddress client;

  PlainLine(Socket socket) {
    this.socket = socket;
    this.client = socket.getInetAddress();
  }

  @Override
  public InetAddress client() {
    return client;
  }

  @Override
  public int port() {
    return socket.getPort();
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }

  @Override
  public void open() throws IOException {
    socket.setTcpNoDelay(true);
  }

  /** It waits for nobody. */
  @Override
  public Duration openingMax() {
    return Duration.ofMinutes(1);
  }

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    return socket.getInputStream().read(into, at, room);
  }

  @Override
  public boolean holdsMore() throws IOException {
    return arrived();
  }

  @Override
  public boolean arrived() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  @Override
  public void write(byte[] from, int length) throws IOException {
    socket.getOutputStream().write(from, 0, length);
  }

  @Override
  public void finish() {
    close();
  }

  @Override
  public void endInput() {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
