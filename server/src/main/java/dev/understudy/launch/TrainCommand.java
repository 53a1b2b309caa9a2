package dev.understudy.launch;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs the real server for a moment on free ports, so that the JVM sees which classes a start
 * needs; the launcher records them into the AOT cache.
 */
@Command(name = "train", hidden = true, description = "Warm the AOT cache.")
final class TrainCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] QUERY = {
    0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1
  };

  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("understudy-train");
    ServerOptions options =
        CommandLine.populateCommand(
            new ServerOptions(),
            "--data",
            data.toString(),
            "--dns",
            "127.0.0.1:0",
            "--http",
            "127.0.0.1:0");
    try (Understudy understudy = Understudy.start(options.settings(), Map.of())) {
      ask(understudy);
      Training.play(understudy);
    } finally {
      Directories.delete(data);
    }
    return 0;
  }

  private static void ask(Understudy understudy) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(understudy.dnsAddress());
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.send(new DatagramPacket(QUERY, QUERY.length));
      socket.receive(new DatagramPacket(new byte[512], 512));
    }
  }
}
