package dev.understudy.launch;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the server until the process is told to stop. */
@Command(
    name = "serve",
    description = "Run the nameserver, the checker and the API.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show the settings.")
  private boolean help;

  @Override
  public Integer call() throws StartException, InterruptedException {
    Understudy understudy = Understudy.start(options.settings(), System.getenv());
    understudy.stopWithTheProcess();
    welcome(understudy, System.out);
    understudy.awaitStop();
    return 0;
  }

  /** The two lines with which the AWS CLI works at once. */
  static void welcome(Understudy understudy, PrintStream out) {
    if (!understudy.credentials().fromOutside()) {
      out.println(
          "export AWS_SHARED_CREDENTIALS_FILE=" + understudy.credentials().path().toAbsolutePath());
    }
    out.println("export AWS_ENDPOINT_URL=http://" + Settings.text(understudy.httpAddress()));
    out.flush();
  }
}
