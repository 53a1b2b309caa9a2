/**
 * SNS: topics, subscriptions that their owners confirm, and messages that reach them by mail or
 * HTTP (API Reference 2010-03-31).
 *
 * <p>The doors are {@link dev.understudy.sns.SnsService}, the API, and {@link
 * dev.understudy.sns.Publishing}, by which alarms put messages into a commit of their own. A
 * message is accepted when it stands in the outbox, once for each confirmed subscription, in one
 * commit; {@code delivery} does the rest.
 *
 * <p>Imports {@code query}, {@code control} for its refusals, {@code store} and {@code delivery}.
 * Imported by {@code cloudwatch} and {@code launch}.
 */
@NullMarked
package dev.understudy.sns;

import org.jspecify.annotations.NullMarked;
