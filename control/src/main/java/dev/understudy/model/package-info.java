/**
 * The Route 53 API as data: one record per structure and per operation's input and output, an
 * {@link Operation} table, and {@link StructureShape} tables that one codec interprets. Decides
 * nothing and does nothing.
 *
 * <p>Generated at build time from {@code control/src/main/model/route53-model.json}; only the shape
 * vocabulary ({@link Shape}, {@link StructureShape}, {@link Member}, {@link Place}, {@link
 * WireValue}) is written by hand.
 *
 * <p>Names. Types are named as in the model; operation {@code Xxx} has {@code XxxRequest} (a {@link
 * Request}) and {@code XxxResponse} (a {@link Response}), even if empty. A record component is the
 * member's name with its leading run of capitals lowered, save the last capital of a run that
 * begins a word: {@code Id} is {@code id}, {@code TTL} {@code ttl}, {@code DNSName} {@code
 * dnsName}, {@code IPAddress} {@code ipAddress}, {@code VPCId} {@code vpcId}, {@code VPCs} {@code
 * vpcs}, {@code EDNS0ClientSubnetIP} {@code edns0ClientSubnetIP}, {@code EnableSNI} {@code
 * enableSNI}. An enum constant is the wire's spelling in capitals with underscores: {@code
 * LastKnownStatus} is {@code LAST_KNOWN_STATUS}; so are operations ({@code GET_DNSSEC}) and error
 * codes.
 *
 * <p>Types. Lists are immutable {@code List}s, timestamps {@code Instant}s; region codes are {@code
 * String}s, because new regions appear every year; optional members are nullable. Required members
 * are never null: the codec checks a request before it makes the record. One member the model calls
 * required is optional here: {@code CreateHostedZoneResponse.delegationSet}, absent for private
 * zones. {@code location} of create responses is a path ({@code /2013-04-01/hostedzone/Z1}); the
 * HTTP skin makes it absolute.
 *
 * <p>Imports nothing. Imported by {@code control}, {@code route53}, {@code launch}.
 */
@NullMarked
package dev.understudy.model;

import org.jspecify.annotations.NullMarked;
