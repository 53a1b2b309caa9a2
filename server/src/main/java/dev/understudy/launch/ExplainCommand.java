package dev.understudy.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
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
      "Exit codes: 0 there is an answer, 1 there is none, 2 wrong input or no server."
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
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    boolean tree = text || (terminal && !json);
    boolean color = terminal && Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();
    var query = new StringJoiner("&", "/explain?", "");
    parameter(query, "name", name);
    parameter(query, "type", type);
    parameter(query, "client", client);
    parameter(query, "resolver", resolver);
    assume.forEach(each -> parameter(query, "assume", each));
    if (all) {
      parameter(query, "all", "true");
      parameter(query, "format", tree ? "text" : "json");
    } else {
      parameter(query, "tree", tree ? (color ? "color" : "plain") : null);
    }
    RunningServer.Page page = RunningServer.of(http).get(query.toString(), "application/json");
    if (all && page.status() == 200) {
      System.out.print(page.text());
      System.out.flush();
      return 0;
    }
    JsonNode told = read(page);
    if (page.status() != 200) {
      throw new StartException(told.path("error").asText("the server answered " + page.status()));
    }
    System.out.print(tree ? told.path("tree").asText() : page.text());
    System.out.flush();
    return told.path("answer").isEmpty() ? 1 : 0;
  }

  private static void parameter(StringJoiner query, String parameter, @Nullable String value) {
    if (value != null) {
      query.add(parameter + "=" + URLEncoder.encode(value, UTF_8));
    }
  }

  private static JsonNode read(RunningServer.Page page) throws StartException {
    try {
      return new ObjectMapper().readTree(page.text());
    } catch (JsonProcessingException e) {
      throw new StartException(
          "what answers there is not an Understudy: status " + page.status() + ", and no JSON", e);
    }
  }
}
