package dev.understudy.health;

import java.time.Instant;

/**
 * The final status of a check, for people to read; queries read the {@link HealthView}.
 *
 * @param healthy inversion and disabling already applied
 * @param since wall time at which this process first held it so
 */
public record Verdict(String checkId, boolean healthy, Instant since) {}
