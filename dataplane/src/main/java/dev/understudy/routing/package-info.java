/**
 * Decides which of a group's record sets answers: by policy, then by health, then by the last
 * resort when nothing is healthy.
 *
 * <p>A pure function: the same candidates, health view, client and draws give the same choice.
 * Nothing here reads a clock, a socket or the store, or knows how records are kept. Door: {@link
 * dev.understudy.routing.Router}, over {@link dev.understudy.routing.Candidates}, which whoever
 * keeps the records implements.
 *
 * <p>What is known of the world outside comes in as a {@link dev.understudy.routing.Geography}; no
 * file is read here.
 *
 * <p>Imports {@code wire}, {@code intent} and {@code health}. Imported by {@code zone} and {@code
 * answer}.
 *
 * <p>Source: Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured".
 */
@NullMarked
package dev.understudy.routing;

import org.jspecify.annotations.NullMarked;
