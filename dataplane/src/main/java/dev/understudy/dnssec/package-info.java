/**
 * Signs what a nameserver answers, as it answers: RRsets, the key set, and proofs that a name or a
 * type does not exist.
 *
 * <p>Doors: {@link dev.understudy.dnssec.Signer}, one for each serving thread, which appends
 * signatures to a reply; {@link dev.understudy.dnssec.SigningKeys}, a zone's keys made ready;
 * {@link dev.understudy.dnssec.NewKey} makes them; {@link dev.understudy.dnssec.DnsKey}, what a key
 * looks like to others. Decides neither what is answered nor which zone signs. Reads the wall clock
 * it was given; never logs. Signing costs some 100 us and may allocate: it is no part of the hot
 * path, which an answer without DNSSEC takes.
 *
 * <p>Imports {@code wire} and {@code intent}; the JDK's own cryptography. Imported by {@code zone},
 * which keeps the keys beside their zone, by {@code answer}, and by {@code control} for what the
 * API shows of a key.
 *
 * <p>Sources: RFC 4033, 4034, 4035, 6605, 6840, 9077, 9824; Route 53 Developer Guide, "Configuring
 * DNSSEC signing", "Proof of nonexistence".
 */
@NullMarked
package dev.understudy.dnssec;

import org.jspecify.annotations.NullMarked;
