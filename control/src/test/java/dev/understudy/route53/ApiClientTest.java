package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.ApiException;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.HostedZone;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.Request;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our own client against our own server: what is asked arrives, what is replied comes back. */
@Timeout(120)
class ApiClientTest {
  private static final Credentials CREDENTIALS =
      new Credentials("AKIDEXAMPLE", "secret", "123456789012");
  private static final ResourceRecordSet ODD =
      ResourceRecordSet.builder()
          .name("a\\052 b.example.com.")
          .type(RRType.TXT)
          .setIdentifier("é & <x> \"+%2F\"")
          .weight(3L)
          .ttl(60L)
          .resourceRecords(List.of(new ResourceRecord("\"a  b\"")))
          .build();

  private final FakeApi api = new FakeApi();
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void open() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        ApiServer.open(
            ApiSettings.of(address, CREDENTIALS),
            api,
            Services.NONE,
            () -> true,
            Map.of(),
            InstantSource.system());
    client = client("http://127.0.0.1:" + server.address().getPort(), CREDENTIALS);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void membersInPathQueryAndBodyArrive() throws Exception {
    roundTrip(
        new ListResourceRecordSetsRequest(
            "Z1", "a\\052 b.example.com.", RRType.TXT, "é&+ /%", "300"),
        new ListResourceRecordSetsResponse(
            List.of(ODD), true, "n.example.com.", RRType.A, "id", "300"));
    roundTrip(
        ChangeResourceRecordSetsRequest.builder()
            .hostedZoneId("Z1")
            .changeBatch(new ChangeBatch("c", List.of(new Change(ChangeAction.UPSERT, ODD))))
            .build(),
        new ChangeResourceRecordSetsResponse(
            new ChangeInfo(
                "C1", ChangeStatus.PENDING, Instant.parse("2026-11-21T00:00:00Z"), null)));
  }

  @Test
  void membersInResponseHeadersComeBack() throws Exception {
    var zone = HostedZone.builder().id("Z1").name("example.com.").callerReference("r").build();
    var info = new ChangeInfo("C1", ChangeStatus.PENDING, Instant.EPOCH, null);
    api.willAnswer(
        CreateHostedZoneResponse.builder()
            .hostedZone(zone)
            .changeInfo(info)
            .location("https://elsewhere.example/Z1")
            .build());
    var response =
        (CreateHostedZoneResponse)
            client.call(
                CreateHostedZoneRequest.builder().name("example.com").callerReference("r").build());
    assertThat(response.hostedZone()).isEqualTo(zone);
    assertThat(response.location()).isEqualTo("https://elsewhere.example/Z1");
  }

  @Test
  void refusalsComeBackInTheServersWords() {
    api.will(_ -> {
      throw new ApiException(400, "InvalidChangeBatch", "[a, <b> & \"c\"]");
    });
    var list = new ListResourceRecordSetsRequest("Z1", null, null, null, null);
    assertThatThrownBy(() -> client.call(list))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.code()).isEqualTo("InvalidChangeBatch");
              assertThat(e.message()).isEqualTo("[a, <b> & \"c\"]");
            });
    try (ApiClient stranger =
        client(
            "http://127.0.0.1:" + server.address().getPort(),
            new Credentials("AKIDEXAMPLE", "wrong", "123456789012"))) {
      assertThatThrownBy(() -> stranger.call(list))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
    }
  }

  @Test
  void whatIsNoServerOfOursIsToldApart() {
    for (String body :
        List.of("", "ok", "<html><body/></html>", "<!DOCTYPE x [<!ENTITY y 'z'>]>")) {
      assertThatThrownBy(
              () -> {
                throw ResponseReader.refusal(404, body.getBytes(StandardCharsets.UTF_8));
              })
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("what answers there is not the Route 53 API");
    }
  }

  private void roundTrip(Request request, Response response) throws Exception {
    api.willAnswer(response);
    assertThat(client.call(request)).isEqualTo(response);
    assertThat(api.lastAsked()).isEqualTo(request);
  }

  private static ApiClient client(String endpoint, Credentials credentials) {
    return new ApiClient(URI.create(endpoint), credentials, "eu-north-7", InstantSource.system());
  }
}
