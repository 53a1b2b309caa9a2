/**
 * Brings a hosted zone to what a zone text says, over the API, as any client could: compares, makes
 * change batches within the limits of one request, sends them in an order that the rules of Route
 * 53 allow.
 *
 * <p>Doors: {@link dev.understudy.transfer.RemoteZones}, what a server holds; {@link
 * dev.understudy.transfer.Import}, what a text would change and the changing. Whom they ask is a
 * {@link dev.understudy.transfer.Caller}; nothing here knows HTTP or files.
 *
 * <p>Imports {@code zonefile}, {@code control} for its refusals, {@code model}, {@code
 * presentation}, {@code intent} and {@code wire}. Imported by {@code launch}.
 *
 * <p>Sources: Route 53 API Reference, ChangeResourceRecordSets; Developer Guide, "Quotas" and
 * "Creating records by importing a zone file".
 */
@NullMarked
package dev.understudy.transfer;

import org.jspecify.annotations.NullMarked;
