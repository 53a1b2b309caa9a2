/**
 * Who is told when a health check fails, as people write it: a mail address, or a URL with the form
 * that is posted there.
 *
 * <p>{@link dev.understudy.recipient.Recipient} is the door. Reads and checks text; sends nothing.
 *
 * <p>Imports {@code delivery} for addresses and URLs. Imported by {@code control}, which takes such
 * text in the tag {@code understudy:notify}, by {@code incident} and by {@code launch}.
 */
@NullMarked
package dev.understudy.recipient;

import org.jspecify.annotations.NullMarked;
