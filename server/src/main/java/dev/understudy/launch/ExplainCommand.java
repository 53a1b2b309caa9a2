package dev.understudy.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running server why a name is answered as it is. */
@Command(
    name = "explain",
    description = "Say why a name is answered as it is.",
    footer = {
      "",
      "A tree on a terminal (NO_COLOR turns colours off), JSON elsewhere.",
      "Exit codes: 0 there is an answer (with --all: always one), 1 there is none (with --all: some",
      "clients may be left without any), 2 wrong input or no server."
    },
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name, such as www.example.com.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      defaultValue = "A",
      description = "The type of record (default: ${DEFAULT-VALUE}).")
  private String type = "A";

  @Option(
      names = "--client",
      paramLabel = "IP[/LEN]",
      description = "Who asks; behind --resolver, or with LEN, as EDNS Client Subnet.")
  private @Nullable String client;

  @Option(names = "--resolver", paramLabel = "IP", description = "The resolver that asks.")
  private @Nullable String resolver;

  @Option(
      names = "--assume",
      paramLabel = "CHECK=STATUS",
      description = "Suppose a health check is healthy or unhealthy; may be repeated.")
  private List<String> assume = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "What was answered then: 10m or -10m ago, 2h, 3d, 2026-11-21, 2026-11-21T05:00Z.")
  private @Nullable String at;

  @Option(
      names = "--all",
      description = "Every answer it can give, to which clients, in which states of health.")
  private boolean all;

  @Option(names = "--json", description = "JSON, also on a terminal.")
  private boolean json;

  @Option(names = "--text", description = "The tree, also where output is not a terminal.")
  private boolean text;

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
    boolean tree = text || (Terminal.isThere() && !json);
    var target =
        new PageTarget("/explain")
            .with("name", name)
            .with("type", type)
            .with("client", client)
            .with("resolver", resolver)
            .with("at", at);
    assume.forEach(each -> target.with("assume", each));
    if (all) {
      target.with("all", "true");
    }
    if (tree) {
      target.with("tree", Terminal.isColored() ? "color" : "plain");
    }
    RunningServer.Page page = RunningServer.of(http).get(target.toString(), "application/json");
    JsonNode told = page.json();
    System.out.print(tree ? told.path("tree").asText() : page.text());
    System.out.flush();
    boolean answers = all ? told.path("alwaysAnswers").asBoolean() : !told.path("answer").isEmpty();
    return answers ? 0 : 1;
  }
}
