package dev.understudy.control;

import dev.understudy.control.ZoneKeys.Role;
import dev.understudy.control.ZoneKeys.ZoneSigningKey;
import dev.understudy.dnssec.NewKey;
import dev.understudy.intent.SigningKey;
import dev.understudy.model.ActivateKeySigningKeyRequest;
import dev.understudy.model.ActivateKeySigningKeyResponse;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.CreateKeySigningKeyRequest;
import dev.understudy.model.CreateKeySigningKeyResponse;
import dev.understudy.model.DNSSECStatus;
import dev.understudy.model.DeactivateKeySigningKeyRequest;
import dev.understudy.model.DeactivateKeySigningKeyResponse;
import dev.understudy.model.DeleteKeySigningKeyRequest;
import dev.understudy.model.DeleteKeySigningKeyResponse;
import dev.understudy.model.DisableHostedZoneDNSSECRequest;
import dev.understudy.model.DisableHostedZoneDNSSECResponse;
import dev.understudy.model.EnableHostedZoneDNSSECRequest;
import dev.understudy.model.EnableHostedZoneDNSSECResponse;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.GetDNSSECRequest;
import dev.understudy.model.GetDNSSECResponse;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.UnreadableStateException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes, switches and deletes key-signing keys, turns signing on and off, and lets zone-signing
 * keys give way to new ones (API Reference, "Actions", DNSSEC).
 *
 * <p>All keys of a zone are one entry of the store, written on condition that the zone is there; a
 * zone is deleted on condition that this entry is not.
 */
final class ZoneSigningKeys {
  private static final int ATTEMPTS_MAX = 100;

  private final Store store;
  private final Zones zones;
  private final Changes changes;
  private final Locks locks;
  private final ParentRecords parents;
  private final InstantSource clock;
  private final SecureRandom random;

  ZoneSigningKeys(Store store, Zones zones, Changes changes, Locks locks, InstantSource clock) {
    this.store = store;
    this.zones = zones;
    this.changes = changes;
    this.locks = locks;
    this.parents = new ParentRecords(store);
    this.clock = clock;
    this.random = new SecureRandom();
  }

  /** What becomes of a zone's keys. */
  private interface Step {
    ZoneKeys take(Zone zone, ZoneKeys keys, Instant now) throws ApiException;
  }

  GetDNSSECResponse get(GetDNSSECRequest request) throws ApiException {
    Zone zone = publicZone(request.hostedZoneId());
    ZoneKeys keys = read(store.get(Keys.zoneKeys(zone.id())));
    return new GetDNSSECResponse(
        new DNSSECStatus(keys.signing() ? "SIGNING" : "NOT_SIGNING", null),
        keys.keySigningKeys().stream().map(key -> KeyPresenter.show(zone, key)).toList());
  }

  CreateKeySigningKeyResponse create(CreateKeySigningKeyRequest request) throws ApiException {
    KeyRules.check(request);
    Zone zone = publicZone(request.hostedZoneId());
    SigningKey pair = NewKey.make(SigningKey.KEY_SIGNING, random);
    ChangeInfo info =
        change(
            zone.id(),
            (_, keys, now) -> {
              KeyRules.checkRoom(keys, request);
              return keys.with(
                  new KeySigningKey(
                      request.name(),
                      request.keyManagementServiceArn(),
                      request.callerReference(),
                      request.status().equals(KeyRules.ACTIVE),
                      pair,
                      now,
                      now));
            });
    KeySigningKey key = existing(read(store.get(Keys.zoneKeys(zone.id()))), request.name());
    return new CreateKeySigningKeyResponse(
        info,
        KeyPresenter.show(zone, key),
        "/2013-04-01/keysigningkey/" + zone.id() + "/" + request.name());
  }

  ActivateKeySigningKeyResponse activate(ActivateKeySigningKeyRequest request) throws ApiException {
    return new ActivateKeySigningKeyResponse(
        changeKey(
            request.hostedZoneId(),
            (_, keys, now) -> keys.with(existing(keys, request.name()).with(true, now))));
  }

  DeactivateKeySigningKeyResponse deactivate(DeactivateKeySigningKeyRequest request)
      throws ApiException {
    return new DeactivateKeySigningKeyResponse(
        changeKey(
            request.hostedZoneId(),
            (zone, keys, now) -> {
              KeySigningKey key = existing(keys, request.name());
              if (key.active() && keys.signing()) {
                KeyRules.checkNotLast(keys);
                parents.checkUnnamed(zone, key);
              }
              return keys.with(key.with(false, now));
            }));
  }

