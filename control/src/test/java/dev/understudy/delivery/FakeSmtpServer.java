package dev.understudy.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that replies to each verb as its script says, by default as a friendly one would.
 * Verbs: GREETING, EHLO, MAIL, RCPT, DATA, and DOT for the end of a mail.
 */
final class FakeSmtpServer implements AutoCloseable {
  /** Instead of a reply: the connection is closed. */
  static final String DROP = "drop";

  /** Instead of a reply: silence until the client goes. */
  static final String HANG = "hang";

  private static final Map<String, String> FRIENDLY =
      Map.of(
          "STARTTLS", "220 go ahead",
          "GREETING", "220 ready",
          "EHLO", "250 hello",
          "MAIL", "250 sender ok",
          "RCPT", "250 recipient ok",
          "DATA", "354 go on",
          "DOT", "250 queued as 1",
          "QUIT", "221 bye",
          "RSET", "250 reset");

  /** Mails whose final reply was 250. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  /** All that clients said. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  private final Map<String, String> script;
  private final long dripMillis;
  private final ServerSocket listening;
  private final @Nullable SSLContext tls;
  private final boolean implicit;

  /**
   * Starts it.
   *
   * @param dripMillis between two octets of a reply, 0 for none
   */
  FakeSmtpServer(Map<String, String> unfriendly, long dripMillis) throws IOException {
    this(unfriendly, dripMillis, null, false);
  }

  /**
   * Starts one that knows TLS.
   *
   * @param implicit from the first octet, else after STARTTLS
   */
  FakeSmtpServer(
      Map<String, String> unfriendly, long dripMillis, @Nullable SSLContext tls, boolean implicit)
      throws IOException {
    this.tls = tls;
    this.implicit = implicit;
    this.script = new HashMap<>(FRIENDLY);
    this.script.putAll(unfriendly);
    this.dripMillis = dripMillis;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> converse(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void converse(Socket client) {
    try (Socket plain = client) {
      Socket socket = implicit ? secure(plain) : plain;
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      boolean open = reply(out, in, "GREETING");
      while (open) {
        @Nullable String line = in.readLine();
        if (line == null) {
          return;
        }
        lines.add(line);
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        if (verb.equals("STARTTLS") && tls != null) {
          boolean _ = reply(out, in, verb);
          socket = secure(plain);
          in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          out = socket.getOutputStream();
          continue;
        }
        open = reply(out, in, verb) && (!verb.equals("DATA") || !accepts("DATA") || data(in, out));
      }
    } catch (IOException | InterruptedException _) {
      return; // the client went
    }
  }

  private Socket secure(Socket plain) throws IOException {
    if (tls == null) {
      throw new IOException("no TLS here");
    }
    var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private boolean data(BufferedReader in, OutputStream out)
      throws IOException, InterruptedException {
    var mail = new StringBuilder();
    for (@Nullable String line = in.readLine();
        line != null && !line.equals(".");
        line = in.readLine()) {
      mail.append(line).append('\n');
    }
    if (accepts("DOT")) {
      mails.add(mail.toString());
    }
    return reply(out, in, "DOT");
  }

  private boolean accepts(String verb) {
    return script.getOrDefault(verb, "").matches("[23].*");
  }

  private boolean reply(OutputStream out, BufferedReader in, String verb)
      throws IOException, InterruptedException {
    String reply = script.getOrDefault(verb, "502 what?");
    if (reply.equals(DROP)) {
      return false;
    }
    if (reply.equals(HANG)) {
      String _ = in.readLine();
      return false;
    }
    for (byte octet : (reply + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
      out.write(octet);
      if (dripMillis > 0) {
        Thread.sleep(dripMillis);
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
