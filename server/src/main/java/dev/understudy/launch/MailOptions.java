package dev.understudy.launch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How notifications leave, as text; {@link MailSettings} turns it into values. */
final class MailOptions {
  @Option(
      names = "--smtp",
      paramLabel = "URL",
      description =
          "Mail server, smtp[s]://[USER@]HOST[:PORT]; also smtp+starttls, smtp+plain"
              + " (default: mail becomes files in DATA/outbox). Its password is in the environment"
              + " variable UNDERSTUDY_SMTP_PASSWORD or in a file.")
  @Nullable String smtp;

  @Option(
      names = "--smtp-password-file",
      paramLabel = "FILE",
      description = "Password for the mail server.")
  @Nullable String smtpPasswordFile;

  @Option(
      names = "--smtp-ca",
      paramLabel = "FILE",
      description = "Trust only these certificates (PEM) of the mail server (default: Java's).")
  @Nullable String smtpCa;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description =
          "Sender of mail (default: the user of --smtp if it is an address, else"
              + " understudy@HOSTNAME).")
  @Nullable String mailFrom;

  @Option(
      names = "--webhook-secret-file",
      paramLabel = "FILE",
      description =
          "Secret that signs webhooks, 16 characters or more"
              + " (default: DATA/webhook-secret, made at the first start).")
  @Nullable String webhookSecretFile;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Where readers of mail reach this server (default: http:// and --http).")
  @Nullable String publicUrl;

  @Option(
      names = "--notify",
      paramLabel = "LIST",
      description =
          "Tell these of every health check that turns: mail addresses and URLs with commas"
              + " between (default: only those in its tag understudy:notify).")
  @Nullable String notify;

  @Option(
      names = "--heartbeat",
      paramLabel = "HH:MM",
      description =
          "Tell those of --notify once a day at this time, UTC, that somebody watches (default:"
              + " off).")
  @Nullable String heartbeat;
}
