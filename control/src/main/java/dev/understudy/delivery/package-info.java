/**
 * What is to be sent leaves by a durable outbox: mail over SMTP (or as files), posts over HTTP.
 *
 * <p>{@link dev.understudy.delivery.Outbox} is the door. Whoever causes a {@link
 * dev.understudy.delivery.Notification} puts its entries into the very commit that causes it, so
 * that after any crash either both are there or neither; then it wakes the outbox, which sends,
 * tries again where that may help, and deletes the entry. {@link
 * dev.understudy.delivery.Transports} are the ways out. Knows nothing of alarms, topics, incidents
 * or wording, and never stands in the way of a query or a flip: nothing of it runs on the caller's
 * thread but the encoding of entries.
 *
 * <p>Each notification is sent at least once, and twice only where the process or the connection
 * dies between the server's final reply and our commit (or that reply never arrives). A mail then
 * has the same Message-ID, a post the same body.
 *
 * <p>Imports {@code store}. Imported by those who cause notifications, and by {@code launch}.
 *
 * <p>Sources: RFC 5321 (SMTP), RFC 5322 (mail), RFC 3834 (automatic mail), RFC 9110 and 9112
 * (HTTP).
 */
@NullMarked
package dev.understudy.delivery;

import org.jspecify.annotations.NullMarked;
