/**
 * DNS Cookies: whether a client has shown that the address it asks from is its own (RFC 7873, in
 * the form of RFC 9018 that nameservers of different make share).
 *
 * <p>Decides about octets, secrets and a time that is handed in. Allocates nothing for a query,
 * remembers no client, opens no file, reads no clock.
 *
 * <p>Doors: {@link dev.understudy.cookie.ServerCookies} for serving threads, {@link
 * dev.understudy.cookie.CurrentSecrets} for whoever keeps the secrets. Imports {@code wire}.
 * Imported by {@code answer} and {@code launch}.
 *
 * <p>Sources: RFC 7873; RFC 9018; Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
@NullMarked
package dev.understudy.cookie;

import org.jspecify.annotations.NullMarked;
