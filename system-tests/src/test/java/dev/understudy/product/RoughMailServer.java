package dev.understudy.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server with whatever manners a test gives it, one reply at a time. Verbs are those of
 * SMTP, {@code CONNECT} for the greeting, and {@code END} for the dot that ends a mail.
 */
final class RoughMailServer implements AutoCloseable {
  /** Instead of a reply: silence until the client goes. */
  static final String HANG = "hang";

  /** Instead of a reply: the connection is closed. */
  static final String DROP = "drop";

  /** In front of a reply: an octet each 200 ms. */
  static final String DRIP = "drip ";

  private static final Map<String, String> FRIENDLY =
      Map.ofEntries(
          Map.entry("CONNECT", "220 ready"),
          Map.entry("EHLO", "250 hello"),
          Map.entry("AUTH", "235 welcome"),
          Map.entry("STARTTLS", "220 go ahead"),
          Map.entry("MAIL", "250 sender ok"),
          Map.entry("RCPT", "250 recipient ok"),
          Map.entry("DATA", "354 go on"),
          Map.entry("END", "250 queued"),
          Map.entry("RSET", "250 reset"),
          Map.entry("QUIT", "221 bye"));

  /** What the server replies. */
  interface Manner {
    /** All goes well. */
    Manner FRIENDLY = (_, _, _) -> null;

    /**
     * The reply to a verb, or null for the friendly one.
     *
     * @param line of the client; at {@code END} the whole mail
     * @param to the recipient named in this conversation, empty before
     */
    @Nullable String reply(String verb, String line, String to) throws InterruptedException;
  }

  /** A mail to whose end the reply was friendly. */
  record Received(String to, String text, boolean secured) {
    /** A header's value, unfolded. */
    String header(String name) {
      String unfolded = text.replaceAll("\n[ \t]+", " ");
      for (String line : unfolded.substring(0, unfolded.indexOf("\n\n")).split("\n", -1)) {
        if (line.startsWith(name + ": ")) {
          return line.substring(name.length() + 2);
        }
      }
      return "";
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
  private final @Nullable SSLContext tls;

  /** Nobody's connections come from it, so nobody takes the port while the server is down. */
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.2");

  private final int port = Product.freePort();
  private volatile Manner manner = Manner.FRIENDLY;
  private ServerSocket listening;
  private Thread accepting;

  RoughMailServer() throws IOException {
    this(null);
  }

  /** Starts one that knows STARTTLS. */
  RoughMailServer(@Nullable SSLContext tls) throws IOException {
    this.tls = tls;
    this.listening = listen();
    this.accepting = Thread.ofVirtual().start(this::accept);
  }

  /** From the next reply on. */
  void behave(Manner now) {
    manner = now;
  }

  /** Nobody listens any more, who is connected is cut off, and no manner is asked any more. */
  void down() throws IOException, InterruptedException {
    listening.close();
    accepting.join();
    Map<Socket, Thread> left = Map.copyOf(open);
    cut();
    for (Thread thread : left.values()) {
      thread.join();
    }
  }

  private void cut() throws IOException {
    listening.close();
    for (Socket socket : open.keySet()) {
      socket.close();
    }
  }

  void up() throws IOException {
    listening = listen();
    accepting = Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "smtp://" + host() + ":" + port;
  }

  String host() {
    return ADDRESS.getHostAddress();
  }

  int port() {
    return port;
  }

  /** Mails to one, oldest first. */
  List<Received> mailsTo(String recipient) {
    return received.stream().filter(mail -> mail.to().equals(recipient)).toList();
  }

  List<Received> mails() {
    return List.copyOf(received);
  }

  /** What clients said, without the mails. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Recipients, or empty, of the conversations that get no reply at this moment. */
  Set<String> hanging() {
    return Set.copyOf(hanging);
  }

  private ServerSocket listen() throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(ADDRESS, port), 50);
    return socket;
  }

  private void accept() {
    ServerSocket at = listening;
    try {
      while (true) {
        Socket socket = at.accept();
        Thread thread = Thread.ofVirtual().unstarted(() -> converse(socket));
        open.put(socket, thread);
        thread.start();
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void converse(Socket client) {
    try (Socket plain = client) {
      new Conversation(plain).run();
    } catch (IOException | InterruptedException _) {
      return; // the client went
    } finally {
      open.remove(client);
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private final class Conversation {
    private final Socket plain;
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;
    private String to = "";

    Conversation(Socket plain) throws IOException {
      this.plain = plain;
      this.socket = plain;
      this.in = reader(plain);
      this.out = plain.getOutputStream();
    }

    void run() throws IOException, InterruptedException {
      boolean going = reply("CONNECT", "") != null;
      while (going) {
        @Nullable String line = in.readLine();
        if (line == null) {
          return;
        }
        lines.add(line);
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        if (verb.equals("RCPT")) {
          to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
        @Nullable String said = reply(verb, line);
        if (said == null || verb.equals("QUIT")) {
          return;
        }
        if (said.startsWith("354")) {
          going = mail();
        } else if (verb.equals("STARTTLS") && said.startsWith("2")) {
          secure();
        }
      }
    }

    private boolean mail() throws IOException, InterruptedException {
      var text = new StringBuilder();
      @Nullable String line = in.readLine();
      while (line != null && !line.equals(".")) {
        text.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        line = in.readLine();
      }
      return line != null && reply("END", text.toString()) != null;
    }

    /** What was said, or null where the conversation ends. */
    private @Nullable String reply(String verb, String line)
        throws IOException, InterruptedException {
      @Nullable String own = manner.reply(verb, line, to);
      String reply = own == null ? friendly(verb) : own;
      if (verb.equals("END") && reply.matches("(drip )?2.*")) {
        received.add(new Received(to, line, isSecured()));
      }
      if (reply.equals(DROP)) {
        return null;
      }
      if (reply.equals(HANG)) {
        hang();
        return null;
      }
      boolean drip = reply.startsWith(DRIP);
      for (byte octet :
          ((drip ? reply.substring(DRIP.length()) : reply) + "\r\n").getBytes(US_ASCII)) {
        out.write(octet);
        if (drip) {
          TimeUnit.MILLISECONDS.sleep(200);
        }
      }
      out.flush();
      return reply;
    }

    private String friendly(String verb) {
      return verb.equals("EHLO") && tls != null
          ? !isSecured() ? "250-hello\r\n250 STARTTLS" : "250-hello\r\n250 AUTH PLAIN"
          : FRIENDLY.getOrDefault(verb, "502 what?");
    }

    private boolean isSecured() {
      return socket instanceof SSLSocket;
    }

    private void hang() throws IOException {
      hanging.add(to);
      try {
        long _ = in.transferTo(Writer.nullWriter()); // until it goes
      } finally {
        hanging.remove(to);
      }
    }

    private void secure() throws IOException {
      if (tls == null) {
        throw new IOException("no TLS here");
      }
      var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
      secure.setUseClientMode(false);
      secure.startHandshake();
      socket = secure;
      in = reader(secure);
      out = secure.getOutputStream();
    }

    private static BufferedReader reader(Socket from) throws IOException {
      return new BufferedReader(new InputStreamReader(from.getInputStream(), ISO_8859_1));
    }
  }
}
