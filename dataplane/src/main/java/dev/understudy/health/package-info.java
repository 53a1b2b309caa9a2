/**
 * From observations to a verdict: one checker's streak, the tally over checkers, calculated and
 * inverted checks, and the {@link dev.understudy.health.HealthView} that queries read.
 *
 * <p>Pure decisions plus one holder of state, {@link dev.understudy.health.Verdicts}; time comes in
 * as an argument. Nothing here opens a socket or the store.
 *
 * <p>Imports {@code intent}. Imported by {@code routing}, {@code zone}, {@code answer}, the checker
 * and the control plane.
 *
 * <p>Source: Route 53 Developer Guide, "How Amazon Route 53 determines whether a health check is
 * healthy".
 */
@NullMarked
package dev.understudy.health;

import org.jspecify.annotations.NullMarked;
