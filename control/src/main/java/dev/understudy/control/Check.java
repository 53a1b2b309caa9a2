package dev.understudy.control;

import dev.understudy.model.HealthCheckConfig;

/**
 * A health check as it is kept.
 *
 * @param created number in the order of creation of zones and checks
 * @param version 1 at creation, one more with each update
 * @param config as the API shows it: defaults filled in, what was not given absent
 */
record Check(
    String id, long created, String callerReference, long version, HealthCheckConfig config) {}
