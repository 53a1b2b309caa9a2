package dev.understudy.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.CidrCollectionChange;
import software.amazon.awssdk.services.route53.model.CidrCollectionChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;

/**
 * What examples are made of, in a running product: real checks of endpoints that are up, down or
 * silent, zones and record sets, all made with the AWS SDK.
 */
final class Examples implements AutoCloseable {
  private static final Duration LIMIT = Product.LIMIT;

  private final Product product;
  private final Route53Client route53;
  private final Cafe up = new Cafe();
  private final Socket down = new Socket(); // bound, never listening: connections are refused
  private final ServerSocket silent;
  private final Map<String, String> checks = new LinkedHashMap<>();
  private String collection = "";

  Examples(Product product) throws IOException {
    this.product = product;
    this.route53 = product.route53();
    this.down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  Route53Client route53() {
    return route53;
  }

  /** Makes a check of each kind and waits until what is dead is known to be dead. */
  void makeChecks() throws Exception {
    endpoint("H", up.port(), "");
    endpoint("U", down.getLocalPort(), "");
    endpoint("U2", down.getLocalPort(), "");
    endpoint("gone", down.getLocalPort(), "");
    endpoint("inv", up.port(), "inverted");
    endpoint("dis", down.getLocalPort(), "disabled");
    endpoint("disinv", down.getLocalPort(), "inverted disabled");
    endpoint("new", silent.getLocalPort(), "silent");
    checks.put(
        "calc",
        create(
            HealthCheckConfig.builder()
                .type(HealthCheckType.CALCULATED)
                .healthThreshold(2)
                .childHealthChecks(checks.get("H"), checks.get("U"), checks.get("U2"))
                .build()));
    for (String dead : List.of("U", "U2", "gone", "inv", "disinv", "calc")) {
      awaitStatus(check(dead), "unhealthy");
    }
  }

  /** Makes a check that turns at the first result, or a silent one that has none for long. */
  String endpoint(String kind, int port, String traits) {
    String id =
        traits.contains("silent")
            ? create(
                HealthCheckConfig.builder()
                    .type(HealthCheckType.HTTP)
                    .ipAddress("127.0.0.1")
                    .port(port)
                    .failureThreshold(10)
                    .build())
            : QuickCheck.create(
                route53,
                port,
                config ->
                    config
                        .inverted(traits.contains("inverted"))
                        .disabled(traits.contains("disabled")),
                Map.of());
    checks.put(kind, id);
    return id;
  }

  private String create(HealthCheckConfig config) {
    return route53
        .createHealthCheck(request ->
            request.callerReference(UUID.randomUUID().toString()).healthCheckConfig(config))
        .healthCheck()
        .id();
  }

  String check(String kind) {
    return java.util.Objects.requireNonNull(checks.get(kind), kind);
  }

  /** Makes the collection that IP-based record sets name; rows are {@code location block}. */
  void makeCollection(String... rows) {
    collection =
        route53
            .createCidrCollection(request -> request.name("examples").callerReference("examples"))
            .collection()
            .id();
    var changes = new ArrayList<CidrCollectionChange>();
    for (String row : rows) {
      String[] words = row.split(" ", -1);
      changes.add(
          CidrCollectionChange.builder()
              .locationName(words[0])
              .cidrList(words[1])
              .action(CidrCollectionChangeAction.PUT)
              .build());
    }
    route53.changeCidrCollection(request -> request.id(collection).changes(changes));
  }

  /** Makes a zone with record sets, in one batch; returns the id of the change. */
  String makeZone(String domain, String records) {
    String zone =
        route53
            .createHostedZone(request -> request.name(domain).callerReference(domain))
            .hostedZone()
            .id()
            .replace("/hostedzone/", "");
    if (records.isEmpty()) {
      return "";
    }
    List<Change> changes = new ExampleRecords(domain, zone, checks, collection).changes(records);
    return route53
        .changeResourceRecordSets(
            request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)))
        .changeInfo()
        .id();
  }

  void awaitInSync(String change) throws Exception {
    InSync.await(route53, change);
  }

  /** Waits until the process says so; answers follow the same moment. */
  void awaitStatus(String check, String status) throws Exception {
    String wanted = "\"id\": \"" + check + "\",\n        \"status\": \"" + status + "\"";
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!page(product, "/status").contains(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(check + " is not " + status + ":\n" + page(product, "/status"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** A page of the HTTP port. */
  static String page(Product product, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(product.endpoint().resolve(path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Override
  public void close() throws IOException {
    route53.close();
    up.close();
    down.close();
    silent.close();
  }
}
