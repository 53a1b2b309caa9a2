/**
 * Tells people when a health check turns, without any ceremony: incidents, one thread of mail (or
 * of posts) for each and each recipient.
 *
 * <p>{@link dev.understudy.incident.Alerts} is the door: {@code history} tells it of turns and of
 * the answers that changed with them, and writes what it notes in the commit of the record. What is
 * told when is decided by {@code Incidents}, a state machine without clock, store or socket; how it
 * is worded, by pure functions. What is sent and the memory of having sent it are one commit, so a
 * process killed at any moment neither loses nor doubles a message.
 *
 * <p>Imports {@code history}, {@code store}, {@code delivery}, {@code recipient}, {@code control}
 * for the tags of checks, and {@code presentation}, {@code intent} and {@code wire} for names and
 * types of answers. Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.incident;

import org.jspecify.annotations.NullMarked;
