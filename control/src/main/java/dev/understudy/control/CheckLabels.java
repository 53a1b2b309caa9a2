package dev.understudy.control;

import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.recipient.Recipient;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.UnreadableStateException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the tags of a health check say to people.
 *
 * @param name from the tag {@code Name}, as the console of AWS shows it; empty where there is none
 * @param notified who is told when it turns
 */
public record CheckLabels(String name, List<Recipient> notified) {
  public CheckLabels {
    notified = List.copyOf(notified);
  }

  /** Reads them; empty if there is no such check. */
  public static Optional<CheckLabels> read(Store store, String checkId) {
    @Nullable Entry check = store.get(Keys.check(checkId));
    if (check == null) {
      return Optional.empty();
    }
    @Nullable Entry held = store.get(Keys.tags(TagResourceType.HEALTHCHECK.value(), checkId));
    List<Tag> tags = held == null ? List.of() : SmallCodecs.readTags(held.value().octets());
    var type = CheckCodec.read(checkId, check.value().octets()).config().type();
    try {
      return Optional.of(new CheckLabels(name(tags), CheckTags.read(type, tags).notified()));
    } catch (ApiException e) {
      throw new UnreadableStateException("a tag in the store is not valid: " + e.message());
    }
  }

  private static String name(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> "Name".equals(tag.key()) && tag.value() != null)
        .map(Tag::value)
        .findFirst()
        .orElse("");
  }
}
