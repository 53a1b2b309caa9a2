/**
 * The record of what happened: health transitions, changed answers, configuration changes and
 * notifications, kept in the store for a while.
 *
 * <p>Door: {@link dev.understudy.history.EventLog}, which turns an {@link
 * dev.understudy.history.Event} into writes for the commit of whoever made it happen, and finds
 * events by time, name and health check. {@link dev.understudy.history.AnswerChanges} is told of
 * flips and of the answers that changed with them, and what it wants written goes into the same
 * commit.
 *
 * <p>Decides nothing about answers, checks or mails, and stands in nobody's way: what it is told on
 * the way of a flip goes into a bounded queue that never blocks.
 *
 * <p>Imports {@code store}, {@code control}, {@code presentation}, {@code delivery}, {@code
 * health}, {@code intent}, {@code answer}, {@code zone}, {@code possibility}, {@code routing},
 * {@code wire}. Imported by {@code incident}, {@code hindsight} and {@code launch}.
 */
@NullMarked
package dev.understudy.history;

import org.jspecify.annotations.NullMarked;
