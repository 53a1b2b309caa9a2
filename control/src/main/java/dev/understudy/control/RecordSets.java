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
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes and lists record sets.
 *
 * <p>A batch reads the zone's head, decides, and commits on condition that the head has not moved;
 * as every batch writes the head, batches on one zone follow one another, whichever process they
 * come through, and none is lost.
 */
final class RecordSets {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 300;
  private static final int SCAN_MAX = 10_000;
  private static final int ATTEMPTS_MAX = 100;

  /** Between attempts, more each time: a tenth of a second in all. */
  private static final long PAUSE_NANOS = 20_000;

  private final Store store;
  private final Zones zones;
  private final Changes changes;
  private final Locks locks;
  private final Quotas quotas;

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
    ChangeReader.Reading reading = ChangeReader.read(request.changeBatch());
    ReentrantLock lock = locks.of(id);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        ChangeInfo info = tryToChange(id, reading, request.changeBatch().comment());
        if (info != null) {
          return new ChangeResourceRecordSetsResponse(info);
        }
        LockSupport.parkNanos(PAUSE_NANOS * (attempt + 1)); // let another process's commit end
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable ChangeInfo tryToChange(
      String id, ChangeReader.Reading reading, @Nullable String comment) throws ApiException {
    Entry head = store.get(Keys.zoneHead(id));
    Zone zone = zones.get(id);
    if (head == null) {
      return null;
    }
    long count = SmallCodecs.readNumber(head.value().octets());
    BatchOutcome.Accepted accepted = decide(zone, reading, count);
    return changes.commit(
        List.of(new Condition.AtRevision(head.key(), head.revision())),
        mutations(zone, accepted, head.key(), count),
        comment);
  }

  private BatchOutcome.Accepted decide(Zone zone, ChangeReader.Reading reading, long count)
      throws ApiException {
    BatchOutcome outcome =
        ChangeBatch.apply(
            zone,
            new StoredRecords(zone.id()),
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
      BatchOutcome.Accepted accepted = decide(zone, reading, count);
      Rehearsal rehearsal =
          new ZoneExcerpt(store, zone, new StoredRecords(id), accepted.edits()).rehearsal();
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

  /** Record sets as a batch reads them. */
  private final class StoredRecords implements ZoneRecords {
    private final String zoneId;

    StoredRecords(String zoneId) {
      this.zoneId = zoneId;
    }

    @Override
    public List<RecordSet> at(DomainName name) {
      var sets = new ArrayList<RecordSet>();
      for (Entry entry : all(Keys.recordSets(zoneId, name))) {
        Identity identity = Keys.identityOfRecordSet(entry.key().octets());
        sets.add(RecordSetCodec.read(identity, entry.value().octets()));
      }
      return sets;
    }

    @Override
    public List<Identity> aliasesOf(DomainName target, RecordType type) {
      return all(Keys.aliasesOf(zoneId, target, type)).stream()
          .map(entry -> Keys.identityOfAlias(entry.key().octets()))
          .toList();
    }

    @Override
    public boolean checkExists(String healthCheckId) {
      return store.get(Keys.check(healthCheckId)) != null;
    }

    @Override
    public boolean collectionExists(String cidrCollectionId) {
      return store.get(Keys.cidrCollection(cidrCollectionId)) != null;
    }

    private List<Entry> all(Key prefix) {
      var entries = new ArrayList<Entry>();
      Key from = null;
      while (true) {
        List<Entry> some = store.scan(prefix, from, SCAN_MAX);
        entries.addAll(from == null ? some : some.subList(1, some.size()));
        if (some.size() < SCAN_MAX) {
          return entries;
        }
        from = some.getLast().key();
      }
    }
  }
}
