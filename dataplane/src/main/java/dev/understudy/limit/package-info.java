/**
 * Whether a reply over UDP may leave, so that nobody can be flooded with replies by queries sent in
 * his name (reflection). Counts replies by where they would go and what they say, in a table of one
 * serving thread.
 *
 * <p>Decides only: it opens no socket, reads no clock, builds no message and counts no metric. No
 * allocation, no lock. What is proven, by a connection or a cookie, never comes here.
 *
 * <p>Door: {@link dev.understudy.limit.RateLimiter}, set up by {@link
 * dev.understudy.limit.RateLimit}. Imports {@code wire} and {@code routing} (networks). Imported by
 * {@code serve} and the launcher.
 *
 * <p>Sources: "DNS Response Rate Limiting" (Vixie and Schryver, ISC-TN-2012-1); the manuals of BIND
 * (rate-limit), NSD (rrl-ratelimit) and Knot DNS (mod-rrl).
 */
@NullMarked
package dev.understudy.limit;

import org.jspecify.annotations.NullMarked;
