package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.store.Contents;
import dev.understudy.store.Key;
import dev.understudy.store.Staged;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes and lists record sets.
 *
 * <p>A batch reads the zone's head, decides, and commits on condition that the head has not moved;
 * as every batch writes the head, batches on one zone follow one another, whichever process they
 * come through, and none is lost. Batches that wait for the same zone are taken in together: each
 * is judged by the state that those before it leave, has its own outcome, change and revision, and
 * all share one commit of the store and its wait for the disk.
 */
final class RecordSets {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 300;
  private static final int ATTEMPTS_MAX = 100;

  /** Changes of batches that are taken in together; one batch may have 1,000. */
  private static final int TOGETHER_CHANGES_MAX = 4_000;

  /** Between attempts, more each time: a tenth of a second in all. */
  private static final long PAUSE_NANOS = 20_000;

  private final Store store;
  private final Zones zones;
  private final Changes changes;
  private final Locks locks;
  private final Quotas quotas;
  private final Convoys<Batch> convoys = new Convoys<>(TOGETHER_CHANGES_MAX);

  RecordSets(Store store, Zones zones, Changes changes, Locks locks, Quotas quotas) {
    this.store = store;
    this.zones = zones;
    this.changes = changes;
    this.locks = locks;
    this.quotas = quotas;
  }

  ChangeResourceRecordSetsResponse change(ChangeResourceRecordSetsRequest request)
      throws ApiException {
    String id = Zones.bareId(request.hostedZoneId());
    zones.entry(id);
    var batch =
        new Batch(ChangeReader.read(request.changeBatch()), request.changeBatch().comment());
    convoys.join(id, batch, batch.reading.changes().size(), together -> take(id, together));
    return new ChangeResourceRecordSetsResponse(batch.outcome());
  }

