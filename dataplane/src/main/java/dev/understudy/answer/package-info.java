/**
 * From a query and an edition to the octets of a reply; and the edition itself, which the publisher
 * replaces when the intent or a verdict changes. What a signed zone adds is in one seam, {@code
 * Signing}, that every finished RRset passes.
 *
 * <p>Doors: {@link dev.understudy.answer.Responder} for serving threads, with {@link
 * dev.understudy.answer.ReadAhead} where queries come in batches, {@link
 * dev.understudy.answer.Publisher} for the one writer. Opens no socket, reads no clock but for
 * signatures, logs nothing.
 *
 * <p>Imports {@code wire}, {@code cookie}, {@code intent}, {@code dnssec}, {@code health}, {@code
 * routing}, {@code zone} and {@code metrics}. Imported by {@code serve}, by what explains answers,
 * and by the launcher.
 *
 * <p>Sources: RFC 1034, 1035, 2181, 2308, 4035, 4592, 5001, 6604, 6891, 7828, 7830, 7871, 7873,
 * 8467, 8482, 8914; Route 53 Developer Guide, "DNS behavior".
 */
@NullMarked
package dev.understudy.answer;

import org.jspecify.annotations.NullMarked;
