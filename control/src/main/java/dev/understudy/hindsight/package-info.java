/**
 * What was answered at a time that is over, and why: rebuilt from the record.
 *
 * <p>Door: {@link dev.understudy.hindsight.Hindsight}. It starts from what the store holds now and
 * undoes every change recorded since by what stood there before; health likewise, by the turns. The
 * state of then goes the way that every state goes at the start of a server, {@code propagation}
 * and the compiler, and {@code explain} asks it: nothing here knows a routing policy. What cannot
 * be known is said in notes, one line each (docs/adr/0145).
 *
 * <p>Imports {@code store}, {@code control} (what keys mean), {@code history}, {@code propagation},
 * {@code answer}, {@code zone}, {@code intent}, {@code health}, {@code routing} and {@code wire}
 * for what they pass on, {@code explain}. Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.hindsight;

import org.jspecify.annotations.NullMarked;
