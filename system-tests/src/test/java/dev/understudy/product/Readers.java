package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** People with mailboxes at a rough mail server, who subscribe to topics and open the links. */
record Readers(QueryApi api, RoughMailServer mail) {

  /** Creates a topic to which all of them have agreed; its name. */
  String subscribed(String topic, String... mailboxes) throws Exception {
    String arn = QueryApi.element("TopicArn", api.mustSns("CreateTopic", "Name", topic));
    for (String mailbox : mailboxes) {
      int before = mail.mailsTo(mailbox).size();
      String _ =
          api.mustSns("Subscribe", "TopicArn", arn, "Protocol", "email", "Endpoint", mailbox);
      Soon.until(mailbox + " is asked", () -> mail.mailsTo(mailbox).size() > before);
      String asked = mail.mailsTo(mailbox).getLast().text();
      assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked))).startsWith("200 ");
    }
    Soon.until(
        "the questions are on record, so that none comes again",
        () -> api.product().page("/metrics").contains("\nunderstudy_notifications_waiting 0.0\n"));
    return arn;
  }

  /** Publishes a message whose subject is its text. */
  void publish(String topic, String text) throws Exception {
    String _ = api.mustSns("Publish", "TopicArn", topic, "Message", text, "Subject", text);
  }

  /** How often that message reached a mailbox. */
  long count(String mailbox, String text) {
    return mail.mailsTo(mailbox).stream().filter(got -> got.header("Subject").equals(text)).count();
  }

  void await(String mailbox, String text) throws Exception {
    Soon.until(text + " for " + mailbox, () -> count(mailbox, text) > 0);
  }

  /** The subjects that reached a mailbox, oldest first. */
  List<String> subjects(String mailbox) {
    return mail.mailsTo(mailbox).stream().map(got -> got.header("Subject")).toList();
  }
}
