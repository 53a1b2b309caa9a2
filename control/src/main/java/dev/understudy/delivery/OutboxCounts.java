package dev.understudy.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox did since the process started, and what waits.
 *
 * @param sent delivered
 * @param retried tries that failed and will be made again
 * @param givenUp refused for good, expired or dropped
 * @param waiting now
 * @param oldest for how long the oldest has been waiting, zero where none is
 * @param lastGivenUp the one given up last since the process started, null where none was
 */
public record OutboxCounts(
    long sent,
    long retried,
    long givenUp,
    int waiting,
    Duration oldest,
    Outcome.@Nullable GivenUp lastGivenUp) {}
