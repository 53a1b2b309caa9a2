package dev.understudy.incident;

import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Message;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import dev.understudy.recipient.Recipient.Mailbox;
import dev.understudy.recipient.Recipient.Webhook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Turns what is to be told into what is sent. Pure. */
final class Wording {
  /** So many of a thread's Message-IDs are named besides its first. */
  private static final int REFERENCES_MAX = 20;

  private final AlertSettings settings;

  Wording(AlertSettings settings) {
    this.settings = settings;
  }

  Notification notification(Telling telling) {
    Incident incident = telling.incident();
    return Notification.of(
            incident.id() + "." + incident.messages(),
            incident.id(),
            telling.at(),
            Phrases.subject(telling),
            message(telling))
        .concerning(concerns(telling));
  }

  /** The checks, then the names whose answers changed. */
  private static List<String> concerns(Telling telling) {
    var concerns = new LinkedHashSet<String>();
    telling.reports().forEach(report -> concerns.add(report.member().checkId()));
    for (Telling.Report report : telling.reports()) {
      report.member().wentDown().answers().forEach(answer -> concerns.add(answer.name()));
      report.member().cameBack().answers().forEach(answer -> concerns.add(answer.name()));
    }
    return List.copyOf(concerns);
  }

  private Message message(Telling telling) {
    Incident incident = telling.incident();
    return switch (incident.recipient()) {
      case Mailbox(var address) -> {
        Page page = MailWording.page(telling, settings.publicUrl().get());
        yield new Mail(
            address,
            Phrases.subject(telling),
            page.text(),
            page.html(),
            messageId(incident, incident.messages()),
            references(incident),
            null);
      }
      case Webhook webhook ->
          new Post(
              webhook.target(),
              "application/json",
              WebhookForms.body(telling, webhook, settings.publicUrl().get()),
              Map.of());
    };
  }

  private String messageId(Incident incident, int number) {
    return "<incident-" + incident.id() + "." + number + "@" + settings.mailDomain() + ">";
  }

  private List<String> references(Incident incident) {
    var references = new ArrayList<String>();
    for (int number = 0; number < incident.messages(); number++) {
      if (number == 0 || number >= incident.messages() - REFERENCES_MAX) {
        references.add(messageId(incident, number));
      }
    }
    return references;
  }
}
