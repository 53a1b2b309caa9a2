/**
 * From intent to the compiled answer tree, whole or one change at a time; and the lookup of a name
 * in it.
 *
 * <p>Doors: {@link dev.understudy.zone.AnswerTree} to read, and {@link
 * dev.understudy.zone.Lookahead} for who is about to read much of it. Decides which zone owns a
 * name, what a wildcard covers and where a delegation begins; never which of several candidates
 * answers. Also tells which targets of aliases lie outside the zones and takes what others resolved
 * of them.
 *
 * <p>Imports {@code wire}, {@code intent}, {@code health}, {@code routing} and, for the keys kept
 * beside a zone, {@code dnssec}. Imported by {@code answer} and by what explains answers.
 *
 * <p>Sources: RFC 1034 section 4.3.2, RFC 4592, RFC 8020; Route 53 Developer Guide, "DNS domain
 * name format".
 */
@NullMarked
package dev.understudy.zone;

import org.jspecify.annotations.NullMarked;
