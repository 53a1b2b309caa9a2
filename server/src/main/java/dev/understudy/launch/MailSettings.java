package dev.understudy.launch;

import dev.understudy.delivery.HttpUrl;
import dev.understudy.delivery.MailAddress;
import dev.understudy.delivery.SmtpServer;
import dev.understudy.delivery.TransportSettings;
import dev.understudy.incident.AlertSettings;
import dev.understudy.recipient.Recipient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How notifications leave, checked; the secrets themselves are read at start.
 *
 * @param smtp the mail server, without its password, or null: mail becomes files
 * @param smtpPasswordFile where the password is, unless in the environment, or null
 * @param smtpCa the only certificates trusted for the mail server, or null
 * @param from sender of mail
 * @param webhookSecretFile null for the one in the data directory
 * @param publicUrl where readers of mail reach this server; null: where the API is answered
 * @param notified who is told of every health check that turns
 * @param heartbeat time of the day, UTC, at which they are told that somebody watches, or null
 */
record MailSettings(
    @Nullable SmtpServer smtp,
    @Nullable Path smtpPasswordFile,
    @Nullable Path smtpCa,
    MailAddress from,
    @Nullable Path webhookSecretFile,
    @Nullable HttpUrl publicUrl,
    List<Recipient> notified,
    @Nullable LocalTime heartbeat) {
  private static final String PASSWORD = "UNDERSTUDY_SMTP_PASSWORD";
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  static MailSettings read(MailOptions options, List<String> problems) {
    @Nullable SmtpServer smtp = parse("--smtp", options.smtp, SmtpServer::parse, problems);
    @Nullable MailAddress from =
        parse("--mail-from", options.mailFrom, MailAddress::parse, problems);
    @Nullable HttpUrl url = parse("--public-url", options.publicUrl, HttpUrl::parse, problems);
    @Nullable List<Recipient> notified =
        parse("--notify", options.notify, Recipient::parseList, problems);
    @Nullable LocalTime heartbeat =
        "off".equals(options.heartbeat)
            ? null
            : parse("--heartbeat", options.heartbeat, MailSettings::timeOfDay, problems);
    if (heartbeat != null && options.notify == null) {
      problems.add("--heartbeat: it goes to those of --notify; name somebody there");
    }
    if (url != null && url.uri().getRawQuery() != null) {
      problems.add("--public-url: no ?query belongs there");
    }
    return new MailSettings(
        smtp,
        path(options.smtpPasswordFile),
        path(options.smtpCa),
        from != null ? from : defaultFrom(smtp),
        path(options.webhookSecretFile),
        url,
        notified == null ? List.of() : notified,
        heartbeat);
  }

  private static LocalTime timeOfDay(String text) {
    if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      throw new IllegalArgumentException("'" + text + "' is neither off nor a time such as 08:00");
    }
    return LocalTime.parse(text);
  }

  /** With the secrets, from the environment and files. */
  TransportSettings transport(Path data, Map<String, String> environment) throws StartException {
    return new TransportSettings(
        smtp == null ? null : smtp.with(password(smtp, environment)),
        smtpCa,
        from,
        data.resolve("outbox"),
        WebhookSecretFile.load(data, webhookSecretFile, new SecureRandom()));
  }

  /** Where readers of mail reach this server, without a slash at the end. */
  String publicUrl(InetSocketAddress http) {
    return publicUrl == null
        ? "http://" + Settings.text(http)
        : publicUrl.text().replaceFirst("/+$", "");
  }

  /** How alerts are told. */
  AlertSettings alerts(Supplier<InetSocketAddress> http) {
    return new AlertSettings(notified, () -> publicUrl(http.get()), from.domain(), heartbeat);
  }

  /** For the log at start, only what is not as it is by default. */
  String summary() {
    return (smtp == null ? "" : " smtp=" + smtp + " mail-from=" + from)
        + (smtpCa == null ? "" : " smtp-ca=" + smtpCa)
        + (publicUrl == null ? "" : " public-url=" + publicUrl)
        + (notified.isEmpty() ? "" : " notify=" + notified)
        + (heartbeat == null ? "" : " heartbeat=" + heartbeat);
  }

  private @Nullable String password(SmtpServer server, Map<String, String> environment)
      throws StartException {
    @Nullable String password = environment.get(PASSWORD);
    if (smtpPasswordFile != null) {
      try {
        password = Files.readString(smtpPasswordFile).strip();
      } catch (IOException e) {
        throw new StartException(
            "--smtp-password-file " + smtpPasswordFile + ": cannot be read", e);
      }
    }
    boolean given = password != null && !password.isEmpty();
    if (given != (server.user() != null)) {
      throw new StartException(
          given
              ? "--smtp names no user for the password; write smtp://USER@HOST"
              : "--smtp names a user: put the password into "
                  + PASSWORD
                  + " or --smtp-password-file");
    }
    return given ? password : null;
  }

  private static <T> @Nullable T parse(
      String flag, @Nullable String text, Function<String, T> parser, List<String> problems) {
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException e) { // its text is not repeated: it may hold a password
      problems.add(flag + ": " + e.getMessage());
      return null;
    }
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }

  private static MailAddress defaultFrom(@Nullable SmtpServer smtp) {
    @Nullable String user = smtp == null ? null : smtp.user();
    try {
      return user != null && user.contains("@")
          ? MailAddress.parse(user)
          : MailAddress.parse("understudy@" + Files.readString(HOSTNAME).strip());
    } catch (IOException | IllegalArgumentException e) {
      return new MailAddress("understudy", "localhost");
    }
  }
}
