package dev.understudy.launch;

import dev.understudy.delivery.Attempt;
import dev.understudy.delivery.HttpUrl;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.MailAddress;
import dev.understudy.delivery.Message;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import dev.understudy.delivery.Transports;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Sends one test the very way {@code serve} sends with the same settings, and says what the server
 * said. Exit codes: 0 taken over, 1 not, 2 wrong usage or settings.
 */
@Command(
    name = "notify-test",
    description = "Send one test notification and say what became of it.",
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets them
final class NotifyTestCommand implements Callable<Integer> {
  private static final String SUBJECT = "Understudy: this is a test";
  private static final String TEXT =
      "This is a test of how Understudy sends notifications. It arrived; nothing else happened.\n";

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "ADDRESS|URL", description = "A mail address or an http(s) URL.")
  private String recipient;

  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show the settings.")
  private boolean help;

  @Override
  public Integer call() throws StartException {
    Instant now = Clock.systemUTC().instant();
    String id = "test-" + UUID.randomUUID();
    Settings settings = options.settings();
    Notification test = Notification.of(id, "", now, "a test", message(settings, id));
    try (Transports transports =
        Transports.open(
            settings.mail().transport(settings.data(), environment()),
            settings.targets()::allows,
            Clock.systemUTC())) {
      return tell(test.message(), transports.attempt(test));
    } catch (IOException e) {
      throw new StartException("--smtp-ca: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> environment() {
    return System.getenv();
  }

  private Message message(Settings settings, String id) {
    try {
      if (recipient.matches("(?i)https?:.*")) {
        return new Post(
            HttpUrl.parse(recipient),
            "application/json",
            "{\"type\":\"test\",\"id\":\"" + id + "\",\"text\":\"" + SUBJECT + "\"}",
            Map.of());
      }
      return new Mail(
          MailAddress.parse(recipient),
          SUBJECT,
          TEXT,
          "<p>" + TEXT.strip() + "</p>\n",
          "<" + id + "@" + settings.mail().from().domain() + ">",
          List.of(),
          null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int tell(Message message, Attempt attempt) {
    var out = spec.commandLine().getOut();
    return switch (attempt) {
      case Attempt.Accepted(String detail) -> {
        out.println("sent to " + message.recipient() + ": " + detail);
        yield 0;
      }
      case Attempt.Deferred(String detail, _, _) -> {
        out.println("not sent to " + message.recipient() + " (serve would try again): " + detail);
        yield 1;
      }
      case Attempt.Refused(String detail) -> {
        out.println("refused for " + message.recipient() + " (serve would give up): " + detail);
        yield 1;
      }
    };
  }
}
