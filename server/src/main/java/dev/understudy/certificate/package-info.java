/**
 * What a TLS server shows of itself, from two PEM files that are watched: a certificate with its
 * chain, and the key.
 *
 * <p>A pair is taken whole or not at all: both can be read, belong together and are valid now. What
 * is in use stays in use until there is a better one. Knows nothing of DNS or of sockets.
 *
 * <p>Door: {@link dev.understudy.certificate.CertificateFiles}. Imports nothing. Imported by {@code
 * launch}.
 *
 * <p>Sources: RFC 7468 (PEM), RFC 5958 (PKCS #8), RFC 8446, section 4.4.2 (the order of a chain).
 */
@NullMarked
package dev.understudy.certificate;

import org.jspecify.annotations.NullMarked;
