package dev.understudy.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocketFactory;

/** Real endpoints on loopback, each as badly behaved as its test needs. */
public final class Endpoints {
  private static final int TRIES_MAX = 100;

  private Endpoints() {}

  /** What an endpoint does with a connection; the connection is closed afterwards. */
  @FunctionalInterface
  public interface Manners {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  /** A listening endpoint. Closing it is a crash: everything open is reset. */
  public static final class Running implements AutoCloseable {
    private final ServerSocket listener;
    private final Manners manners;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    private Running(ServerSocket listener, Manners manners, boolean oneAtATime) {
      this.listener = listener;
      this.manners = manners;
      threads.add(Thread.ofVirtual().start(() -> accept(oneAtATime)));
    }

    public int port() {
      return listener.getLocalPort();
    }

    /** Connections accepted so far. */
    public int accepted() {
      return accepted.get();
    }

    private void accept(boolean oneAtATime) {
      while (!listener.isClosed()) {
        try {
          Socket connection = listener.accept();
          accepted.incrementAndGet();
          open.add(connection);
          if (listener.isClosed()) {
            reset(connection); // accepted while the others were reset
          } else if (oneAtATime) {
            serve(connection);
          } else {
            threads.add(Thread.ofVirtual().start(() -> serve(connection)));
          }
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        manners.serve(connection);
      } catch (IOException | InterruptedException e) {
        assert e != null; // the other side, or the test, had enough
      } finally {
        open.remove(connection);
      }
    }

    /** As the kernel does for a killed process: no listener, and a reset for every connection. */
    @Override
    public void close() throws IOException {
      listener.close();
      for (Socket connection : open) {
        reset(connection);
      }
      threads.forEach(Thread::interrupt);
    }
  }

  /** Ends a connection with a reset instead of a farewell. */
  public static void reset(Socket connection) {
    try (connection) {
      connection.setSoLinger(true, 0);
    } catch (IOException e) {
      assert e != null; // it was closed already
    }
  }

  public static Running start(Manners manners) throws IOException {
    return start(0, manners);
  }

  public static Running start(int port, Manners manners) throws IOException {
    return new Running(listen(port), manners, false);
  }

  /** Serves one connection at a time, as the simplest servers do. */
  public static Running startOneAtATime(Manners manners) throws IOException {
    return new Running(listen(0), manners, true);
  }

  public static Running startTls(SSLServerSocketFactory factory, Manners manners)
      throws IOException {
    ServerSocket listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new Running(listener, manners, false);
  }

  /** Port 0 is one below those of outgoing connections: nobody gets it while it is let go. */
  private static ServerSocket listen(int port) throws IOException {
    var listener = new ServerSocket();
    listener.setReuseAddress(true);
    for (int tries = 0; ; tries++) {
      int tried = port == 0 ? ThreadLocalRandom.current().nextInt(10_000, 30_000) : port;
      try {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), tried));
        return listener;
      } catch (BindException e) {
        if (port != 0 || tries == TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  /** Reads the request, then sends these octets (a string of them) and closes. */
  public static Manners answering(String octets) {
    return answering(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static Manners answering(byte[] octets) {
    return connection -> {
      if (!request(connection).isEmpty()) {
        OutputStream out = connection.getOutputStream();
        out.write(octets);
        out.flush();
      }
    };
  }

  /** A good endpoint: 200, and an idle connection stays open. */
  public static Manners good() {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  /** The head of the request, or what came before the connection ended. */
  public static String request(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      request.append((char) octet);
    }
    return request.toString();
  }
}
