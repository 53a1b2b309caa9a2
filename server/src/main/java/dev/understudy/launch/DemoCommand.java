package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.demo.Demo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays the café lab in a directory that is deleted at the end. */
@Command(
    name = "demo",
    description = "Play the café lab here: two web servers, a failover pair, answers that flip.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--dns",
      defaultValue = "127.0.0.1:1053",
      description = "Answer DNS here (default: ${DEFAULT-VALUE}).")
  private String dns = "";

  @Option(
      names = "--http",
      defaultValue = "127.0.0.1:8053",
      description = "Answer the API here (default: ${DEFAULT-VALUE}).")
  private String http = "";

  @Override
  public Integer call() throws StartException, IOException, ApiException {
    Path data = Files.createTempDirectory("understudy-demo");
    ServerOptions options =
        CommandLine.populateCommand(
            new ServerOptions(), "--data", data.toString(), "--dns", dns, "--http", http);
    try (Understudy understudy = Understudy.start(options.settings(), Map.of())) {
      understudy.closeLast(() -> Directories.delete(data));
      understudy.stopWithTheProcess();
      new Demo(
              understudy.route53(),
              understudy.dnsAddress(),
              understudy.httpAddress(),
              understudy.credentials().path(),
              System.out)
          .play(System.in, Terminal.isThere(), freePort());
    }
    return 0;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
