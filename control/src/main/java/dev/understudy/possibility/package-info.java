/**
 * Every answer that a name can give: under which health checks, and to which clients.
 *
 * <p>Door: {@link dev.understudy.possibility.Possibilities}. It asks the lookup and the routing
 * that answer queries, with every state of health, a client for each place that the record sets
 * mention, and draws that are gone through one by one; it decides nothing itself. Everything it
 * does is bounded, and where a bound was met the result says so.
 *
 * <p>Imports {@code answer}, {@code zone}, {@code routing}, {@code health}, {@code intent}, {@code
 * wire} and {@code presentation}. Imported by {@code preview} and {@code launch}.
 */
@NullMarked
package dev.understudy.possibility;

import org.jspecify.annotations.NullMarked;
