/**
 * A checker: watches every health check of the intent and reports its whole table to every
 * nameserver, each second and at once when an opinion turned.
 *
 * <p>Door: {@link dev.understudy.beat.Checker}. Decides nothing about answers; knows neither store
 * nor API.
 *
 * <p>Imports {@code intent}, {@code health} and {@code probe}. Imported by {@code launch}.
 *
 * <p>Source: health-checks.md, section 12 (constant work); docs/adr/0032.
 */
@NullMarked
package dev.understudy.beat;

import org.jspecify.annotations.NullMarked;
