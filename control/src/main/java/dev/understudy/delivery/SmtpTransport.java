package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.SmtpServer.Security;
import dev.understudy.delivery.Wire.Connection;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Hands mail to an SMTP server, one connection each (RFC 5321, RFC 3207, RFC 4954). */
final class SmtpTransport {
  private final Wire wire;
  private final SmtpServer server;
  private final Supplier<SSLContext> tls;
  private final MailAddress from;
  private final TimeLimits limits;

  SmtpTransport(
      Wire wire, SmtpServer server, Supplier<SSLContext> tls, MailAddress from, TimeLimits limits) {
    this.wire = wire;
    this.server = server;
    this.tls = tls;
    this.from = from;
    this.limits = limits;
  }

  Attempt send(Notification notification, Mail mail) {
    try (Connection connection = wire.connect(server.host(), server.port(), _ -> true, limits)) {
      return converse(connection, notification, mail);
    } catch (IOException e) {
      return Attempt.unreachable(server.host() + ": " + e.getMessage());
    }
  }

  private Attempt converse(Connection connection, Notification notification, Mail mail) {
    var session = Session.getInstance(properties(connection.socket().getLocalAddress()));
    Secrets secrets = Secrets.of(server, mail);
    var conversation = new Conversation(session, server, connection.socket(), limits);
    boolean met = false;
    try {
      conversation.connect(
          server.security() == Security.TLS
              ? Wire.secure(connection, server.host(), tls.get(), limits)
              : connection.socket());
      met = true;
      MimeMessage mime = MailText.of(mail, from, notification.accepted(), session);
      conversation.sendMessage(mime, mime.getAllRecipients());
      String said = secrets.hide(String.valueOf(conversation.getLastServerResponse()));
      String secured = conversation.isSSL() ? " over TLS" : " without TLS";
      return new Accepted(server.host() + ":" + server.port() + secured + " says " + said.strip());
    } catch (MessagingException | IOException e) {
      Attempt failed = SmtpFailure.judge(server.host(), e, connection.reason(e), secrets);
      return met ? failed : Attempt.unreachable(failed.detail());
    } finally {
      conversation.quit();
    }
  }

  private Properties properties(InetAddress local) {
    var properties = new Properties();
    boolean authenticated = server.user() != null;
    boolean offered = server.security() == Security.STARTTLS_IF_OFFERED;
    boolean required = server.security() == Security.STARTTLS || (offered && authenticated);
    String literal = local.getHostAddress().replaceFirst("%.*", "");
    properties.put(
        "mail.smtp.localhost",
        literal.contains(":") ? "[IPv6:" + literal + "]" : "[" + literal + "]");
    properties.put("mail.smtp.from", from.toString());
    properties.put("mail.smtp.starttls.enable", String.valueOf(offered || required));
    properties.put("mail.smtp.starttls.required", String.valueOf(required));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    if (offered || required) {
      properties.put("mail.smtp.ssl.socketFactory", tls.get().getSocketFactory());
    }
    properties.put("mail.smtp.auth", String.valueOf(authenticated));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  /**
   * Angus Mail's client over a socket of ours; it looks up no name and asks nobody for a password.
   */
  private static final class Conversation extends SMTPTransport {
    private final SmtpServer server;
    private final LimitedSocket socket;
    private final TimeLimits limits;

    Conversation(Session session, SmtpServer server, LimitedSocket socket, TimeLimits limits) {
      super(session, new URLName("smtp", server.host(), server.port(), null, null, null));
      this.server = server;
      this.socket = socket;
      this.limits = limits;
    }

    /** Called by {@link #connect(Socket)} with nulls: only here the user and the password go in. */
    @Override
    public synchronized void connect(
        @Nullable String host, int port, @Nullable String user, @Nullable String password)
        throws MessagingException {
      super.connect(server.host(), server.port(), server.user(), server.password());
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
      socket.replyWithin(limits.dataReply());
      super.finishData();
    }

    /** What was accepted stays accepted, whatever becomes of the goodbye. */
    void quit() {
      socket.replyWithin(limits.reply());
      try {
        close();
      } catch (MessagingException _) {
        return;
      }
    }
  }
}
