/**
 * Takes down queries and replies in passing, for a query log or a tap: rings of octets with one
 * writer and one reader each.
 *
 * <p>The writing side allocates nothing, locks nothing and waits for nobody: what finds no room is
 * lost, and counted. Nothing here knows a format, a file or a socket.
 *
 * <p>Door: {@link dev.understudy.tape.Tapes}. Imports nothing but {@code metrics}, whose words say
 * what was found. Imported by {@code serve}, which writes, and by those who read.
 */
@NullMarked
package dev.understudy.tape;

import org.jspecify.annotations.NullMarked;
