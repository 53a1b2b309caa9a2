/**
 * Tells of record sets that will not fail over as their owner surely expects. Warns, never refuses:
 * every one of these is something Route 53 accepts, and each is right for somebody.
 *
 * <p>{@link dev.understudy.lint.Linter} is the door: it follows the store, looks again at the
 * groups of record sets that a commit concerns, never at a whole zone, and keeps what stands as
 * {@link dev.understudy.lint.Findings}. It runs beside the API and beside those who answer: no
 * write waits for it, and nothing waits for what it says. The rules are pure functions of one group
 * and its surroundings.
 *
 * <p>Imports {@code store} (to follow it), {@code control} (to read what is kept), {@code intent}
 * and {@code wire} (what record sets mean) and {@code presentation} (how names are written); not
 * {@code health}: whether something is healthy now has no part in whether it is set up well.
 * Imported by {@code launch}.
 *
 * <p>Sources: Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured", "How health checks work in complex Route 53 configurations", "Options for
 * configuring health checks", "Best practices for Amazon Route 53 DNS".
 */
@NullMarked
package dev.understudy.lint;

import org.jspecify.annotations.NullMarked;
