package dev.understudy.control;

import dev.understudy.control.SmallCodecs.CheckReference;
import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.DeleteHealthCheckRequest;
import dev.understudy.model.DeleteHealthCheckResponse;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.TagResourceType;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.model.UpdateHealthCheckResponse;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Creates, updates and deletes health checks (API Reference, "Actions", health checks). */
final class HealthChecks {
  private static final int ATTEMPTS_MAX = 100;

  private final Store store;
  private final Checks checks;
  private final Ids ids;
  private final Locks locks;
  private final AlarmDirectory alarms;
  private final ControlSettings settings;

  HealthChecks(
      Store store,
      Checks checks,
      Ids ids,
      Locks locks,
      AlarmDirectory alarms,
      ControlSettings settings) {
    this.alarms = alarms;
    this.store = store;
    this.checks = checks;
    this.ids = ids;
    this.locks = locks;
    this.settings = settings;
  }

  CreateHealthCheckResponse create(CreateHealthCheckRequest request) throws ApiException {
    HealthCheckConfig config =
        CheckRules.complete(request.healthCheckConfig(), settings.privateEndpoints());
    ReentrantLock lock = locks.of("");
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        Check check = tryToCreate(request.callerReference(), config);
        if (check != null) {
          return new CreateHealthCheckResponse(
              Checks.show(check), "/2013-04-01/healthcheck/" + check.id());
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable Check tryToCreate(String reference, HealthCheckConfig config)
      throws ApiException {
    Entry used = store.get(Keys.checkReference(reference));
    if (used != null) {
      return sameAgain(SmallCodecs.readCheckReference(used.value().octets()), config);
    }
    demandChildren(config);
    long max = settings.quotas().healthChecksMax();
    if (max < Long.MAX_VALUE && store.count(Keys.prefix(Space.CHECK)) >= max) {
      throw new ApiException(
          ErrorCode.TOO_MANY_HEALTH_CHECKS,
          "This account has reached its limit of " + max + " health checks.");
    }
    Sequence sequence = Sequence.read(store);
    var check = new Check(ids.check(), sequence.next(), reference, 1, config, alarm(config));
    return committed(
            List.of(
                sequence.unchanged(),
                new Condition.AtRevision(Keys.checkReference(reference), 0),
                new Condition.AtRevision(Keys.check(check.id()), 0)),
            List.of(
                sequence.advance(),
                new Mutation.Put(Keys.check(check.id()), CheckCodec.write(check)),
                new Mutation.Put(Keys.checkCreated(check.created()), SmallCodecs.text(check.id())),
                new Mutation.Put(
                    Keys.checkReference(reference),
                    SmallCodecs.checkReference(check.id(), config))))
        ? check
        : null;
  }

  /** The first use of a caller reference answers again as long as its check is there. */
  private Check sameAgain(CheckReference first, HealthCheckConfig config) throws ApiException {
    Entry entry = store.get(Keys.check(first.checkId()));
    if (entry == null || !first.config().equals(SmallCodecs.config(config))) {
      throw new ApiException(
          ErrorCode.HEALTH_CHECK_ALREADY_EXISTS,
          "A health check has already been created with the specified caller reference.");
    }
    return CheckCodec.read(first.checkId(), entry.value().octets());
  }

  private void demandChildren(HealthCheckConfig config) throws ApiException {
    List<String> children = config.childHealthChecks();
    if (children == null) {
      return;
    }
    for (String child : children) {
      Entry entry = store.get(Keys.check(child));
      if (entry == null) {
        throw CheckRules.invalid("Child health check " + child + " does not exist.");
      }
      HealthCheckType type = CheckCodec.read(child, entry.value().octets()).config().type();
      if (type == HealthCheckType.CALCULATED) {
        throw CheckRules.invalid(
            "Child health check "
                + child
                + " is itself calculated: calculated health checks must not monitor others of"
                + " their kind.");
      }
    }
  }

  /** The definition is copied: later changes of the alarm do not reach the check by themselves. */
  private @Nullable CloudWatchAlarmConfiguration alarm(HealthCheckConfig config)
      throws ApiException {
    AlarmIdentifier alarm = config.alarmIdentifier();
    return alarm == null ? null : alarms.definition(alarm);
  }

  UpdateHealthCheckResponse update(UpdateHealthCheckRequest request) throws ApiException {
    String id = request.healthCheckId();
    ReentrantLock lock = locks.of(id);
    lock.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        Check check = tryToUpdate(id, request);
        if (check != null) {
          return new UpdateHealthCheckResponse(Checks.show(check));
        }
      }
    } finally {
      lock.unlock();
    }
    throw Errors.tooBusy();
  }

  private @Nullable Check tryToUpdate(String id, UpdateHealthCheckRequest request)
      throws ApiException {
    Entry entry = checks.entry(id);
    Check check = CheckCodec.read(id, entry.value().octets());
    Long version = request.healthCheckVersion();
    if (version != null && version != check.version()) {
      throw new ApiException(
          ErrorCode.HEALTH_CHECK_VERSION_MISMATCH,
          "The health check version "
              + version
              + " does not match the current version "
              + check.version()
              + ".");
    }
    HealthCheckConfig config =
        CheckRules.complete(
            CheckUpdate.apply(check.config(), request), settings.privateEndpoints());
    demandChildren(config);
    CloudWatchAlarmConfiguration alarm =
        request.alarmIdentifier() == null ? check.alarm() : alarm(config);
    var updated =
        new Check(id, check.created(), check.callerReference(), check.version() + 1, config, alarm);
    return committed(
            List.of(new Condition.AtRevision(entry.key(), entry.revision())),
            List.of(new Mutation.Put(entry.key(), CheckCodec.write(updated))))
        ? updated
        : null;
  }

  /** Never blocked by what refers to the check; its caller reference stays used. */
  DeleteHealthCheckResponse delete(DeleteHealthCheckRequest request) throws ApiException {
    String id = request.healthCheckId();
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Entry entry = checks.entry(id);
      Check check = CheckCodec.read(id, entry.value().octets());
      if (committed(
          List.of(new Condition.AtRevision(entry.key(), entry.revision())),
          List.of(
              new Mutation.Delete(entry.key()),
              new Mutation.Delete(Keys.checkCreated(check.created())),
              new Mutation.Put(Keys.gone(id), SmallCodecs.number(check.created())),
              new Mutation.Delete(Keys.tags(TagResourceType.HEALTHCHECK.value(), id))))) {
        return new DeleteHealthCheckResponse();
      }
    }
    throw Errors.tooBusy();
  }

  private boolean committed(List<Condition> conditions, List<Mutation> mutations) {
    return switch (store.commit(conditions, mutations)) {
      case CommitOutcome.Committed _ -> true;
      case CommitOutcome.Refused _ -> false;
    };
  }
}