  /** Takes batches in, in their order, in one commit; each then has its outcome. */
  void take(String id, List<Batch> batches) {
    ReentrantLock lock = locks.of(id);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        if (tryToTake(id, batches)) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS * (attempt + 1)); // let another process's commit end
      }
      batches.forEach(batch -> batch.refused = Errors.tooBusy());
    } catch (ApiException e) {
      batches.forEach(batch -> batch.refused = e);
    } catch (StoreUnavailableException e) {
      if (batches.size() > 1 && !e.fateUnknown()) {
        batches.forEach(batch -> take(id, List.of(batch))); // one too large takes no other down
      } else {
        batches.forEach(batch -> batch.failure = e);
      }
    } catch (RuntimeException e) {
      batches.forEach(batch -> batch.failure = e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Judges each batch by the state that those before it leave, and commits those that are accepted.
   * False, with nothing written and no batch any wiser, if the zone was written meanwhile.
   */
  private boolean tryToTake(String id, List<Batch> batches) throws ApiException {
    Entry head = store.get(Keys.zoneHead(id));
    Zone zone = zones.get(id);
    if (head == null) {
      return false;
    }
    long count = SmallCodecs.readNumber(head.value().octets());
    var staged = new Staged(store);
    staged.load(names(id, batches));
    var drafts = new ArrayList<Changes.Draft>();
    var outcomes = new ArrayList<Runnable>();
    for (Batch batch : batches) {
      try {
        BatchOutcome.Accepted accepted = decide(zone, staged, batch.reading, count);
        Changes.Draft draft =
            changes.draft(mutations(zone, accepted, head.key(), count), batch.comment, staged);
        if (batch != batches.getLast()) {
          staged.apply(draft.mutations());
        }
        count += accepted.growth();
        drafts.add(draft);
        outcomes.add(() -> batch.info = draft.info());
      } catch (ApiException e) {
        outcomes.add(() -> batch.refused = e);
      }
    }
    if (!drafts.isEmpty()
        && !changes.commit(
            List.of(new Condition.AtRevision(head.key(), head.revision())), drafts, staged)) {
      return false;
    }
    outcomes.forEach(Runnable::run);
    return true;
  }

  private static Set<Key> names(String zoneId, List<Batch> batches) {
    var names = new HashSet<Key>();
    for (Batch batch : batches) {
      batch
          .reading
          .changes()
          .forEach(change -> names.add(Keys.recordSets(zoneId, change.id().name())));
    }
    return names;
  }

  private BatchOutcome.Accepted decide(
      Zone zone, Contents contents, ChangeReader.Reading reading, long count) throws ApiException {
    BatchOutcome outcome =
        ChangeBatch.apply(
            zone,
            new StoredRecords(zone.id(), contents),
            reading.changes(),
            quotas.recordSetsPerZoneMax() - count);
    return switch (outcome) {
      case BatchOutcome.UnknownCheck(String check) -> throw Errors.noSuchHealthCheck(check);
      case BatchOutcome.Rejected(List<String> messages) ->
          throw invalidBatch(reading.messages(), messages);
      case BatchOutcome.Accepted accepted -> {
        if (!reading.messages().isEmpty()) {
          throw invalidBatch(reading.messages(), List.of());
        }
        yield accepted;
      }
    };
  }

  /** What the batch would do, refused as {@link #change} would refuse it. Writes nothing. */
  Rehearsal rehearse(ChangeResourceRecordSetsRequest request) throws ApiException {
    String id = Zones.bareId(request.hostedZoneId());
    zones.entry(id);
    ChangeReader.Reading reading = ChangeReader.read(request.changeBatch());
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Entry head = store.get(Keys.zoneHead(id));
      Zone zone = zones.get(id);
      if (head == null) {
        continue;
      }
      long count = SmallCodecs.readNumber(head.value().octets());
      BatchOutcome.Accepted accepted = decide(zone, store, reading, count);
      Rehearsal rehearsal =
          new ZoneExcerpt(store, zone, new StoredRecords(id, store), accepted.edits()).rehearsal();
      Entry then = store.get(Keys.zoneHead(id));
      if (then != null && then.revision() == head.revision()) {
        return rehearsal;
      }
    }
    throw Errors.tooBusy();
  }

  private static List<Mutation> mutations(
      Zone zone, BatchOutcome.Accepted accepted, Key head, long count) {
    var mutations = new ArrayList<Mutation>();
    mutations.add(new Mutation.Put(head, SmallCodecs.number(count + accepted.growth())));
    for (WorkingCopy.Edit edit : accepted.edits()) {
      Key key = Keys.recordSet(zone.id(), edit.id());
      RecordSet after = edit.after();
      mutations.add(
          after == null
              ? new Mutation.Delete(key)
              : new Mutation.Put(key, RecordSetCodec.write(after)));
      indexAlias(zone, edit, mutations);
    }
    return mutations;
  }

  private static void indexAlias(Zone zone, WorkingCopy.Edit edit, List<Mutation> mutations) {
    AliasTarget before = aliasInZone(zone, edit.before());
    AliasTarget after = aliasInZone(zone, edit.after());
    if (before != null && (after == null || !after.name().equals(before.name()))) {
      mutations.add(new Mutation.Delete(Keys.alias(zone.id(), before.name(), edit.id())));
    }
    if (after != null && (before == null || !after.name().equals(before.name()))) {
      mutations.add(
          new Mutation.Put(Keys.alias(zone.id(), after.name(), edit.id()), SmallCodecs.text("")));
    }
  }

  private static @Nullable AliasTarget aliasInZone(Zone zone, @Nullable RecordSet set) {
    return set == null ? null : AliasRules.targetInZone(zone, set);
  }

  private static ApiException invalidBatch(List<String> first, List<String> then) {
    var messages = new ArrayList<String>(first);
    messages.addAll(then);
    return new ApiException(
        ErrorCode.INVALID_CHANGE_BATCH, "[" + String.join(", ", messages) + "]");
  }

  ListResourceRecordSetsResponse list(ListResourceRecordSetsRequest request) throws ApiException {
    Zone zone = zones.get(request.hostedZoneId());
    int size = Pages.size(request.maxItems(), PAGE, PAGE_MAX);
    List<Entry> page =
        store.scan(Keys.recordSets(zone.id()), startAt(zone.id(), request), size + 1);
    var shown = new ArrayList<ResourceRecordSet>(size);
    for (Entry entry : page.subList(0, Math.min(size, page.size()))) {
      Identity identity = Keys.identityOfRecordSet(entry.key().octets());
      shown.add(RecordSetPresenter.show(RecordSetCodec.read(identity, entry.value().octets())));
    }
    var response =
        ListResourceRecordSetsResponse.builder()
            .resourceRecordSets(shown)
            .isTruncated(page.size() > size)
            .maxItems(Integer.toString(size));
    if (page.size() > size) {
      Identity next = Keys.identityOfRecordSet(page.get(size).key().octets());
      response
          .nextRecordName(NameText.format(next.name()))
          .nextRecordType(RRType.valueOf(next.type().name()))
          .nextRecordIdentifier(next.setIdentifier().isEmpty() ? null : next.setIdentifier());
    }
    return response.build();
  }

  private static @Nullable Key startAt(String zoneId, ListResourceRecordSetsRequest request)
      throws ApiException {
    String name = request.startRecordName();
    RRType type = request.startRecordType();
    String identifier = request.startRecordIdentifier();
    if (type != null && name == null) {
      throw Errors.invalidInput("StartRecordType cannot be given without StartRecordName.");
    }
    if (identifier != null && type == null) {
      throw Errors.invalidInput(
          "StartRecordIdentifier cannot be given without StartRecordName and StartRecordType.");
    }
    if (name == null) {
      return null;
    }
    try {
      return Keys.recordSetsFrom(
          zoneId, NameText.parse(name), type == null ? null : type.name(), identifier);
    } catch (PresentationException e) {
      throw Errors.invalidInput(e.message());
    }
  }

  /** One request's changes, and what has become of them; written by the thread that takes it. */
  static final class Batch {
    private final ChangeReader.Reading reading;
    private final @Nullable String comment;
    private @Nullable ChangeInfo info;
    private @Nullable ApiException refused;
    private @Nullable RuntimeException failure;

    Batch(ChangeReader.Reading reading, @Nullable String comment) {
      this.reading = reading;
      this.comment = comment;
    }

    ChangeInfo outcome() throws ApiException {
      if (failure != null) {
        throw failure;
      }
      if (refused != null) {
        throw refused;
      }
      return Objects.requireNonNull(info);
    }
  }

  /** Record sets as a batch reads them. */
  private record StoredRecords(String zoneId, Contents contents) implements ZoneRecords {
    @Override
    public List<RecordSet> at(DomainName name) {
      var sets = new ArrayList<RecordSet>();
      for (Entry entry : contents.everything(Keys.recordSets(zoneId, name))) {
        Identity identity = Keys.identityOfRecordSet(entry.key().octets());
        sets.add(RecordSetCodec.read(identity, entry.value().octets()));
      }
      return sets;
    }

    @Override
    public List<Identity> aliasesOf(DomainName target, RecordType type) {
      return contents.everything(Keys.aliasesOf(zoneId, target, type)).stream()
          .map(entry -> Keys.identityOfAlias(entry.key().octets()))
          .toList();
    }

    @Override
    public boolean checkExists(String healthCheckId) {
      return contents.get(Keys.check(healthCheckId)) != null;
    }

    @Override
    public boolean collectionExists(String cidrCollectionId) {
      return contents.get(Keys.cidrCollection(cidrCollectionId)) != null;
    }
  }
}