  DeleteKeySigningKeyResponse delete(DeleteKeySigningKeyRequest request) throws ApiException {
    return new DeleteKeySigningKeyResponse(
        changeKey(
            request.hostedZoneId(),
            (_, keys, _) -> {
              KeySigningKey key = existing(keys, request.name());
              KeyRules.checkInactive(key);
              return keys.without(key);
            }));
  }

  EnableHostedZoneDNSSECResponse enable(EnableHostedZoneDNSSECRequest request) throws ApiException {
    return new EnableHostedZoneDNSSECResponse(
        change(
            publicZone(request.hostedZoneId()).id(),
            (zone, keys, now) -> {
              KeyRules.checkActive(zone, keys);
              ZoneKeys on = keys.signing(true);
              return on.zoneSigningKeys().isEmpty()
                  ? on.with(
                      List.of(
                          new ZoneSigningKey(
                              Role.SIGNING, NewKey.make(SigningKey.ZONE_SIGNING, random), now)))
                  : on;
            }));
  }

  DisableHostedZoneDNSSECResponse disable(DisableHostedZoneDNSSECRequest request)
      throws ApiException {
    return new DisableHostedZoneDNSSECResponse(
        change(
            publicZone(request.hostedZoneId()).id(),
            (zone, keys, _) -> {
              if (keys.isEmpty()) {
                throw new ApiException(
                    ErrorCode.DNSSEC_NOT_FOUND,
                    "The hosted zone doesn't have any DNSSEC resources.");
              }
              for (KeySigningKey key : keys.keySigningKeys()) {
                if (key.active() && keys.signing()) {
                  parents.checkUnnamed(zone, key);
                }
              }
              return keys.signing(false);
            }));
  }

  /** Takes the step that is due for the zone-signing keys of each signed zone, if any. */
  void rotate() {
    Entry last = null;
    while (true) {
      List<Entry> page =
          store.scan(Keys.prefix(Space.ZONE_KEYS), last == null ? null : last.key(), 100);
      for (Entry entry : page) {
        try {
          rotate(entry);
        } catch (UnreadableStateException e) {
          // Told of where they are missing from answers; the others are not to wait.
        }
      }
      if (page.size() < 100) {
        return;
      }
      last = page.getLast();
    }
  }

  private void rotate(Entry entry) {
    ZoneKeys keys = read(entry);
    if (!keys.signing()) {
      return;
    }
    List<ZoneSigningKey> next =
        KeyRotation.next(
            keys.zoneSigningKeys(), now(), () -> NewKey.make(SigningKey.ZONE_SIGNING, random));
    if (!next.equals(keys.zoneSigningKeys())) {
      // Whoever was faster has changed these keys; the next round looks again.
      Store.CommitOutcome _ =
          store.commit(
              List.of(new Condition.AtRevision(entry.key(), entry.revision())),
              List.of(new Mutation.Put(entry.key(), ZoneKeysCodec.write(keys.with(next)))));
    }
  }

  private ChangeInfo changeKey(String zoneId, Step step) throws ApiException {
    try {
      return change(Zones.bareId(zoneId), step);
    } catch (ApiException e) {
      throw e.code().equals(ErrorCode.NO_SUCH_HOSTED_ZONE.code()) ? KeyRules.noSuchKey() : e;
    }
  }

  private ChangeInfo change(String zoneId, Step step) throws ApiException {
    ReentrantLock lock = locks.of(zoneId);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        ChangeInfo info = tryToChange(zoneId, step);
        if (info != null) {
          return info;
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable ChangeInfo tryToChange(String zoneId, Step step) throws ApiException {
    Zone zone = zones.get(zoneId);
    Entry entry = store.get(Keys.zoneKeys(zoneId));
    ZoneKeys after = step.take(zone, read(entry), now());
    return changes.commit(
        List.of(
            new Condition.Present(Keys.zone(zoneId)),
            new Condition.AtRevision(Keys.zoneKeys(zoneId), entry == null ? 0 : entry.revision())),
        List.of(
            after.isEmpty()
                ? new Mutation.Delete(Keys.zoneKeys(zoneId))
                : new Mutation.Put(Keys.zoneKeys(zoneId), ZoneKeysCodec.write(after))),
        null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Zone publicZone(String id) throws ApiException {
    Zone zone = zones.get(id);
    if (zone.privateZone()) {
      throw new ApiException(
          ErrorCode.INVALID_ARGUMENT, "Operation is unsupported for private hosted zones.");
    }
    return zone;
  }

  private static ZoneKeys read(@Nullable Entry entry) {
    return entry == null ? ZoneKeys.NONE : ZoneKeysCodec.read(entry.value().octets());
  }

  private static KeySigningKey existing(ZoneKeys keys, String name) throws ApiException {
    KeySigningKey key = keys.find(name);
    if (key == null) {
      throw KeyRules.noSuchKey();
    }
    return key;
  }
}
