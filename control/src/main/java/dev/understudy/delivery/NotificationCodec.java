package dev.understudy.delivery;

import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Notifications to octets and back. */
final class NotificationCodec {
  private static final int FORMAT = 2;

  /** Without what it is about. */
  private static final int FIRST_FORMAT = 1;

  private static final int MAIL = 1;
  private static final int POST = 2;

  private NotificationCodec() {}

  static Value write(Notification notification) {
    var out =
        new ValueWriter(FORMAT)
            .text(notification.id())
            .text(notification.thread())
            .instant(notification.accepted())
            .instant(notification.expires())
            .text(notification.about())
            .texts(notification.concerns());
    switch (notification.message()) {
      case Mail mail -> {
        @Nullable HttpUrl unsubscribe = mail.unsubscribe();
        out.octet(MAIL)
            .text(mail.to().local())
            .text(mail.to().domain())
            .text(mail.subject())
            .text(mail.text())
            .optionalText(mail.html())
            .text(mail.messageId())
            .texts(mail.references())
            .optionalText(unsubscribe == null ? null : unsubscribe.text());
      }
      case Post post -> {
        out.octet(POST)
            .text(post.url().text())
            .text(post.contentType())
            .text(post.body())
            .number(post.headers().size());
        post.headers().forEach((name, value) -> out.text(name).text(value));
      }
    }
    return out.value();
  }

  /** Reads what {@link #write} wrote; anything else is an {@link UnreadableStateException}. */
  static Notification read(Value value) {
    byte[] octets = value.octets();
    boolean first = octets.length > 0 && octets[0] == FIRST_FORMAT;
    var in = new ValueReader("notification", octets, first ? FIRST_FORMAT : FORMAT);
    try {
      var id = in.text();
      var thread = in.text();
      var accepted = in.instant();
      var expires = in.instant();
      var about = in.text();
      List<String> concerns = first ? List.of() : in.texts();
      Message message =
          switch (in.octet()) {
            case MAIL -> mail(in);
            case POST -> post(in);
            default -> throw in.damaged();
          };
      in.end();
      return new Notification(id, thread, accepted, expires, about, concerns, message);
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  private static Mail mail(ValueReader in) {
    var to = new MailAddress(in.text(), in.text());
    var subject = in.text();
    var text = in.text();
    var html = in.optionalText();
    var messageId = in.text();
    var references = in.texts();
    var unsubscribe = in.optionalText();
    return new Mail(
        to,
        subject,
        text,
        html,
        messageId,
        references,
        unsubscribe == null ? null : HttpUrl.parse(unsubscribe));
  }

  private static Post post(ValueReader in) {
    var url = HttpUrl.parse(in.text());
    var contentType = in.text();
    var body = in.text();
    var headers = new TreeMap<String, String>();
    for (int left = in.count(); left > 0; left--) {
      headers.put(in.text(), in.text());
    }
    return new Post(url, contentType, body, headers);
  }
}
