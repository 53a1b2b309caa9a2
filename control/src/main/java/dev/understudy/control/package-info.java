/**
 * What the Route 53 API means: hosted zones, change batches, health checks, tags and changes, with
 * Route 53's limits, error codes and sentences.
 *
 * <p>{@link dev.understudy.control.Route53} is the door: one request in, one response or one {@link
 * dev.understudy.control.ApiException} out. All that is remembered is in the store, laid out by
 * {@link dev.understudy.control.Keys} so that every list of the API is a scan; nothing is kept in
 * memory between requests but locks and those who wait. {@link dev.understudy.control.StoredIntent}
 * reads the same octets back for those who serve and probe, {@link
 * dev.understudy.control.StoredGroups} group by group for those who judge what is set up, and
 * {@link dev.understudy.control.Touched} what a commit is about. Decisions ({@link
 * dev.understudy.control.ChangeBatch}, the rules of health checks) are pure; they read through
 * small interfaces and return what to write.
 *
 * <p>Never touches a socket, XML or a signature. What it needs from outside are its interfaces:
 * {@link dev.understudy.control.Roster}, {@link dev.understudy.control.Observations}, {@link
 * dev.understudy.control.TestAnswers}, a clock and a random source.
 *
 * <p>Imports {@code store}, {@code model}, {@code recipient}, {@code presentation}, {@code intent},
 * {@code wire} and {@code health}. Imported by {@code propagation}, {@code explain}, {@code lint},
 * {@code route53}, {@code transfer}, {@code launch}.
 *
 * <p>Sources: Route 53 API Reference 2013-04-01; Developer Guide.
 */
@NullMarked
package dev.understudy.control;

import org.jspecify.annotations.NullMarked;
