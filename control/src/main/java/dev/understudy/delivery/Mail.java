package dev.understudy.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail to one recipient. Its sender is a setting of the transport.
 *
 * <p>No header can be smuggled in: what is foreign in the subject is made one line here, and
 * everything else that becomes a header has a strict form.
 *
 * @param subject any text; control characters become spaces, cut to 250 characters
 * @param text the plain text
 * @param html the same as HTML, or null for plain text alone
 * @param messageId {@code <left@right>}, the same each time this mail is tried, so that a mail that
 *     arrives twice is seen to be one
 * @param references Message-IDs of the thread so far, oldest first; the last is replied to. Clients
 *     show the mails of one thread together. At most 100
 * @param unsubscribe where a click ends the subscription, or null
 */
public record Mail(
    MailAddress to,
    String subject,
    String text,
    @Nullable String html,
    String messageId,
    List<String> references,
    @Nullable HttpUrl unsubscribe)
    implements Message {
  private static final int SUBJECT_MAX = 250;
  private static final int REFERENCES_MAX = 100;
  private static final String MESSAGE_ID =
      "<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@[A-Za-z0-9.-]{1,253}>";

  public Mail {
    subject = HeaderText.line(subject, SUBJECT_MAX).strip();
    references = List.copyOf(references);
    checkId("Message-ID", messageId);
    references.forEach(id -> checkId("reference", id));
    if (references.size() > REFERENCES_MAX) {
      throw new IllegalArgumentException(references.size() + " references are over 100");
    }
    long octets = (long) HeaderText.octets(text) + (html == null ? 0 : HeaderText.octets(html));
    if (octets > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException(
          "a mail of " + octets + " octets is over " + LENGTH_MAX_OCTETS);
    }
  }

  @Override
  public String recipient() {
    return to.toString();
  }

  @Override
  public String destination() {
    return to.toString();
  }

  /** Without its texts, which may hold the token of a subscription. */
  @Override
  public String toString() {
    return "Mail[" + to + ", " + messageId + "]";
  }

  private static void checkId(String what, String id) {
    if (!id.matches(MESSAGE_ID)) {
      throw new IllegalArgumentException(
          what + " '" + HeaderText.line(id, 300) + "' is not of the form <left@right>");
    }
  }
}
