package dev.understudy.incident;

import dev.understudy.recipient.Recipient;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How alerts are told.
 *
 * @param everyCheck who hears of every check, besides those whom its tag names
 * @param publicUrl where readers of mail reach this server, without a slash at the end; asked anew
 *     for each message
 * @param mailDomain right half of Message-IDs
 * @param heartbeat time of the day, UTC, at which those who hear of every check are told that
 *     somebody watches; null for never
 */
public record AlertSettings(
    List<Recipient> everyCheck,
    Supplier<String> publicUrl,
    String mailDomain,
    @Nullable LocalTime heartbeat) {
  public AlertSettings {
    everyCheck = List.copyOf(everyCheck);
  }
}
