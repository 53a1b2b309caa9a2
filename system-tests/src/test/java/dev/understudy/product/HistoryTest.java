package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.history.Event;
import dev.understudy.history.EventLog;
import dev.understudy.store.SqliteStore;
import dev.understudy.store.Store;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** The record from outside: change, fail, recover; then what happened, and what was answered. */
class HistoryTest {
  private static final Duration LIMIT = Product.LIMIT;
  private static final String WWW = "www.example.com";
  private static final String LEAD = "192.0.2.1";
  private static final String UNDERSTUDY = "192.0.2.2";
  private static final String OTHER = "192.0.2.3";

  private record Said(int code, String text) {
    void oneLine(String holds) {
      assertThat(code).as(text).isEqualTo(2);
      assertThat(text.strip().lines()).as(text).hasSize(1);
      assertThat(text).contains(holds);
    }
  }

  @Test
  void whatWasAnsweredIsToldOfEachTime(@TempDir Path data) throws Exception {
    Instant before = Instant.now();
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone =
          route53
              .createHostedZone(r -> r.name("example.com").callerReference("h"))
              .hostedZone()
              .id();
      String check = check(route53, cafe.port());
      send(
          route53,
          zone,
          ChangeAction.CREATE,
          set(ResourceRecordSetFailover.PRIMARY, LEAD, check),
          set(ResourceRecordSetFailover.SECONDARY, UNDERSTUDY, null));
      Instant healthy = answered(product, LEAD);
      cafe.down();
      Instant failed = answered(product, UNDERSTUDY);
      send(
          route53,
          zone,
          ChangeAction.UPSERT,
          set(ResourceRecordSetFailover.SECONDARY, OTHER, null));
      Instant changed = answered(product, OTHER);
      cafe.up();
      Instant recovered = answered(product, LEAD);
      awaitEvents(product, "check=" + check + "&kind=health", 2);
      awaitEvents(product, "check=" + check + "&kind=notification", 1);
      awaitEvents(product, "name=" + WWW + "&kind=answer", 4);

      product.kill();
      product.start();
      tellsOfEachTime(product, data, check, List.of(healthy, failed, changed, recovered));
      refuses(product, data, before);
      history(product, data, check);
      latency(product, check);
    }
  }

  private static void tellsOfEachTime(Product product, Path data, String check, List<Instant> times)
      throws Exception {
    List<String> values = List.of(LEAD, UNDERSTUDY, OTHER, LEAD);
    for (int i = 0; i < times.size(); i++) {
      Said json = run(product, data, "explain", WWW, "A", "--at", times.get(i).toString());
      assertThat(json.code()).as(json.text()).isZero();
      JsonNode told = new ObjectMapper().readTree(json.text());
      assertThat(told.path("answer").path(0).path("value").asText()).isEqualTo(values.get(i));
      assertThat(told.has("revision")).isFalse();
      assertThat(told.path("notes").toString()).contains("this process started at ");
    }
    Said tree = run(product, data, "explain", WWW, "--text", "--at", times.get(1).toString());
    assertThat(tree.text())
        .startsWith("www.example.com. A: 192.0.2.2  TTL 15\n")
        .contains(
            "as of " + Instant.ofEpochMilli(times.get(1).toEpochMilli()),
            "✗ PRIMARY",
            "its check is unhealthy",
            "check " + check + " unhealthy since ",
            "by 1 of 1 checkers: ",
            "✓ SECONDARY",
            "note: this process started at ");
    long ago = Duration.between(times.get(3), Instant.now()).toSeconds();
    assertThat(run(product, data, "explain", WWW, "--text", "--at", "-" + ago + "s").text())
        .startsWith("www.example.com. A: 192.0.2.1");
  }

  private static void refuses(Product product, Path data, Instant before) throws Exception {
    run(product, data, "explain", WWW, "--at", before.minusSeconds(60).toString())
        .oneLine("The record begins at ");
    run(product, data, "explain", WWW, "--at", "2h").oneLine("The record begins at ");
    run(product, data, "explain", WWW, "--at", "2099-01-01").oneLine("still to come");
    run(product, data, "explain", WWW, "--at", "yesterday").oneLine("'yesterday' is not a time");
    run(product, data, "explain", WWW, "--at", "5s", "--all").oneLine("leave out at");
    run(product, data, "explain", WWW, "--at", "5s", "--assume", "x=healthy").oneLine("leave out");
    assertThat(page(product, "/explain?name=" + WWW + "&at=soon").statusCode()).isEqualTo(400);
  }

  private static void history(Product product, Path data, String check) throws Exception {
    Said ofName = run(product, data, "history", WWW, "--since", "10m");
    assertThat(ofName.code()).as(ofName.text()).isZero();
    assertThat(ofName.text())
        .contains(
            "new A www.example.com. \"PRIMARY\"",
            "192.0.2.1 (TTL 15) → 192.0.2.2 (TTL 15) because of check " + check,
            "192.0.2.2 (TTL 15) → 192.0.2.3 (TTL 15) by change ",
            "192.0.2.3 (TTL 15) → 192.0.2.1 (TTL 15) because of check " + check);
    Said ofCheck = run(product, data, "history", check, "--since", "10m");
    assertThat(ofCheck.text())
        .contains("became unhealthy", "became healthy", "sent to ops@example.com", "Failure: ");
    Said ofNobody = run(product, data, "history", "nobody.example.com", "--since", "10m");
    assertThat(ofNobody.code()).as(ofNobody.text()).isEqualTo(1);
    run(product, data, "history", "--since", "soon").oneLine("'soon' is not a time");
    assertThat(events(product, "kind=change&since=10m&limit=1").path("events")).hasSize(1);
    assertThat(events(product, "kind=change&since=10m&limit=1").has("next")).isTrue();
    assertThat(page(product, "/events?since=soon").statusCode()).isEqualTo(400);
  }

  /** The first minute comes within one; written at an orderly stop. */
  private static void latency(Product product, String check) throws Exception {
    String path = "/latency?since=1h&check=" + check;
    Soon.until("a minute of " + path, LIMIT, () -> !json(product, path).path("minutes").isEmpty());
    assertThat(product.stop()).isZero();
    product.start();
    JsonNode told = json(product, path);
    assertThat(told.path("measured").asBoolean()).isTrue();
    JsonNode minute = told.path("minutes").path(0);
    for (String part : List.of("connect", "firstByte")) {
      JsonNode figures = minute.path(part);
      assertThat(figures.path("count").asInt()).isPositive();
      assertThat(figures.path("min").asDouble())
          .isLessThanOrEqualTo(figures.path("avg").asDouble());
      assertThat(figures.path("avg").asDouble())
          .isLessThanOrEqualTo(figures.path("max").asDouble());
    }
    assertThat(minute.has("tls")).isFalse();
    HttpResponse<String> unknown = page(product, "/latency?check=nonsense");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("No health check exists with the ID nonsense.");
  }

  @Test
  void whatIsOlderThanTheRetentionGoes(@TempDir Path data) throws Exception {
    Instant now = Instant.now();
    recordLongAgo(data, now.minus(Duration.ofDays(40)), "forty days ago");
    recordLongAgo(data, now.minus(Duration.ofDays(20)), "twenty days ago");
    try (Product product = new Product(data, "--history", "30").start()) {
      Soon.until("the old gone", LIMIT, () -> reasons(product).equals(List.of("twenty days ago")));
      run(product, data, "explain", WWW, "--at", "41d").oneLine("The record begins at ");
      assertThat(run(product, data, "explain", WWW, "--at", "25d").text())
          .as("nothing is missing of that day")
          .contains("REFUSED");
    }
  }

  private static void recordLongAgo(Path data, Instant at, String reason) throws Exception {
    try (Store store = SqliteStore.open(data)) {
      var log = new EventLog(store, () -> at, Duration.ofDays(90), 1);
      store.commit(List.of(), log.entries(new Event.Gap(at, reason, 1)));
    }
  }

  private static List<String> reasons(Product product) throws Exception {
    var reasons = new ArrayList<String>();
    events(product, "kind=gap")
        .path("events")
        .forEach(each -> reasons.add(each.path("reason").asText()));
    return reasons;
  }

  private static String check(Route53Client route53, int port) {
    return QuickCheck.create(
        route53,
        port,
        config -> config.measureLatency(true),
        Map.of("understudy:notify", "ops@example.com"));
  }

  private static ResourceRecordSet set(
      ResourceRecordSetFailover role,
      String value,
      @org.jspecify.annotations.Nullable String check) {
    return ResourceRecordSet.builder()
        .name(WWW)
        .type(RRType.A)
        .setIdentifier(role.toString())
        .failover(role)
        .ttl(15L)
        .resourceRecords(ResourceRecord.builder().value(value).build())
        .healthCheckId(check)
        .build();
  }

  private static void send(
      Route53Client route53, String zone, ChangeAction action, ResourceRecordSet... sets) {
    List<Change> changes =
        List.of(sets).stream()
            .map(set -> Change.builder().action(action).resourceRecordSet(set).build())
            .toList();
    route53.changeResourceRecordSets(
        r -> r.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
  }

  /** When it was answered so. */
  private static Instant answered(Product product, String value) throws Exception {
    product.resolver().until(WWW + ".", List.of(value), LIMIT);
    return Instant.now();
  }

  private static void awaitEvents(Product product, String query, int count) throws Exception {
    Soon.until(
        count + " events of " + query,
        LIMIT,
        () -> events(product, query).path("events").size() >= count);
  }

  private static JsonNode events(Product product, String query) throws Exception {
    return json(product, "/events?" + query);
  }

  private static JsonNode json(Product product, String path) throws Exception {
    HttpResponse<String> page = page(product, path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return new ObjectMapper().readTree(page.body());
  }

  private static HttpResponse<String> page(Product product, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(product.endpoint().resolve(path)).build(),
          BodyHandlers.ofString());
    }
  }

  private static Said run(Product product, Path data, String... words) throws Exception {
    var command = new ArrayList<>(List.of(Product.root().resolve("understudy").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--http", "127.0.0.1:" + product.httpPort()));
    Path log = data.resolve("said-" + System.nanoTime());
    Process process = Product.start(command, log);
    process.getOutputStream().close();
    return new Said(Product.exitCode(process), Files.readString(log, UTF_8));
  }
}
