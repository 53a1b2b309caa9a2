package dev.understudy.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.control.ApiException;
import dev.understudy.model.HostedZone;
import dev.understudy.transfer.RemoteZones;
import dev.understudy.zonefile.ZoneWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a hosted zone as a master file. */
@Command(
    name = "export",
    description = "Write a hosted zone as a zone file, which import reads back as it was.",
    footer = {
      "",
      "Routing policies, health checks and aliases are comments that begin with ;understudy:.",
      "Exit codes: 0 done, 2 wrong input or no server."
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ZONE", description = "The hosted zone, by its id or its name.")
  private String zone = "";

  @Mixin private final ApiOptions api = new ApiOptions();

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show the options.")
  private boolean help;

  @Override
  public Integer call() throws StartException, InterruptedException {
    try (ApiOptions.Server server = api.server(System.getenv())) {
      String text;
      try {
        text = text(new RemoteZones(server));
      } catch (ApiException e) {
        throw server.refused(e);
      } catch (IOException e) {
        throw server.unreachable(e);
      }
      print(text);
      return 0;
    }
  }

  /** An id has no dot and begins with Z; a name that looks so is written with its last dot. */
  private String text(RemoteZones zones)
      throws StartException, ApiException, IOException, InterruptedException {
    boolean id = zone.startsWith("/hostedzone/") || zone.matches("Z[A-Z0-9]+");
    HostedZone found = new ChosenZone(zones, id ? zone : null, id ? null : zone, false).known();
    if (found == null) {
      throw new IllegalStateException("a zone that is not created is found or refused");
    }
    var text = new StringWriter();
    ZoneWriter.write(found.name(), found.id(), zones.sets(found.id()), text);
    return text.toString();
  }

  private static void print(String text) throws StartException {
    byte[] octets = text.getBytes(US_ASCII);
    System.out.write(octets, 0, octets.length);
    System.out.flush();
    if (System.out.checkError()) {
      throw new StartException("the zone cannot be written to standard output");
    }
  }
}
