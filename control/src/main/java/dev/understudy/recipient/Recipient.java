package dev.understudy.recipient;

import dev.understudy.delivery.HttpUrl;
import dev.understudy.delivery.MailAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * One who is told. Its {@link #text} may hold a secret (whoever knows a webhook's URL may post
 * there); {@code toString} never does.
 */
public sealed interface Recipient {
  /** Most of them in one list. */
  int LIST_MAX = 20;

  /** As it was written, in the one way that {@link #parse} reads back: not for logs. */
  String text();

  /** Gets mail. */
  record Mailbox(MailAddress address) implements Recipient {
    @Override
    public String text() {
      return address.toString();
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }

  /** Gets posts. */
  record Webhook(Form form, HttpUrl url) implements Recipient {
    public Webhook {
      Literals.demandAllowed(url.host());
      if (form == Form.PAGERDUTY && RoutingKey.of(url).isEmpty()) {
        throw new IllegalArgumentException(
            "a PagerDuty URL ends in ?routing_key= and the integration's key");
      }
    }

    @Override
    public String text() {
      return form.prefix() + url.text();
    }

    /** Without path and query. */
    @Override
    public String toString() {
      return url.toString();
    }

    /** PagerDuty's key from the query; empty for the other forms. */
    public String routingKey() {
      return form == Form.PAGERDUTY ? RoutingKey.of(url) : "";
    }

    /** Where to post: the URL, without a routing key. */
    public HttpUrl target() {
      return form == Form.PAGERDUTY ? RoutingKey.without(url) : url;
    }
  }

  /** What is posted. */
  enum Form {
    /** Understudy's own JSON. */
    JSON("json+"),
    /** The JSON of Slack's incoming webhooks, which Mattermost and others take as well. */
    SLACK("slack+"),
    /** PagerDuty's Events API v2. */
    PAGERDUTY("pagerduty+");

    private final String prefix;

    Form(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }
  }

  /**
   * Reads one: {@code ops@example.com}, {@code https://example.com/hook}, {@code slack+https://…},
   * {@code pagerduty+https://…?routing_key=…}, {@code json+https://…}. Without a prefix the form
   * follows from the host: {@code hooks.slack.com}, {@code events.pagerduty.com}, else JSON.
   *
   * @throws IllegalArgumentException in one line that shows no URL
   */
  static Recipient parse(String text) {
    String word = text.strip();
    for (Form form : Form.values()) {
      if (word.toLowerCase(Locale.ROOT).startsWith(form.prefix())) {
        return new Webhook(form, HttpUrl.parse(word.substring(form.prefix().length())));
      }
    }
    if (word.contains("://") || !word.contains("@")) {
      if (!word.toLowerCase(Locale.ROOT).matches("https?://.*")) {
        throw new IllegalArgumentException(
            "neither a mail address such as ops@example.com nor a URL that begins with https://");
      }
      HttpUrl url = HttpUrl.parse(word);
      return new Webhook(formOf(url), url);
    }
    return new Mailbox(MailAddress.parse(word));
  }

  /**
   * Reads a list with commas between; nobody twice, at least one, at most {@link #LIST_MAX}.
   *
   * @throws IllegalArgumentException in one line that shows no URL
   */
  static List<Recipient> parseList(String text) {
    var all = new LinkedHashSet<Recipient>();
    for (String word : Arrays.stream(text.split(",")).map(String::strip).toList()) {
      if (!word.isEmpty()) {
        all.add(parse(word));
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("it names nobody");
    }
    if (all.size() > LIST_MAX) {
      throw new IllegalArgumentException(all.size() + " recipients are more than " + LIST_MAX);
    }
    return new ArrayList<>(all);
  }

  private static Form formOf(HttpUrl url) {
    return switch (url.host()) {
      case "hooks.slack.com" -> Form.SLACK;
      case "events.pagerduty.com" -> Form.PAGERDUTY;
      default -> Form.JSON;
    };
  }
}
