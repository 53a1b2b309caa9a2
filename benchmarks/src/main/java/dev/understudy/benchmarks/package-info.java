/**
 * Microbenchmarks of the hot path, run by hand: {@code benchmarks/run steps}, and what else {@code
 * benchmarks/README.md} lists. What the whole product costs beside others is measured by the
 * scripts beside this module.
 */
@NullMarked
package dev.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
