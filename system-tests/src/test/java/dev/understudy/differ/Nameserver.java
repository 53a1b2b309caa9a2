package dev.understudy.differ;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.intent.Rdata;
import dev.understudy.model.HostedZone;
import dev.understudy.product.Product;
import dev.understudy.route53.ApiClient;
import dev.understudy.route53.Credentials;
import dev.understudy.transfer.Import;
import dev.understudy.transfer.RemoteZones;
import dev.understudy.zonefile.Sources.Source;
import dev.understudy.zonefile.ZoneReader;
import dev.understudy.zonefile.ZoneText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One nameserver that runs, with the zones loaded. */
final class Nameserver implements AutoCloseable {
  private static final int STARTS = 3;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String name;
  private final AutoCloseable process;
  private final Asker asker;

  private Nameserver(String name, AutoCloseable process, Asker asker) {
    this.name = name;
    this.process = process;
    this.asker = asker;
  }

  /**
   * Starts a peer on a port that was free; another process may take it first, so more than once.
   */
  static Nameserver start(Peer peer, Path program, Path folder, List<Zone> zones)
      throws IOException, InterruptedException {
    List<String> names = zones.stream().map(Zone::text).toList();
    for (int i = 0; i < zones.size(); i++) {
      Files.writeString(folder.resolve("zone-" + i), zones.get(i).masterFile(), ISO_8859_1);
    }
    Path log = folder.resolve("log");
    for (int i = 0; i < STARTS; i++) {
      int port = Product.freePort();
      Process process =
          new ProcessBuilder(peer.command(program, folder, port, names))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var asker = new Asker(port);
      if (answers(asker, zones, process)) {
        return new Nameserver(peer.name(), () -> stop(process), asker);
      }
      asker.close();
      stop(process);
    }
    throw new IllegalStateException(peer + " does not serve the zones:\n" + Files.readString(log));
  }

  /** With the processes that it has started; at once, since nothing of it is kept. */
  private static void stop(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    for (ProcessHandle each : all) {
      each.destroyForcibly();
      each.onExit().join(); // else it might still write where its files are being deleted
    }
  }

  /** Starts the product, and imports the zones by its API. */
  static Nameserver understudy(Path folder, List<Zone> zones) throws Exception {
    Product product = new Product(folder).start();
    try {
      var keys = new Credentials(Product.KEY_ID, Product.SECRET, "123456789012");
      try (var api = new ApiClient(product.endpoint(), keys, "us-east-1", InstantSource.system())) {
        for (Zone zone : zones) {
          load(new RemoteZones(api::call), zone);
        }
      }
      var asker = new Asker(product.dnsPort());
      if (!answers(asker, zones, product.process())) {
        throw new IllegalStateException("the zones are not served:\n" + product.log());
      }
      return new Nameserver("Understudy", product, asker);
    } catch (Exception e) {
      product.close();
      throw e;
    }
  }

  /** As {@code ./understudy import --create --apex} does, without a process for each. */
  private static void load(RemoteZones remote, Zone zone) throws Exception {
    var file = new Source(zone.text(), zone.masterFile().getBytes(ISO_8859_1));
    ZoneText text = ZoneReader.read(file, (name, _) -> file, null, false);
    HostedZone hosted = remote.create(zone.apex(), zone.text());
    Import plan = Import.of(remote, hosted, text, new Import.Choice(true, true));
    Import.Outcome outcome = plan.send(_ -> {});
    if (!outcome.equals(new Import.Outcome.Done())) {
      throw new IllegalStateException(zone.text() + ": " + outcome);
    }
  }

  Reply ask(Question question) throws IOException {
    byte[] octets = asker.ask(question);
    try {
      return Reply.read(octets);
    } catch (RuntimeException e) {
      throw new AssertionError(name + " on " + question + ": " + e.getMessage(), e);
    }
  }

  /** Whether each zone's own SOA is told, which may take until all are loaded. */
  private static boolean answers(Asker asker, List<Zone> zones, Process process)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (Zone zone : zones) {
      var question = new Question(Rdata.of(zone.apex().wire()), 6, false, 0, false);
      while (!serves(asker, question)) {
        if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return true;
  }

  private static boolean serves(Asker asker, Question question) throws IOException {
    try {
      Reply reply = Reply.read(asker.ask(question));
      return reply.authoritative() && reply.answer().size() == 1;
    } catch (java.net.PortUnreachableException e) {
      return false; // not bound yet
    }
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() throws IOException {
    asker.close();
    try {
      process.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
