/**
 * The Route 53 REST-XML API, 2013-04-01, over HTTP: what was asked, by whom, in which words; and
 * the answer in AWS's spelling. Knows transport, signatures, XML and the model's constraints; never
 * what an operation means, which is behind {@link Api}.
 *
 * <p>Door: {@link ApiServer}. One request goes: {@link Router} (which operation) → {@link
 * SignatureV4} (whose) → {@link RequestReader} (decoded and checked against the model) → {@link
 * Api} → {@link XmlWriter}. {@link QueryServices} is the place for the services that share the
 * port: STS today.
 *
 * <p>The other door is {@link ApiClient}, the client's side of the same words, for commands that
 * ask a server which runs.
 *
 * <p>Imports {@code model}, {@code control}; Jetty only in {@link ApiServer}, {@link ApiHandler}
 * and {@link SteadyConnector}. Imported by {@code launch}.
 *
 * <p>Source: Route 53 API Reference; "Signature Version 4 signing process", AWS General Reference.
 */
@NullMarked
package dev.understudy.route53;

import org.jspecify.annotations.NullMarked;
