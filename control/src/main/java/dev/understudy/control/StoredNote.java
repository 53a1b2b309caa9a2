package dev.understudy.control;

import dev.understudy.control.SmallCodecs.ChangeRecord;
import dev.understudy.model.Tag;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link StoredIntent} leaves out of a commit, for those who tell people what was changed. */
public sealed interface StoredNote {

  /** The change that GetChange tells of. */
  record OfChange(String changeId, @Nullable String comment) implements StoredNote {}

  /**
   * The tags of a resource.
   *
   * @param resourceType {@code healthcheck} or {@code hostedzone}
   * @param tags by key; empty where they were deleted
   */
  record OfTags(String resourceType, String resourceId, Map<String, String> tags)
      implements StoredNote {
    public OfTags {
      tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
  }

  /**
   * Reads a key and its value; empty for everything else, also for a change that is forgotten.
   *
   * @param value null where the key was deleted
   * @throws UnreadableStateException if the octets are not of this version's making
   */
  static Optional<StoredNote> read(Key key, @Nullable Value value) {
    byte[] octets = key.shared();
    if (Keys.in(Space.CHANGE, octets) && value != null) {
      ChangeRecord change = SmallCodecs.readChange(value.shared());
      return Optional.of(new OfChange(Keys.lastText(octets), change.comment()));
    }
    if (Keys.in(Space.TAGS, octets)) {
      var tags = new TreeMap<String, String>();
      if (value != null) {
        for (Tag tag : SmallCodecs.readTags(value.shared())) {
          tags.put(orEmpty(tag.key()), orEmpty(tag.value()));
        }
      }
      return Optional.of(new OfTags(Keys.taggedType(octets), Keys.taggedId(octets), tags));
    }
    return Optional.empty();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
