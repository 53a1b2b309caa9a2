package dev.understudy.incident;

import dev.understudy.history.Event.AnswerChange;
import dev.understudy.presentation.NameText;

/**
 * How an answer changed with a check.
 *
 * @param name {@code www.example.com.}
 * @param clients whose: {@code any client}, or a class of them
 * @param from what was answered before, {@code 192.0.2.1}
 * @param ttlSeconds how long clients may go on with the old answer; 0 where nothing can be kept
 */
record AnswerNews(
    String name, String type, String clients, String from, String to, int ttlSeconds) {
  /** For whom it is where all clients see the same. */
  static final String ANY_CLIENT = "any client";

  private static final int TEXT_MAX = 300;

  AnswerNews {
    clients = Texts.cut(clients, TEXT_MAX);
    from = Texts.cut(from, TEXT_MAX);
    to = Texts.cut(to, TEXT_MAX);
    ttlSeconds = Math.max(0, ttlSeconds);
  }

  static AnswerNews of(AnswerChange change) {
    return new AnswerNews(
        NameText.format(change.name()),
        change.type().name(),
        change.clients(),
        text(change.from().text()),
        text(change.to().text()),
        change.from().ttlSeconds());
  }

  /** The TTL has a field of its own. */
  private static String text(String answer) {
    return answer.replaceAll(" \\(TTL \\d+\\)", "");
  }
}
