package dev.understudy.incident;

import dev.understudy.recipient.Recipient;
import java.util.List;
import java.util.function.Supplier;

/**
 * How alerts are told.
 *
 * @param everyCheck who hears of every check, besides those whom its tag names
 * @param publicUrl where readers of mail reach this server, without a slash at the end; asked anew
 *     for each message
 * @param mailDomain right half of Message-IDs
 */
public record AlertSettings(
    List<Recipient> everyCheck, Supplier<String> publicUrl, String mailDomain) {
  public AlertSettings {
    everyCheck = List.copyOf(everyCheck);
  }
}
