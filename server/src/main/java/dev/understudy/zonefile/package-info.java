/**
 * Zone text: master files read to record sets, and record sets written as master files.
 *
 * <p>Doors: {@link dev.understudy.zonefile.ZoneReader} and {@link
 * dev.understudy.zonefile.ZoneWriter}. What a master file has no words for (routing policies,
 * health checks, aliases, the caller's own spelling of a value) travels in comments, {@link
 * dev.understudy.zonefile.Annotation}, so that what was written reads back as it was. Files come
 * from {@link dev.understudy.zonefile.Sources}; nothing here knows a server.
 *
 * <p>The text is foreign: its size, its includes, their depth and what {@code $GENERATE} makes of
 * it are bounded.
 *
 * <p>Imports {@code model}, {@code presentation}, {@code intent} and {@code wire}; dnsjava for
 * names, TTLs and the words for types and classes. Imported by {@code transfer} and {@code launch}.
 *
 * <p>Sources: RFC 1035, section 5; RFC 2308, section 4 ($TTL); RFC 3597, section 5; RFC 9460,
 * section 2.1; BIND 9 Administrator Reference Manual, "The $GENERATE Directive".
 */
@NullMarked
package dev.understudy.zonefile;

import org.jspecify.annotations.NullMarked;
