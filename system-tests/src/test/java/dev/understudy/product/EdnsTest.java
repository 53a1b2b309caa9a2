package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the product says in EDNS over real sockets, and which clients it knows after a restart. */
class EdnsTest {
  private static final byte[] NOTHING = {};
  private static final byte[] CLIENT_COOKIE = HexFormat.of().parseHex("2464c4abcf10c957");

  @Test
  void optionsAreAnsweredAndCookiesOutliveARestart(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    try (var product = new Product(data, "--nsid", "ns1.example.net").start()) {
      assertThat(asked(product, false, EDNSOption.Code.NSID, NOTHING))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("ns1.example.net");
      assertThat(asked(product, true, EDNSOption.Code.TCP_KEEPALIVE, NOTHING))
          .as("ten seconds")
          .containsExactly(0, 100);
      assertThat(asked(product, false, EDNSOption.Code.TCP_KEEPALIVE, NOTHING)).isEmpty();
      assertThat(asked(product, true, EDNSOption.Code.PADDING, new byte[3])).isEmpty();
      byte[] cookie = asked(product, false, EDNSOption.Code.COOKIE, CLIENT_COOKIE);
      assertThat(cookie).hasSize(24).startsWith(CLIENT_COOKIE);
      assertThat(Files.getPosixFilePermissions(data.resolve("cookie-secret"))).hasSize(2);
      assertThat(product.stop()).isZero();

      product.start();
      asked(product, true, EDNSOption.Code.COOKIE, cookie);
      assertThat(metrics(product)).contains("understudy_dns_cookies_total{cookie=\"good\"} 1.0");
      byte[] wrong = cookie.clone();
      wrong[23] ^= 1;
      assertThat(asked(product, false, EDNSOption.Code.COOKIE, wrong)).isNotEqualTo(wrong);
      assertThat(metrics(product))
          .contains("understudy_dns_cookies_total{cookie=\"bad\"} 1.0")
          .contains("understudy_dns_cookies_total{cookie=\"good\"} 1.0");
    }
  }

  @Test
  void nameserversThatShareASecretKnowEachOthersClients(@TempDir Path directory) throws Exception {
    Path shared =
        Files.writeString(directory.resolve("shared"), "e5e973e5a6b2a43f48e7dc849e37bfcf\n");
    String[] settings = {"--cookie-secret-file", shared.toString()};
    try (var one = new Product(directory.resolve("one"), settings).start();
        var other = new Product(directory.resolve("other"), settings).start()) {
      byte[] cookie = asked(one, false, EDNSOption.Code.COOKIE, CLIENT_COOKIE);
      asked(other, false, EDNSOption.Code.COOKIE, cookie);
      assertThat(metrics(other)).contains("understudy_dns_cookies_total{cookie=\"good\"} 1.0");
      assertThat(asked(one, false, EDNSOption.Code.NSID, NOTHING)).as("nobody named it").isEmpty();
      assertThat(Files.exists(directory.resolve("one").resolve("cookie-secret"))).isFalse();
    }
  }

  /** The data of the option in the reply, empty if there is none; no zone is asked for. */
  private static byte[] asked(Product product, boolean tcp, int code, byte[] data)
      throws Exception {
    Name name = Name.fromString("elsewhere.example.");
    Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
    var option = new GenericEDNSOption(code, data);
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
    Message reply = product.resolver().askOnce(query, tcp);
    assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(reply.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)).hasSize(1);
    List<EDNSOption> told = reply.getOPT().getOptions(code);
    if (told.isEmpty()) {
      return NOTHING;
    }
    byte[] wire = told.getFirst().toWire();
    return Arrays.copyOfRange(wire, 4, wire.length);
  }

  private static String metrics(Product product) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI metrics = product.endpoint().resolve("/metrics");
      return client
          .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
