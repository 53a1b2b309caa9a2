package dev.understudy.control;

import dev.understudy.control.SmallCodecs.ChangeRecord;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.GetChangeRequest;
import dev.understudy.model.GetChangeResponse;
import dev.understudy.store.Contents;
import dev.understudy.store.Staged;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits that callers may ask about, and how far they have come (API Reference, GetChange).
 *
 * <p>A change is written by the very commit that it reports on, so its revision is the one that
 * nameservers must have applied. Each commit takes away up to two changes older than {@link #KEPT},
 * so old ones go as fast as new ones come.
 */
final class Changes {
  /** How long a change can be asked about, at least. */
  static final Duration KEPT = Duration.ofDays(7);

  /** How long GetChange waits for INSYNC: a client told PENDING asks again after 30 s. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final int PURGED_PER_COMMIT = 2;

  private final Store store;
  private final Roster roster;
  private final InstantSource clock;
  private final Ids ids;

  Changes(Store store, Roster roster, InstantSource clock, Ids ids) {
    this.store = store;
    this.roster = roster;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * A change about to be committed.
   *
   * @param info what its caller is told once it is durable
   * @param mutations all of its commit
   */
  record Draft(ChangeInfo info, List<Mutation> mutations) {
    Draft {
      mutations = List.copyOf(mutations);
    }
  }

  /**
   * Makes a change of mutations.
   *
   * @param contents as they are before it
   */
  Draft draft(List<Mutation> mutations, @Nullable String comment, Contents contents) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String id = ids.change(now);
    var all = new ArrayList<Mutation>(mutations);
    all.add(new Mutation.Put(Keys.change(id), SmallCodecs.change(new ChangeRecord(now, comment))));
    purge(now, contents, all);
    return new Draft(info(id, ChangeStatus.PENDING, now, comment), all);
  }

  /**
   * Commits drafts in their order; false, with nothing written, if a condition does not hold.
   *
   * @param read what they were drafted by, as {@link Store#commitInTurn} has it
   */
  boolean commit(List<Condition> conditions, List<Draft> drafts, Staged read) {
    List<List<Mutation>> steps = drafts.stream().map(Draft::mutations).toList();
    return committed(store.commitInTurn(conditions, steps, read));
  }

  private static boolean committed(CommitOutcome outcome) {
    return switch (outcome) {
      case CommitOutcome.Committed _ -> true;
      case CommitOutcome.Refused _ -> false;
    };
  }

  /**
   * Commits, and remembers it as a change; null, with nothing written, if a condition does not
   * hold.
   */
  @Nullable ChangeInfo commit(
      List<Condition> conditions, List<Mutation> mutations, @Nullable String comment) {
    Draft draft = draft(mutations, comment, store);
    return committed(store.commit(conditions, draft.mutations())) ? draft.info() : null;
  }

  GetChangeResponse get(GetChangeRequest request) throws ApiException {
    String id = request.id().replaceFirst("^/?change/", "");
    Entry entry = id.length() > 32 ? null : store.get(Keys.change(id));
    if (entry == null) {
      throw new ApiException(
          ErrorCode.NO_SUCH_CHANGE, "Could not find resource with ID: " + request.id());
    }
    ChangeRecord change = SmallCodecs.readChange(entry.value().octets());
    boolean everywhere = roster.applied(entry.revision(), PATIENCE);
    return new GetChangeResponse(
        info(
            id,
            everywhere ? ChangeStatus.INSYNC : ChangeStatus.PENDING,
            change.submittedAt(),
            change.comment()));
  }

  private static void purge(Instant now, Contents contents, List<Mutation> mutations) {
    String keptFrom = Ids.changesFrom(now.minus(KEPT));
    for (Entry entry : contents.scan(Keys.prefix(Space.CHANGE), null, PURGED_PER_COMMIT)) {
      if (Keys.lastText(entry.key().octets()).compareTo(keptFrom) < 0) {
        mutations.add(new Mutation.Delete(entry.key()));
      }
    }
  }

  private static ChangeInfo info(
      String id, ChangeStatus status, Instant submittedAt, @Nullable String comment) {
    return new ChangeInfo("/change/" + id, status, submittedAt, comment);
  }
}
