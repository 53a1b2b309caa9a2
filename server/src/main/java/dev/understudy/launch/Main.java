package dev.understudy.launch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. Exit codes: 0 done, 1 the answer is no, 2 wrong usage or cannot start. */
@Command(
    name = "understudy",
    description = "DNS failover you run yourself, speaking the Route 53 API.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      ExplainCommand.class,
      HistoryCommand.class,
      PreviewCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      NotifyTestCommand.class,
      VersionCommand.class,
      TrainCommand.class,
      HelpCommand.class
    })
public final class Main {
  private static final int EXIT_USAGE = 2;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setDefaultValueProvider(new SettingSources(System.getenv(), arguments));
    line.setParameterExceptionHandler(Main::usageError);
    line.setExecutionExceptionHandler(Main::startError);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(arguments.length == 0 ? new String[] {"help"} : arguments);
  }

  private static int usageError(CommandLine.ParameterException problem, String[] arguments) {
    problem
        .getCommandLine()
        .getErr()
        .println("understudy: " + oneLine(problem) + " (see ./understudy help)");
    return EXIT_USAGE;
  }

  private static int startError(Exception problem, CommandLine line, CommandLine.ParseResult result)
      throws Exception {
    if (problem instanceof StartException) {
      line.getErr().println("understudy: " + oneLine(problem));
      return EXIT_USAGE;
    }
    throw problem;
  }

  private static String oneLine(Exception problem) {
    return String.valueOf(problem.getMessage()).replace('\n', ' ');
  }
}
