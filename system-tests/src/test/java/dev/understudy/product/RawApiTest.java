package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the AWS CLI never sends, since it checks first or spells it in one way only. */
class RawApiTest {
  private static final String SET =
      """
      <Type>A</Type><ResourceRecords><ResourceRecord><Value>%s</Value></ResourceRecord></ResourceRecords>
      <TTL>%s</TTL><Name>%s</Name>\
      """;

  /** The expected text is that of the API Reference or was recorded from the service. */
  @Test
  void refusalsAreTheServersOwn(@TempDir Path data) throws Exception {
    try (Product product = new Product(data).start();
        HttpClient http = HttpClient.newHttpClient()) {
      var api = new Raw(product, http);
      String zone =
          between(
              api.post(
                  "/hostedzone",
                  "<CreateHostedZoneRequest><CallerReference>r</CallerReference>"
                      + "<Name>example.com</Name></CreateHostedZoneRequest>"),
              "<Id>/hostedzone/",
              "<");
      String[] paths = {
        "/hostedzone/" + zone,
        "/hostedzone/hostedzone/" + zone,
        "/hostedzone/%2Fhostedzone%2F" + zone,
        "/hostedzone/" + zone + "/"
      };
      for (String path : paths) {
        assertThat(api.get(path)).startsWith("200 ").contains("<Name>example.com.</Name>");
      }
      String rrset = "/hostedzone/" + zone + "/rrset";
      // elements in any order, no namespace, with and without the last slash
      assertThat(api.post(rrset + "/", change("CREATE", SET.formatted("192.0.2.1", 5, "a"))))
          .startsWith("400 ")
          .contains("<Code>InvalidChangeBatch<")
          .contains("[RRSet with DNS name a. is not permitted in zone example.com.]");
      String created = change("CREATE", SET.formatted("192.0.2.1", 5, "a.example.com"));
      assertThat(api.post(rrset, created)).startsWith("200 ").contains("<Status>PENDING<");
      assertThat(api.post(rrset, change("CREATE", SET.formatted("192.0.2.1", -1, "b.example.com"))))
          .contains("<Code>InvalidInput<")
          .contains("Member must have value greater than or equal to 0");
      assertThat(api.post(rrset, change("MAYBE", SET.formatted("192.0.2.1", 5, "b.example.com"))))
          .contains("Value 'MAYBE' is not facet-valid");
      assertThat(api.post(rrset, "<!DOCTYPE a [<!ENTITY b 'c'>]>" + created)).startsWith("400 ");
      assertThat(api.post(rrset, "<ChangeResourceRecordSetsRequest>")).startsWith("400 ");
      assertThat(api.get("/tags/hostedzone/%2Fhostedzone%2F" + zone))
          .contains("at 'resourceId' failed to satisfy constraint");
      assertThat(api.get("/tags/foo/" + zone)).contains("Invalid resource type: foo");
      assertThat(api.get("/nothing")).startsWith("404 ").contains("UnknownOperationException");
      assertThat(api.send("GET", "/hostedzone", "", Duration.ofMinutes(-6), Product.SECRET))
          .startsWith("403 ")
          .contains("Signature expired: ");
      assertThat(api.send("GET", "/hostedzone", "", Duration.ZERO, "wrong"))
          .startsWith("403 ")
          .contains("<Code>SignatureDoesNotMatch<");
    }
  }

  private static String change(String action, String set) {
    return "<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><ResourceRecordSet>"
        + set
        + "</ResourceRecordSet><Action>"
        + action
        + "</Action></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before) + before.length();
    return text.substring(start, text.indexOf(after, start));
  }

  /** Signs by hand and sends; a reply is its status, a blank and its body. */
  private record Raw(Product product, HttpClient http) {
    String get(String path) throws Exception {
      return send("GET", path, "", Duration.ZERO, Product.SECRET);
    }

    String post(String path, String body) throws Exception {
      return send("POST", path, body, Duration.ZERO, Product.SECRET);
    }

    String send(String method, String path, String body, Duration skew, String secret)
        throws Exception {
      var signed = new Signed("route53", Instant.now().plus(skew), secret);
      var request = signed.request(product.endpoint(), method, "/2013-04-01" + path, body);
      var reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body().replace("&apos;", "'");
    }
  }
}
