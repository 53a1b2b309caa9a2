package dev.understudy.control;

import dev.understudy.model.ChangeCidrCollectionRequest;
import dev.understudy.model.ChangeCidrCollectionResponse;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.CidrCollection;
import dev.understudy.model.CreateCidrCollectionRequest;
import dev.understudy.model.CreateCidrCollectionResponse;
import dev.understudy.model.DeleteCidrCollectionRequest;
import dev.understudy.model.DeleteCidrCollectionResponse;
import dev.understudy.model.ErrorCode;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and deletes CIDR collections (API Reference, "Actions", CIDR collections).
 *
 * <p>Record sets do not hold a collection: one that they name may lose locations and be deleted
 * (Developer Guide, "Working with CIDR collections"); clients then fall to the {@code *} record.
 */
final class CidrCollections {
  private static final int ATTEMPTS_MAX = 100;

  private final Store store;
  private final Changes changes;
  private final Ids ids;
  private final Locks locks;
  private final Quotas quotas;

  CidrCollections(Store store, Changes changes, Ids ids, Locks locks, Quotas quotas) {
    this.store = store;
    this.changes = changes;
    this.ids = ids;
    this.locks = locks;
    this.quotas = quotas;
  }

  /** The name and the caller reference of a collection that is there answer with that one again. */
  CreateCidrCollectionResponse create(CreateCidrCollectionRequest request) throws ApiException {
    CidrMap map =
        repeatedly(
            "",
            () -> {
              Entry used = store.get(Keys.cidrName(request.name()));
              return used == null ? tryToCreate(request) : sameAgain(used, request);
            });
    return new CreateCidrCollectionResponse(
        new CidrCollection(arn(map.id()), map.id(), map.name(), map.version()),
        "/2013-04-01/cidrcollection/" + map.id());
  }

  private @Nullable CidrMap tryToCreate(CreateCidrCollectionRequest request) throws ApiException {
    long max = quotas.cidrCollectionsMax();
    if (max < Long.MAX_VALUE && store.count(Keys.prefix(Space.CIDR_COLLECTION)) >= max) {
      throw new ApiException(
          ErrorCode.LIMITS_EXCEEDED,
          "This account has reached its limit of " + max + " CIDR collections.");
    }
    var map =
        new CidrMap(
            ids.collection(), request.name(), request.callerReference(), 1, new TreeMap<>());
    ChangeInfo info =
        changes.commit(
            List.of(
                new Condition.AtRevision(Keys.cidrName(map.name()), 0),
                new Condition.AtRevision(Keys.cidrCollection(map.id()), 0)),
            List.of(
                new Mutation.Put(Keys.cidrCollection(map.id()), CidrCodec.write(map)),
                new Mutation.Put(Keys.cidrName(map.name()), SmallCodecs.text(map.id()))),
            null);
    return info == null ? null : map;
  }

  private @Nullable CidrMap sameAgain(Entry used, CreateCidrCollectionRequest request)
      throws ApiException {
    String id = SmallCodecs.readText(used.value().octets());
    Entry entry = store.get(Keys.cidrCollection(id));
    if (entry == null) { // deleted between the two reads
      return null;
    }
    CidrMap map = CidrCodec.read(id, entry.value().octets());
    if (!map.callerReference().equals(request.callerReference())) {
      throw new ApiException(
          ErrorCode.CIDR_COLLECTION_ALREADY_EXISTS_EXCEPTION,
          "A CIDR collection with the name "
              + request.name()
              + " and a different caller reference already exists.");
    }
    return map;
  }

  ChangeCidrCollectionResponse change(ChangeCidrCollectionRequest request) throws ApiException {
    ChangeInfo info = repeatedly(request.id(), () -> tryToChange(request));
    return new ChangeCidrCollectionResponse(
        Objects.requireNonNull(info.id()).replaceFirst("^/change/", ""));
  }

  private @Nullable ChangeInfo tryToChange(ChangeCidrCollectionRequest request)
      throws ApiException {
    Entry entry = entry(request.id());
    CidrMap map = CidrCodec.read(request.id(), entry.value().octets());
    Long expected = request.collectionVersion();
    if (expected != null && expected != map.version()) {
      throw new ApiException(
          ErrorCode.CIDR_COLLECTION_VERSION_MISMATCH_EXCEPTION,
          "The CIDR collection version "
              + expected
              + " does not match the current version "
              + map.version()
              + ".");
    }
    return changes.commit(
        List.of(new Condition.AtRevision(entry.key(), entry.revision())),
        List.of(new Mutation.Put(entry.key(), CidrCodec.write(map.with(request.changes())))),
        null);
  }

  DeleteCidrCollectionResponse delete(DeleteCidrCollectionRequest request) throws ApiException {
    repeatedly(request.id(), () -> tryToDelete(request.id()));
    return new DeleteCidrCollectionResponse();
  }

  private @Nullable ChangeInfo tryToDelete(String id) throws ApiException {
    Entry entry = entry(id);
    CidrMap map = CidrCodec.read(id, entry.value().octets());
    if (!map.blocks().isEmpty()) {
      throw new ApiException(
          ErrorCode.CIDR_COLLECTION_IN_USE_EXCEPTION,
          "The CIDR collection " + id + " is not empty: delete its CIDR blocks first.");
    }
    return changes.commit(
        List.of(new Condition.AtRevision(entry.key(), entry.revision())),
        List.of(new Mutation.Delete(entry.key()), new Mutation.Delete(Keys.cidrName(map.name()))),
        null);
  }

  private Entry entry(String id) throws ApiException {
    Entry entry = store.get(Keys.cidrCollection(id));
    if (entry == null) {
      throw CidrLists.noSuchCollection(id);
    }
    return entry;
  }

  static String arn(String id) {
    return "arn:aws:route53:::cidrcollection/" + id;
  }

  private <T> T repeatedly(String locked, Attempt<T> attempt) throws ApiException {
    ReentrantLock lock = locks.of(locked);
    lock.lock();
    try {
      for (int i = 0; i < ATTEMPTS_MAX; i++) {
        T done = attempt.make();
        if (done != null) {
          return done;
        }
      }
    } finally {
      lock.unlock();
    }
    throw new ApiException(
        ErrorCode.CONCURRENT_MODIFICATION,
        "Another user submitted a request to change the CIDR collection at the same time.");
  }

  /** Null: someone else wrote what it had read, so it has to be made again. */
  @FunctionalInterface
  private interface Attempt<T> {
    @Nullable T make() throws ApiException;
  }
}
