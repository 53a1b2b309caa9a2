package dev.understudy.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A web server with whatever manners a test gives it, step by step: {@code CONNECT}, {@code HEAD}
 * when the head of a post is there, {@code END} when all of it is, {@code ANSWERED} when it was
 * taken over and the client was told.
 */
final class RoughHook implements AutoCloseable {
  /** Instead of an answer: silence until the client goes. */
  static final String HANG = "hang";

  /** Instead of an answer: the connection is closed. */
  static final String DROP = "drop";

  /** In front of a status: a body that never ends. */
  static final String ENDLESS = "endless ";

  /** Nobody's connections come from it, so nobody takes the port while the server is down. */
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.2");

  /** What the server answers. */
  interface Manner {
    /** All goes well. */
    Manner FRIENDLY = (_, _) -> null;

    /**
     * A status line without its version, with headers behind it as they may be, or one of the words
     * above; null for going on and in the end 200.
     */
    @Nullable String answer(String step, Post post) throws InterruptedException;
  }

  /** A post, or what is known of it by then; names of headers in lower case. */
  record Post(String path, Map<String, String> headers, String body) {
    static final Post UNKNOWN = new Post("", Map.of(), "");

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final List<Post> taken = new CopyOnWriteArrayList<>();
  private final List<Post> seen = new CopyOnWriteArrayList<>();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
  private final int port = Product.freePort();
  private volatile Manner manner = Manner.FRIENDLY;
  private ServerSocket listening;
  private Thread accepting;

  RoughHook() throws IOException {
    this.listening = listen();
    this.accepting = Thread.ofVirtual().start(this::accept);
  }

  /** From the next step on. */
  void behave(Manner now) {
    manner = now;
  }

  /**
   * Nobody listens any more, who is connected is cut off, and all that is known of them is noted.
   */
  void down() throws IOException, InterruptedException {
    listening.close();
    accepting.join();
    Map<Socket, Thread> left = Map.copyOf(open);
    for (Socket socket : left.keySet()) {
      socket.close();
    }
    for (Thread thread : left.values()) {
      thread.join();
    }
  }

  void up() throws IOException {
    listening = listen();
    accepting = Thread.ofVirtual().start(this::accept);
  }

  String url(String path) {
    return "http://" + ADDRESS.getHostAddress() + ":" + port + path;
  }

  /** What was answered by 2xx, oldest first. */
  List<Post> taken() {
    return List.copyOf(taken);
  }

  List<Post> taken(String path) {
    return taken.stream().filter(post -> post.path().equals(path)).toList();
  }

  /** How often all of a post came to a path, whatever was answered. */
  long seen(String path) {
    return seen.stream().filter(post -> post.path().equals(path)).count();
  }

  /** Paths of the posts that get no answer at this moment. */
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
    try (client) {
      converse(new BufferedInputStream(client.getInputStream()), client.getOutputStream());
    } catch (IOException | InterruptedException _) {
      return; // the client went
    } finally {
      open.remove(client);
    }
  }

  private void converse(InputStream in, OutputStream out) throws IOException, InterruptedException {
    if (!goesOn("CONNECT", Post.UNKNOWN, in, out)) {
      return;
    }
    Post head = head(in);
    if (!goesOn("HEAD", head, in, out)) {
      return;
    }
    int length = Integer.parseInt(head.header("content-length"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      return;
    }
    var post = new Post(head.path(), head.headers(), new String(body, UTF_8));
    seen.add(post);
    if (goesOn("END", post, in, out)) {
      taken.add(post);
      answer("200 taken", out);
      boolean _ = goesOn("ANSWERED", post, in, out);
    }
  }

  private static Post head(InputStream in) throws IOException {
    String[] request = line(in).split(" ", 3);
    if (request.length < 3) {
      throw new IOException("no request");
    }
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(": ?", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    return new Post(request[1], headers, "");
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the client went");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  /** Whether the manners let it go on. */
  private boolean goesOn(String step, Post post, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    @Nullable String own = manner.answer(step, post);
    if (own == null) {
      return true;
    }
    if (own.equals(HANG)) {
      hang(post, in);
    } else if (own.startsWith(ENDLESS)) {
      String status = own.substring(ENDLESS.length());
      if (status.startsWith("2")) {
        taken.add(post);
      }
      pour(status, out);
    } else if (!own.equals(DROP)) {
      answer(own, out);
    }
    return false;
  }

  private void hang(Post post, InputStream in) throws IOException {
    hanging.add(post.path());
    try {
      long _ = in.transferTo(OutputStream.nullOutputStream()); // until it goes
    } finally {
      hanging.remove(post.path());
    }
  }

  private static void answer(String status, OutputStream out) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .getBytes(ISO_8859_1));
    out.flush();
  }

  private static void pour(String status, OutputStream out) throws IOException {
    out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
    byte[] water = new byte[8192];
    while (true) {
      out.write(water); // until the client goes
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open.keySet()) {
      socket.close();
    }
  }
}
