package dev.understudy.history;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredNote;
import dev.understudy.store.Store;
import dev.understudy.store.Value;
import dev.understudy.wire.RecordType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a commit may have changed of answers.
 *
 * @param revision from which on it is answered
 * @param changeId of the commit, or null
 * @param event id of the event that records it, or null
 * @param questions whose record sets were written, but for the NS and SOA of a zone made or
 *     deleted; at most {@link Backlog#QUESTIONS_MAX}
 * @param further how many more record sets were written
 * @param deletedChecks ids
 */
record Touches(
    long revision,
    @Nullable String changeId,
    @Nullable String event,
    Set<Question> questions,
    int further,
    Set<String> deletedChecks) {
  Touches {
    questions = Set.copyOf(questions);
    deletedChecks = Set.copyOf(deletedChecks);
  }

  /** The same, when there is no room for its questions. */
  Touches withoutQuestions() {
    return new Touches(
        revision, changeId, event, Set.of(), further + questions.size(), deletedChecks);
  }

  /** Empty where the commit changes no configuration. */
  static Optional<Touches> of(long revision, List<Store.Mutation> mutations) {
    String changeId = null;
    String event = null;
    var questions = new LinkedHashSet<Question>();
    var deleted = new LinkedHashSet<String>();
    boolean zones = false;
    boolean configuration = false;
    int further = 0;
    for (Store.Mutation mutation : mutations) {
      if (questions.size() == Backlog.QUESTIONS_MAX && StoredIntent.isRecordSet(mutation.key())) {
        further++;
        continue;
      }
      Value value =
          switch (mutation) {
            case Store.Mutation.Put(_, Value put) -> put;
            case Store.Mutation.Delete _ -> null;
          };
      if (value != null && mutation.key().startsWith(EventKeys.EVENTS)) {
        event = EventKeys.idOf(mutation.key()).toString();
      }
      Optional<StoredNote> note = StoredNote.read(mutation.key(), value);
      StoredIntent intent = StoredIntent.read(mutation.key(), null);
      configuration |= note.isPresent() || !(intent instanceof StoredIntent.Nothing);
      switch (intent) {
        case StoredIntent.OfRecordSet set -> questions.add(new Question(set.name(), set.type()));
        case StoredIntent.OfZone _ -> zones = true;
        case StoredIntent.OfCheck check -> {
          if (value == null) {
            deleted.add(check.checkId());
          }
        }
        case StoredIntent.OfCheckTags _, StoredIntent.OfCidrCollection _ -> {}
        case StoredIntent.OfZoneKeys _ -> {}
        case StoredIntent.Nothing _ -> {
          if (note.orElse(null) instanceof StoredNote.OfChange(String id, _)) {
            changeId = id;
          }
        }
      }
    }
    if (zones) {
      questions.removeIf(
          question -> question.type() == RecordType.NS || question.type() == RecordType.SOA);
    }
    return configuration
        ? Optional.of(new Touches(revision, changeId, event, questions, further, deleted))
        : Optional.empty();
  }
}
