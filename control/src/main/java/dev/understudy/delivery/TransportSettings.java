package dev.understudy.delivery;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How notifications leave.
 *
 * @param smtp the mail server, or null: then mail is written to files
 * @param smtpCa PEM file of the only authorities trusted for the mail server, or null for Java's
 *     own
 * @param from the sender of all mail
 * @param files directory of the mail that is written to files
 * @param secret with which posts are signed
 */
public record TransportSettings(
    @Nullable SmtpServer smtp,
    @Nullable Path smtpCa,
    MailAddress from,
    Path files,
    WebhookSecret secret) {}
