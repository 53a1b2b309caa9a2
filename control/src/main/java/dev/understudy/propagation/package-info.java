/**
 * Carries committed intent from the store to those who serve and probe, in order and without gap,
 * and tells how far each nameserver has come.
 *
 * <p>The door is {@link dev.understudy.propagation.Propagation}, a follower of the store. One
 * commit becomes one list of mutations, so a change batch is seen whole or not at all. {@link
 * dev.understudy.propagation.LocalRoster} answers whether a change is INSYNC where one process has
 * the only nameserver; several will report under leases of the store, behind the same interface.
 * Decides nothing about zones or checks, but what is told in place of entries that are damaged:
 * {@link dev.understudy.propagation.Damage} has the list.
 *
 * <p>Imports {@code store}, {@code control}, {@code intent}, {@code dnssec} to try keys, and {@code
 * zone} to name what a listener did not take. Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.propagation;

import org.jspecify.annotations.NullMarked;
