package dev.understudy.control;

import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.HealthCheckConfig;
import org.jspecify.annotations.Nullable;

/**
 * A health check as it is kept.
 *
 * @param created number in the order of creation of zones and checks
 * @param version 1 at creation, one more with each update
 * @param config as the API shows it: defaults filled in, what was not given absent
 * @param alarm the definition of the alarm it follows, as it was when the check was pointed at it;
 *     null for all other types
 */
record Check(
    String id,
    long created,
    String callerReference,
    long version,
    HealthCheckConfig config,
    @Nullable CloudWatchAlarmConfiguration alarm) {}
