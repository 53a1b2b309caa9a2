package dev.understudy.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/** Queries over UDP and TCP are in the query log and in a dnstap file, and counted. */
class QueryLogTest {
  @Test
  void queriesAreWrittenDown(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("queries.log");
    Path tap = directory.resolve("queries.tap");
    try (var product =
        new Product(
                directory.resolve("data"),
                "--query-log",
                log.toString(),
                "--dnstap",
                tap.toString())
            .start()) {
      try (var route53 = product.route53()) {
        String change =
            route53
                .createHostedZone(zone -> zone.name("example.com").callerReference("1"))
                .changeInfo()
                .id();
        Soon.until(
            "the zone is served",
            () ->
                route53.getChange(of -> of.id(change)).changeInfo().status()
                    == ChangeStatus.INSYNC);
      }
      try (Asked asked = Asked.by(product.dnsPort(), "127.0.0.9")) {
        asked.ask("example.com.", Type.SOA);
        asked.ask("no.example.com.", Type.AAAA);
      }
      assertThat(product.stop()).isZero();
      List<String> lines = Files.readAllLines(log);
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst())
          .matches(
              "time=\\S+ client=127\\.0\\.0\\.9 port=\\d+ transport=udp name=example\\.com\\."
                  + " type=SOA query=rd edns=1232 ecs=- rcode=NOERROR reply=aa records=1/0/1"
                  + " answer=SOA:\\d+ found=simple size=\\d+ us=\\d+");
      assertThat(lines.getLast())
          .contains(" type=AAAA ", " rcode=NXDOMAIN ", " found=nxdomain ")
          .doesNotContain(" port=0 ");
      byte[] frames = Files.readAllBytes(tap);
      assertThat(new String(frames, ISO_8859_1))
          .contains("protobuf:dnstap.Dnstap")
          .endsWith("\0\0\0\0\0\0\0\4\0\0\0\3");
    }
  }

  @Test
  void whatBecameOfThemIsCounted(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("queries.log");
    try (var product =
        new Product(directory.resolve("data"), "--query-log", log.toString()).start()) {
      try (Asked asked = Asked.by(product.dnsPort(), "")) {
        for (int i = 0; i < 10; i++) {
          asked.ask("elsewhere.org.", Type.A);
        }
      }
      assertThat(product.page("/metrics"))
          .contains("understudy_dns_recorded_total{event=\"taken\"} 10.0")
          .contains("understudy_dns_recorded_total{event=\"lost\"} 0.0")
          .contains("understudy_query_log_lines_total{event=\"lost\"} 0.0")
          .contains("understudy_dns_questions_total{type=\"A\"} 10.0")
          .contains("understudy_dns_outcomes_total{outcome=\"not_ours\"} 10.0");
    }
  }
}
