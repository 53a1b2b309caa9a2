/**
 * Route 53's text forms of domain names and record data, read to wire form and written back.
 *
 * <p>The doors are {@link dev.understudy.presentation.NameText} and {@link
 * dev.understudy.presentation.RdataText}; what Route 53 would refuse comes out as a {@link
 * dev.understudy.presentation.PresentationException} with its code and text. Pure functions;
 * nothing here knows a zone, a store or a request.
 *
 * <p>Escapes are a backslash and three <em>octal</em> digits, unlike the decimal ones of zone files
 * (RFC 1035, section 5.1), which is why no zone file library reads these texts.
 *
 * <p>Imports {@code wire} and {@code intent}. Imported by {@code control}, {@code explain}, {@code
 * zonefile} and others that show names or values.
 *
 * <p>Sources: Route 53 Developer Guide, "DNS domain name format" and "Supported DNS record types";
 * RFC 1035, 3403, 3596, 4034, 4255, 6698, 8659, 9460.
 */
@NullMarked
package dev.understudy.presentation;

import org.jspecify.annotations.NullMarked;
