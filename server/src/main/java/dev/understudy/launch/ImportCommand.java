package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.intent.DomainName;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.HostedZone;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.transfer.Import;
import dev.understudy.transfer.RemoteZones;
import dev.understudy.zonefile.FileSources;
import dev.understudy.zonefile.ZoneReader;
import dev.understudy.zonefile.ZoneText;
import dev.understudy.zonefile.ZoneTextException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a hosted zone to what a master file says. */
@Command(
    name = "import",
    description = "Bring a hosted zone to what a zone file says.",
    footer = {
      "",
      "The zone is that of --zone or --name, else the one the file's SOA record names.",
      "Only what differs is sent; a file with an error changes nothing.",
      "Exit codes: 0 done, 1 stopped on the way (run it again to go on), 2 nothing was changed."
    },
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  @Parameters(
      paramLabel = "ZONEFILE",
      description = "A master file (RFC 1035); - for standard input.")
  private String file = "";

  @Option(names = "--zone", paramLabel = "ID", description = "The hosted zone, by its id.")
  private @Nullable String zone;

  @Option(names = "--name", paramLabel = "NAME", description = "The hosted zone, by its name.")
  private @Nullable String name;

  @Option(names = "--create", description = "Create the zone if there is none of that name.")
  private boolean create;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "Completes relative names before the first $ORIGIN (default: the zone's name).")
  private @Nullable String origin;

  @Option(names = "--replace", description = "Also delete what is not in the file.")
  private boolean replace;

  @Option(names = "--apex", description = "Also take the file's SOA and NS of the apex.")
  private boolean apex;

  @Option(
      names = "--skip-unsupported",
      description = "Leave out records of types that a hosted zone cannot hold.")
  private boolean skipUnsupported;

  @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
  private boolean dryRun;

  @Mixin private final ApiOptions api = new ApiOptions();

  @SuppressWarnings("unused") // picocli sets it and shows the help itself
  @Option(names = "--help", usageHelp = true, description = "Show the options.")
  private boolean help;

  @Override
  public Integer call() throws StartException, InterruptedException {
    if (zone != null && (name != null || create)) {
      throw new StartException("--zone names a zone that is there; leave out --name and --create");
    }
    try (ApiOptions.Server server = api.server(System.getenv())) {
      try {
        return run(new ChosenZone(new RemoteZones(server), zone, name, create));
      } catch (ApiException e) {
        throw server.refused(e);
      } catch (IOException e) {
        throw server.unreachable(e);
      }
    } catch (ZoneTextException e) {
      List<String> problems = e.problems();
      problems
          .subList(0, problems.size() - 1)
          .forEach(problem -> System.err.println("understudy: " + problem));
      throw new StartException(problems.getLast(), e);
    }
  }

  private int run(ChosenZone chosen)
      throws StartException, ZoneTextException, ApiException, IOException, InterruptedException {
    HostedZone known = chosen.known();
    ZoneText text = read(origin(known));
    text.notices().forEach(System.err::println);
    HostedZone into = known != null ? known : chosen.find(text.apex());
    if (into == null) {
      Import.check(chosen.wanted(text.apex()), text);
      if (dryRun) {
        System.out.println(
            "The zone would be created, for " + text.sets().size() + " record sets of the file.");
        return 0;
      }
      into = chosen.create(text.apex());
    }
    Import plan = Import.of(chosen.zones(), into, text, new Import.Choice(replace, apex));
    PrintStream out = System.out;
    if (dryRun) {
      plan.lines().forEach(out::println);
    }
    return dryRun ? told(out, into, plan, "would be ") : send(out, into, plan);
  }

  /** Said, else the zone's; without both the file must say its names in full. */
  private @Nullable DomainName origin(@Nullable HostedZone known) throws StartException {
    if (origin != null) {
      return ChosenZone.parse("--origin", origin);
    }
    try {
      return known != null
          ? NameText.parse(known.name())
          : name == null ? null : ChosenZone.parse("--name", name);
    } catch (PresentationException e) {
      throw new StartException(e.message(), e);
    }
  }

  private ZoneText read(@Nullable DomainName origin) throws StartException, ZoneTextException {
    var sources = new FileSources();
    try {
      return ZoneReader.read(sources.first(file), sources, origin, skipUnsupported);
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private int send(PrintStream out, HostedZone into, Import plan)
      throws StartException, InterruptedException {
    int all = plan.lines().size();
    long[] lastNanos = {System.nanoTime()};
    Import.Outcome outcome =
        plan.send(done -> {
          if (System.nanoTime() - lastNanos[0] > PROGRESS_NANOS) {
            lastNanos[0] = System.nanoTime();
            System.err.println(done + " of " + all + " changes done");
          }
        });
    return switch (outcome) {
      case Import.Outcome.Done() -> told(out, into, plan, "");
      case Import.Outcome.Stopped(int done, String why) -> {
        String hint = replace ? "" : " (--replace deletes what is not in the file)";
        if (done == 0) {
          throw new StartException("nothing was changed: " + why + hint);
        }
        System.err.println(
            "understudy: stopped after "
                + done
                + " of "
                + all
                + " changes, which stay: "
                + why
                + "; run the same command again to go on"
                + hint);
        yield 1;
      }
    };
  }

  private int told(PrintStream out, HostedZone into, Import plan, String would) {
    out.printf(
        "%s %s: %screated %d, changed %d, deleted %d, as they were %d record sets%s.%n",
        into.name(),
        into.id(),
        would,
        plan.count(ChangeAction.CREATE),
        plan.count(ChangeAction.UPSERT),
        plan.count(ChangeAction.DELETE),
        plan.unchanged(),
        plan.batches() > 1 ? " in " + plan.batches() + " batches" : "");
    if (plan.passedApex()) {
      out.println("SOA and NS of the apex stay the zone's own; --apex takes the file's.");
    }
    return 0;
  }
}
