package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is ready can also be stopped: a signal right after the word is obeyed in order. */
class ReadyTest {
  @Test
  void nothingIsReadyBeforeItStopsInOrderOnASignal(@TempDir Path data) throws Exception {
    ServerOptions options =
        CommandLine.populateCommand(
            new ServerOptions(),
            "--data",
            data.toString(),
            "--dns",
            "127.0.0.1:0",
            "--http",
            "127.0.0.1:0");
    try (Understudy understudy = Understudy.start(options.settings(), Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      URI health = URI.create("http://" + Settings.text(understudy.httpAddress()) + "/healthz");
      var reply = client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(503); // as long as nobody called stopWithTheProcess
    }
  }
}
