package dev.understudy.delivery;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A mail as RFC 5322 and MIME spell it; with the same Message-ID and date each time it is tried.
 */
final class MailText {
  private static final String UTF_8 = "UTF-8";
  private static final String SENDER_NAME = "Understudy";
  private static final String REFERENCES = "References";

  private MailText() {}

  static MimeMessage of(Mail mail, MailAddress from, Instant accepted, Session session)
      throws MessagingException {
    var mime = new Identified(session, mail.messageId());
    try {
      mime.setFrom(new InternetAddress(from.toString(), SENDER_NAME, UTF_8));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java has UTF-8", e);
    }
    mime.setRecipient(RecipientType.TO, new InternetAddress(mail.to().toString()));
    mime.setSubject(mail.subject(), UTF_8);
    mime.setSentDate(Date.from(accepted));
    if (!mail.references().isEmpty()) {
      mime.setHeader("In-Reply-To", mail.references().getLast());
      mime.setHeader(
          REFERENCES,
          MimeUtility.fold(REFERENCES.length() + 2, String.join(" ", mail.references())));
    }
    mime.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834, section 5
    @Nullable HttpUrl unsubscribe = mail.unsubscribe();
    if (unsubscribe != null) {
      mime.setHeader("List-Unsubscribe", "<" + unsubscribe.text() + ">"); // RFC 2369
    }
    setBody(mime, mail);
    mime.saveChanges();
    return mime;
  }

  /** A session that composes, without a server. */
  static Session offline() {
    return Session.getInstance(new Properties());
  }

  private static void setBody(MimeMessage mime, Mail mail) throws MessagingException {
    @Nullable String html = mail.html();
    if (html == null) {
      mime.setText(lines(mail.text()), UTF_8);
      return;
    }
    var plain = new MimeBodyPart();
    plain.setText(lines(mail.text()), UTF_8);
    var rich = new MimeBodyPart();
    rich.setText(lines(html), UTF_8, "html");
    mime.setContent(new MimeMultipart("alternative", plain, rich));
  }

  private static String lines(String text) {
    return text.replaceAll("\r\n|\r|\n", "\r\n");
  }

  /** One that keeps the Message-ID it was given. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /**
   * A file's name that sorts by time and can be read: {@code 20261121T064154.123Z-ops-…-id.eml}.
   */
  static String fileName(Notification notification, Mail mail) {
    String time = notification.accepted().toString().replaceAll("[-:]", "");
    String words = slug(mail.subject(), 40);
    return "%s-%s-%s-%08x.eml"
        .formatted(time, slug(mail.to().toString(), 60), words, mail.messageId().hashCode())
        .toLowerCase(Locale.ROOT);
  }

  private static String slug(String text, int max) {
    String slug = text.replaceAll("[^A-Za-z0-9@._+]+", "-").replaceAll("^[-.]+|-+$", "");
    return slug.substring(0, Math.min(slug.length(), max));
  }
}
