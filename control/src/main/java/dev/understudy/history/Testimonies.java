package dev.understudy.history;

import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Standing;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Testimony;
import dev.understudy.history.FlipQueue.Flip;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.RoutingControl;
import dev.understudy.intent.HealthCheck.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evidence in the words of the record. */
final class Testimonies {
  /** Of more checkers the first are kept. */
  private static final int CHECKERS_MAX = 32;

  private Testimonies() {}

  /**
   * A turn of a check that is there.
   *
   * @param found whether it was already so when first told
   */
  static HealthTransition transition(Flip flip, boolean from, boolean found, Instant now) {
    Standing standing = Objects.requireNonNull(flip.standing());
    List<Testimony> evidence =
        standing.evidence().stream()
            .limit(CHECKERS_MAX)
            .map(each -> testimony(each, standing.check().version()))
            .toList();
    return new HealthTransition(
        found ? now : flip.at(),
        flip.checkId(),
        target(standing.check().subject()),
        from,
        flip.healthy(),
        flip.merged(),
        found,
        evidence);
  }

  /** What is checked, in short. */
  static String target(Subject subject) {
    return switch (subject) {
      case Endpoint endpoint -> endpoint(endpoint);
      case Calculated calculated ->
          "at least "
              + calculated.healthThreshold()
              + " of "
              + calculated.children().size()
              + " checks";
      case AlarmState _ -> "an alarm";
      case RoutingControl control -> control.arn();
    };
  }

  private static String endpoint(Endpoint endpoint) {
    String host =
        endpoint.address() == null
            ? Objects.requireNonNull(endpoint.host())
            : endpoint.address().getHostAddress();
    String path = "/".equals(endpoint.path()) ? "" : endpoint.path();
    return endpoint.protocol().name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + endpoint.port()
        + path;
  }

  private static Testimony testimony(Evidence evidence, long version) {
    Observation last = evidence.report().last();
    Observation failure = evidence.report().lastFailure();
    return new Testimony(
        evidence.checker(),
        evidence.region(),
        evidence.report().healthy(),
        evidence.report().enough() && evidence.report().version() == version,
        text(last),
        time(last),
        text(failure),
        time(failure),
        evidence.report().alikeSince());
  }

  private static @Nullable String text(@Nullable Observation observation) {
    return observation == null ? null : observation.status();
  }

  private static @Nullable Instant time(@Nullable Observation observation) {
    return observation == null ? null : observation.checkedTime();
  }
}
