/**
 * Knows where clients are: reads a database of places and a table of latencies, both files of the
 * operator's, and reads them again when they change.
 *
 * <p>What it makes is a {@link dev.understudy.routing.Geography}, immutable and wholly in memory;
 * no query ever waits for a file. A file that became unreadable changes nothing: what was read last
 * stays in use, and the log says so once. Door: {@link dev.understudy.geography.Atlas}; beside it
 * {@link dev.understudy.geography.Cidr} and {@link dev.understudy.geography.DefaultLocation} read
 * settings.
 *
 * <p>Imports {@code intent} and {@code routing}. Imported by {@code launch}.
 *
 * <p>Sources: MaxMind DB File Format Specification 2.0; Route 53 Developer Guide, "How Amazon Route
 * 53 uses EDNS0 to estimate the location of a user".
 */
@NullMarked
package dev.understudy.geography;

import org.jspecify.annotations.NullMarked;
