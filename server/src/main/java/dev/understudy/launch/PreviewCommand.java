package dev.understudy.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Asks a running server what a change batch would change. Exit code 1 if it would leave a name
 * without a healthy answer, 2 if the server would refuse it.
 */
@Command(
    name = "preview",
    description = "Tell what a change batch would change, without sending it.",
    sortOptions = false)
final class PreviewCommand implements Callable<Integer> {
  private static final int BODY_MAX_OCTETS = 1 << 20;

  @Option(
      names = "--zone",
      paramLabel = "ID",
      description = "The hosted zone, unless the document names it.")
  private @Nullable String zone;

  @Option(
      names = "--http",
      paramLabel = "ADDRESS:PORT",
      description = "The server (default: AWS_ENDPOINT_URL, else 127.0.0.1:8053).")
  private @Nullable String http;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(
      paramLabel = "FILE",
      description = "The change batch as the AWS CLI takes it, or as XML; - for standard input.")
  private String file = "";

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show the options.")
  private boolean help;

  @Override
  public Integer call() throws StartException, InterruptedException {
    if (zone != null && zone.contains(".")) {
      throw new StartException(
          "--zone "
              + zone
              + ": give the id of the hosted zone, as aws route53 list-hosted-zones tells it, not its"
              + " name");
    }
    byte[] body = read();
    String target =
        new PageTarget("/preview").with("zone", zone).with("text", json ? null : "true").toString();
    RunningServer.Page page = RunningServer.of(http).post(target, "application/json", body);
    JsonNode told = page.tree();
    if (page.status() != 200) {
      if (json) {
        System.out.print(page.text());
      }
      throw new StartException(told.path("code").asText() + ": " + told.path("message").asText());
    }
    System.out.print(json ? page.text() : told.path("text").asText());
    System.out.flush();
    return told.path("leftWithoutHealthyAnswer").asLong() > 0 ? 1 : 0;
  }

  private byte[] read() throws StartException {
    byte[] body;
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      body = in.readNBytes(BODY_MAX_OCTETS + 1);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new StartException("there is no file " + file, e);
    } catch (AccessDeniedException e) {
      throw new StartException("reading " + file + " is not permitted", e);
    } catch (IOException e) {
      throw new StartException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (body.length > BODY_MAX_OCTETS) {
      throw new StartException(file + " is larger than " + BODY_MAX_OCTETS + " octets");
    }
    return body;
  }
}
