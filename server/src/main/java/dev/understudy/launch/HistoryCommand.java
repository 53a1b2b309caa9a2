package dev.understudy.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running server what happened. */
@Command(
    name = "history",
    description = "Say what happened: health, answers, changes, notifications.",
    footer = {
      "",
      "Oldest first, of all times for a name or a check, else of the last 24 hours.",
      "Exit codes: 0 there are events, 1 there are none, 2 wrong input or no server."
    },
    sortOptions = false)
final class HistoryCommand implements Callable<Integer> {
  private static final String CHECK_ID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  private static final long FOLLOW_MILLIS = 500;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME|CHECK",
      description = "Only of this name, or of this health check.")
  private @Nullable String subject;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From then on: 2h, 3d, 2026-11-21 or 2026-11-21T05:00Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before then.")
  private @Nullable String until;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only health, answer, change, notification or gap; may be repeated.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--follow", description = "Wait for more until interrupted.")
  private boolean follow;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--http",
      paramLabel = "ADDRESS:PORT",
      description = "The server (default: AWS_ENDPOINT_URL, else 127.0.0.1:8053).")
  private @Nullable String http;

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show this.")
  private boolean help;

  @Override
  public Integer call() throws StartException, InterruptedException {
    RunningServer server = RunningServer.of(http);
    boolean color = Terminal.isColored();
    String after = null;
    boolean any = false;
    while (true) {
      JsonNode page = page(server, after);
      for (JsonNode event : page.path("events")) {
        print(event, color, System.out);
        after = event.path("id").asText();
        any = true;
      }
      System.out.flush();
      if (page.has("next")) {
        after = page.path("next").asText();
      } else if (follow) {
        Thread.sleep(FOLLOW_MILLIS);
      } else {
        return any ? 0 : 1;
      }
    }
  }

  private JsonNode page(RunningServer server, @Nullable String after)
      throws StartException, InterruptedException {
    var target = new PageTarget("/events").with("limit", "500");
    if (subject != null) {
      target.with(subject.matches(CHECK_ID) ? "check" : "name", subject);
    }
    target.with("since", since == null && subject == null ? "24h" : since).with("until", until);
    kinds.forEach(kind -> target.with("kind", kind));
    target.with("after", after);
    return server.get(target.toString(), "application/json").json();
  }

  private void print(JsonNode event, boolean color, PrintStream out) {
    if (json) {
      out.println(event);
      return;
    }
    String kind = event.path("kind").asText();
    out.println(
        event.path("time").asText()
            + "  "
            + paint(kind, event, color)
            + "  "
            + tame(event.path("text").asText()));
    for (JsonNode said : event.path("evidence")) {
      out.println(
          "    "
              + said.path("checker").asText()
              + " in "
              + said.path("region").asText()
              + ": "
              + said.path("status").asText()
              + ", "
              + tame(said.path("last").asText("nothing seen yet")));
    }
  }

  private static String paint(String kind, JsonNode event, boolean color) {
    String text = String.format("%-12s", kind);
    if (!color) {
      return text;
    }
    String code =
        switch (kind) {
          case "health" -> event.path("to").asText().equals("healthy") ? "32" : "31";
          case "answer" -> "33";
          case "notification" -> "36";
          case "gap" -> "35";
          default -> "0";
        };
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** What others wrote must not steer the terminal. */
  private static String tame(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
