package dev.understudy.differ;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A nameserver that others wrote: how it is started with zones, in the foreground. */
enum Peer {
  NSD("nsd") {
    @Override
    List<String> command(Path program, Path folder, int port, List<String> zones)
        throws IOException {
      String configuration =
          """
          server:
            ip-address: 127.0.0.1@%2$d
            do-ip6: no
            server-count: 1
            username: ""
            zonesdir: "%1$s"
            database: ""
            zonelistfile: "%1$s/zone.list"
            xfrdfile: "%1$s/xfrd.state"
            xfrdir: "%1$s"
            pidfile: "%1$s/nsd.pid"
            refuse-any: no
            rrl-ratelimit: 0
          remote-control:
            control-enable: no
          """
              .formatted(folder, port);
      String all = each(zones, "zone:\n  name: \"%1$s\"\n  zonefile: \"%2$s\"\n");
      Path file = Files.writeString(folder.resolve("nsd.conf"), configuration + all);
      return List.of(program.toString(), "-d", "-c", file.toString());
    }
  },
  KNOT("knotd") {
    @Override
    List<String> command(Path program, Path folder, int port, List<String> zones)
        throws IOException {
      String configuration =
          """
          server:
            rundir: "%1$s"
            listen: 127.0.0.1@%2$d
            udp-workers: 1
            tcp-workers: 1
            background-workers: 1
          control:
            listen: "%1$s/k"
          log:
            - target: stderr
              any: warning
          database:
            storage: "%1$s"
          template:
            - id: default
              storage: "%1$s"
              zonefile-sync: -1
              journal-content: none
          zone:
          """
              .formatted(folder, port);
      String all = each(zones, "  - domain: \"%1$s\"\n    file: \"%2$s\"\n");
      Path file = Files.writeString(folder.resolve("knot.conf"), configuration + all);
      return List.of(program.toString(), "-c", file.toString());
    }
  },
  BIND("named") {
    @Override
    List<String> command(Path program, Path folder, int port, List<String> zones)
        throws IOException {
      String configuration =
          """
          options {
            directory "%1$s";
            listen-on port %2$d { 127.0.0.1; };
            listen-on-v6 { none; };
            pid-file none;
            session-keyfile none;
            recursion no;
            dnssec-validation no;
            empty-zones-enable no;
            minimal-responses no-auth;
            zero-no-soa-ttl no;
            allow-transfer { none; };
            notify no;
            check-integrity no;
            check-names primary ignore;
            check-mx ignore;
            check-mx-cname ignore;
            check-srv-cname ignore;
            check-spf ignore;
            check-wildcard no;
            max-records-per-type 0;
          };
          controls { };
          """
              .formatted(folder, port);
      String all = each(zones, "zone \"%1$s\" { type primary; file \"%2$s\"; };\n");
      Path file = Files.writeString(folder.resolve("named.conf"), configuration + all);
      return List.of(program.toString(), "-g", "-n", "1", "-c", file.toString());
    }
  };

  private final String program;

  Peer(String program) {
    this.program = program;
  }

  /**
   * Writes the configuration and says how to start.
   *
   * @param folder holds each zone in a file of its number
   * @param zones the zones' names
   */
  abstract List<String> command(Path program, Path folder, int port, List<String> zones)
      throws IOException;

  /** Where it is installed, or null. */
  @Nullable Path program() {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  private static String each(List<String> zones, String text) {
    return java.util.stream.IntStream.range(0, zones.size())
        .mapToObj(i -> text.formatted(zones.get(i), "zone-" + i))
        .collect(Collectors.joining());
  }
}
