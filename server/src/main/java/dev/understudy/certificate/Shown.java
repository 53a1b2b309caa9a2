package dev.understudy.certificate;

import java.time.Instant;

/**
 * The certificate in use.
 *
 * @param subject whom it names, as in RFC 2253
 * @param notAfter when it expires
 * @param loaded when it was read
 */
public record Shown(String subject, Instant notAfter, Instant loaded) {}
