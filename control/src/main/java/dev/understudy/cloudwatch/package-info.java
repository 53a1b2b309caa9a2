/**
 * CloudWatch as far as health checks need it: metrics by the minute, alarms over them, and what
 * alarms do (API Reference 2010-08-01).
 *
 * <p>{@link dev.understudy.cloudwatch.Metrics} holds statistics by minute; {@link
 * dev.understudy.cloudwatch.Alarms} keeps alarms and judges them by the pure rules of {@link
 * dev.understudy.cloudwatch.Judgement}. What an alarm's new state causes to be sent is written in
 * the commit that changes the state.
 *
 * <p>Imports {@code store}, {@code sns} (topics are where alarms lead), {@code delivery}, {@code
 * query} and {@code control} for their forms and refusals, {@code health} and {@code intent} for
 * what checkers see and checks follow, {@code model} for the definitions of alarms that they show.
 * Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.cloudwatch;

import org.jspecify.annotations.NullMarked;
