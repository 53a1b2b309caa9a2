/**
 * Reads the settings, wires everything by hand in {@link dev.understudy.launch.Understudy}, in an
 * order that reads from top to bottom, and answers the command line in {@link
 * dev.understudy.launch.Main}.
 *
 * <p>The only package that knows all others. Imported by none.
 */
@NullMarked
package dev.understudy.launch;

import org.jspecify.annotations.NullMarked;
