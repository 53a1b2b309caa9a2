package dev.understudy.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The settings as text, from flags, environment and file; {@link #settings} turns them into values.
 */
final class ServerOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./data",
      description = "Directory of all state (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("data");

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS:PORT",
      split = ",",
      description = "Answer DNS here, UDP and TCP; may be repeated (default: 127.0.0.1:1053).")
  List<String> dns = new ArrayList<>();

  @Option(
      names = "--http",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:8053",
      description = "Route 53 API, /healthz, /metrics and /status (default: ${DEFAULT-VALUE}).")
  String http = "";

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "embedded",
      description = "Where state is kept: embedded (default: ${DEFAULT-VALUE}).")
  String store = "";

  @Option(
      names = "--roles",
      paramLabel = "ROLE",
      split = ",",
      description = "What this process does: api, nameserver, checker (default: all three).")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "Where this process's checker says it stands (default: ${DEFAULT-VALUE}).")
  String region = "";

  @Option(
      names = "--full-answers",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      paramLabel = "BOOLEAN",
      description = "Add the apex NS set to positive answers, as Route 53 does.")
  boolean fullAnswers;

  @Option(
      names = "--udp-size",
      paramLabel = "OCTETS",
      defaultValue = "1232",
      description = "Largest UDP answer, 512 to 4096 (default: ${DEFAULT-VALUE}).")
  int udpSize;

  @Option(
      names = "--allow-probe",
      paramLabel = "CIDR",
      split = ",",
      description = "Checkers may connect here although it is refused otherwise; may be repeated.")
  List<String> allowProbe = new ArrayList<>();

  @Option(
      names = "--deny-probe",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Checkers may not connect here, besides link-local, multicast and cloud metadata.")
  List<String> denyProbe = new ArrayList<>();

  @Option(
      names = "--quotas",
      paramLabel = "NAME",
      defaultValue = "unlimited",
      description = "Account quotas: unlimited or route53 (default: ${DEFAULT-VALUE}).")
  String quotas = "";

  @Option(
      names = "--history",
      paramLabel = "DAYS",
      defaultValue = "90",
      description = "How long what happened is kept, 1 to 3650 days (default: ${DEFAULT-VALUE}).")
  int historyDays;

  @Mixin MailOptions mail = new MailOptions();

  @Mixin EdnsOptions edns = new EdnsOptions();

  @Mixin DotOptions dot = new DotOptions();

  @Mixin ConnectionOptions connections = new ConnectionOptions();

  @Mixin RateOptions rate = new RateOptions();

  @Mixin RecordOptions record = new RecordOptions();

  @Option(
      names = "--geo-db",
      paramLabel = "FILE",
      description = "Where clients are: a database in MMDB format, read again when it changes.")
  @Nullable Path geoDb;

  @Option(
      names = "--latency-table",
      paramLabel = "FILE",
      description =
          "Latencies of networks to regions in ms, comma-separated, read again when it changes.")
  @Nullable Path latencyTable;

  @Option(
      names = "--default-location",
      paramLabel = "PLACE",
      description =
          "Where latency and geoproximity take clients to be that are on no map:"
              + " LATITUDE,LONGITUDE, a region or a country.")
  @Nullable String defaultLocation;

  @Option(
      names = "--ecs-from",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Resolvers whose EDNS Client Subnet is believed; none for no one; may be repeated"
              + " (default: all).")
  List<String> ecsFrom = new ArrayList<>();

  @Option(
      names = "--resolver",
      paramLabel = "ADDRESS[:PORT]",
      split = ",",
      description =
          "Ask here for alias targets outside our zones, in this order (default: the system's).")
  List<String> resolvers = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from this file, one 'name = value' a line.")
  @Nullable Path config;

  Settings settings() throws StartException {
    return SettingsReader.read(this);
  }
}
