/**
 * AWS's query protocol, which SNS, CloudWatch and STS speak: an action and parameters in a form,
 * XML back.
 *
 * <p>The door is {@link dev.understudy.query.QueryService}; {@link dev.understudy.query.Form} is
 * what it reads and {@link dev.understudy.query.ResultXml} what it writes. Knows nothing of HTTP or
 * signatures.
 *
 * <p>Imports {@code control} for its refusals. Imported by {@code route53}, {@code sns}, {@code
 * cloudwatch} and {@code launch}.
 */
@NullMarked
package dev.understudy.query;

import org.jspecify.annotations.NullMarked;
