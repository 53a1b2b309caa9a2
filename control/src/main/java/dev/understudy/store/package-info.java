/**
 * An ordered key-value store with revisions: get, scan, commit, follow, lease. Knows nothing of
 * what it keeps.
 *
 * <p>{@link dev.understudy.store.Staged} shows what it will hold after mutations that are not
 * committed yet.
 *
 * <p>{@link dev.understudy.store.Store} is the contract, the same for every engine; one test suite
 * runs over all of them. A commit is durable before it is acknowledged.
 *
 * <p>{@link dev.understudy.store.ValueWriter} and {@link dev.understudy.store.ValueReader} are how
 * its users turn what they keep into octets and back.
 *
 * <p>Imports nothing of ours. Imported by {@code control}, {@code propagation} and {@code
 * delivery}.
 */
@NullMarked
package dev.understudy.store;

import org.jspecify.annotations.NullMarked;
