/**
 * AWS's protocols with an action in the request: the query protocol, which SNS and STS speak (a
 * form in, XML out), and what newer clients of CloudWatch speak besides (awsJson 1.0, Smithy RPC v2
 * CBOR).
 *
 * <p>The doors are {@link dev.understudy.query.QueryService}, which reads a {@link
 * dev.understudy.query.Form} and writes a {@link dev.understudy.query.ResultXml}, and {@link
 * dev.understudy.query.RpcService} for services of all three. Knows nothing of HTTP or signatures.
 *
 * <p>Imports {@code control} for its refusals. Imported by {@code route53}, {@code sns}, {@code
 * cloudwatch} and {@code launch}.
 */
@NullMarked
package dev.understudy.query;

import org.jspecify.annotations.NullMarked;
