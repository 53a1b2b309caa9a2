package dev.understudy.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One checker's standing on one check, as it travels in a {@link Beat}.
 *
 * @param version of the check that was probed
 * @param healthy the checker's opinion after its failure threshold
 * @param enough whether it has seen enough results to have an opinion that counts
 * @param last the newest observation, null before the first
 * @param lastFailure the newest failed observation, null if none failed since the checker started
 * @param alikeSince when the first of the newest observations was made that all passed or all
 *     failed, null before the first
 */
public record Report(
    String checkId,
    long version,
    boolean healthy,
    boolean enough,
    @Nullable Observation last,
    @Nullable Observation lastFailure,
    @Nullable Instant alikeSince) {}
