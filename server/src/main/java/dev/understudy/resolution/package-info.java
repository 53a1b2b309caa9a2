/**
 * Resolves the targets of aliases that lie outside the zones served: asks the configured resolvers,
 * again whenever what they said runs out, and tells whoever publishes what changed. What was known
 * last stays while nobody answers, also over a restart.
 *
 * <p>Door: {@link dev.understudy.resolution.OutsideTargets}. Decides nothing about answers, and no
 * query ever waits for it. {@link dev.understudy.resolution.Agenda} is the whole decision, on one
 * thread, with time and chance as arguments; the network is an {@link
 * dev.understudy.resolution.Asker}.
 *
 * <p>Imports {@code intent}, {@code wire}, {@code zone} and {@code presentation}. Imported by
 * {@code launch}.
 *
 * <p>Sources: RFC 1034 section 4.3.2, RFC 2308, RFC 8767; docs/adr/0086-when-to-resolve-again.md.
 */
@NullMarked
package dev.understudy.resolution;

import org.jspecify.annotations.NullMarked;
