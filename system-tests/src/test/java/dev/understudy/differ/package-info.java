/**
 * Compares what Understudy answers with what NSD, Knot and BIND answer from the same zones. Every
 * difference is explained in {@code differ/differences.txt}, or the test fails.
 */
@NullMarked
package dev.understudy.differ;

import org.jspecify.annotations.NullMarked;
