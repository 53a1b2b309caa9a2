package dev.understudy.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An endpoint that holds every connection until its peer or the endpoint goes. */
final class Doorman implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket server;
  private final Set<Socket> guests = ConcurrentHashMap.newKeySet();

  Doorman() throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("doorman").start(this::run);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections it holds. */
  int guests() {
    return guests.size();
  }

  private void run() {
    while (!server.isClosed()) {
      try {
        Socket guest = server.accept();
        guests.add(guest);
        Thread.ofVirtual().start(() -> attend(guest));
        if (server.isClosed()) {
          guest.close(); // accepted while the others were shown out
        }
      } catch (IOException _) {
        // closed, or the peer was gone already
      }
    }
  }

  private void attend(Socket guest) {
    try (guest) {
      while (guest.getInputStream().read() >= 0) {
        // whatever it says
      }
    } catch (IOException _) {
      // gone
    } finally {
      guests.remove(guest);
    }
  }

  @Override
  public void close() throws IOException {
    die();
  }

  /** As a process that dies: it listens no more and its connections end, all at once. */
  void die() throws IOException {
    server.close();
    for (Socket guest : guests) {
      guest.close();
    }
  }
}
