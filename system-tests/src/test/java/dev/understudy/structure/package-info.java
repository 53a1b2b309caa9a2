/** Rules about the shape of the code itself. */
@NullMarked
package dev.understudy.structure;

import org.jspecify.annotations.NullMarked;
