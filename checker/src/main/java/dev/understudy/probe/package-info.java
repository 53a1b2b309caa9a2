/**
 * Looks at one endpoint: a probe says what it saw, a watch decides when to look and when a
 * checker's opinion turns, a vigil does so on threads.
 *
 * <p>Every octet an endpoint sends is hostile. Whatever it does, a probe ends within its limits
 * with one {@link dev.understudy.health.Observation}. Nothing here knows of other checkers or of
 * answers.
 *
 * <p>Doors: {@link dev.understudy.probe.Prober} (one probe), {@link dev.understudy.probe.Watch}
 * (the decisions, pure), {@link dev.understudy.probe.Vigil} (a watch on threads), {@link
 * dev.understudy.probe.Network} (the outside, as an argument).
 *
 * <p>Imports {@code intent} and {@code health}. Imported by {@code beat}.
 *
 * <p>Sources: Route 53 Developer Guide, "How Amazon Route 53 determines whether a health check is
 * healthy"; RFC 7230; RFC 1952.
 */
@NullMarked
package dev.understudy.probe;

import org.jspecify.annotations.NullMarked;
