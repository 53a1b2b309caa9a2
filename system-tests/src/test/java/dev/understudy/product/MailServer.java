package dev.understudy.product;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server that is not ours, GreenMail, and whoever reads the mail there. */
final class MailServer implements AutoCloseable {
  private final GreenMail server;
  private final int port = Product.freePort();

  /** Starts one that takes all mail. */
  MailServer() throws IOException {
    this(ServerSetup.PROTOCOL_SMTP);
  }

  /** Starts one that speaks {@code smtp} or {@code smtps}. */
  MailServer(String protocol) throws IOException {
    server =
        new GreenMail(
            new ServerSetup(port, InetAddress.getLoopbackAddress().getHostAddress(), protocol));
    server.start();
  }

  /** Refuses everybody but this user. */
  MailServer only(String user, String password) {
    server.setUser(user, user, password);
    server.getUserManager().setAuthRequired(true);
    return this;
  }

  int port() {
    return port;
  }

  /** For {@code --smtp}. */
  String url() {
    return "smtp://127.0.0.1:" + port;
  }

  /** All mails, oldest first. */
  List<MimeMessage> mails() {
    return Arrays.asList(server.getReceivedMessages());
  }

  /** The mail with such a subject, as soon as it is there. */
  MimeMessage await(String subject, Duration limit) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      for (MimeMessage mail : mails()) {
        if (subject.equals(mail.getSubject())) {
          return mail;
        }
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no mail '" + subject + "' in " + limit + ": " + subjects());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The text of the mail with such a subject that holds the pattern, as soon as it is there. */
  String awaitText(String subject, String pattern, Duration limit) throws Exception {
    return Soon.get(
        subject + " with " + pattern,
        limit,
        () -> {
          for (MimeMessage mail : mails()) {
            if (subject.equals(mail.getSubject())
                && Pattern.compile(pattern).matcher(text(mail)).find()) {
              return text(mail);
            }
          }
          return null;
        });
  }

  List<String> subjects() throws MessagingException {
    var subjects = new java.util.ArrayList<String>();
    for (MimeMessage mail : mails()) {
      subjects.add(mail.getSubject());
    }
    return subjects;
  }

  /** What the reader sees. */
  static String text(MimeMessage mail) throws MessagingException, IOException {
    return mail.getContent() instanceof String text ? text : GreenMailUtil.getBody(mail);
  }

  /** The link of that action in a mail. */
  static URI link(String action, String text) {
    Matcher link = Pattern.compile("http\\S+Action=" + action + "[^\\s\">]+").matcher(text);
    if (!link.find()) {
      throw new AssertionError("no link to " + action + " in " + text);
    }
    return URI.create(link.group());
  }

  /** What a browser shows where the link is opened, after its status and a blank. */
  static String open(URI link) throws IOException, InterruptedException {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(link).header("Accept", "text/html").build();
      HttpResponse<String> page = browser.send(request, HttpResponse.BodyHandlers.ofString());
      return page.statusCode() + " " + page.body();
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
