package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.understudy.control.ApiException;
import dev.understudy.query.Call;
import dev.understudy.query.Input;
import dev.understudy.query.QueryService;
import dev.understudy.query.RpcService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One service by its three protocols, as octets (Smithy, "AWS JSON 1.0", "RPC v2 CBOR"). */
@Timeout(600)
class RpcServicesTest {
  private static final String JSON = "X-Amz-Target: GraniteServiceVersion20100801.Echo\r\n";
  private static final String CBOR =
      "Content-Type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor\r\n";
  private static final String CBOR_PATH = "/service/GraniteServiceVersion20100801/operation/Echo";

  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    var settings =
        new ApiSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Credentials("AKIDEXAMPLE", "secret", "123456789012"),
            64 << 10,
            100,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            16 << 10);
    server =
        ApiServer.open(
            settings,
            new FakeApi(),
            Services.of(new NoSns(), new Echo()),
            () -> true,
            Map.of(),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Answers what it was asked; refuses a Name that is refused. */
  private static final class Echo implements RpcService {
    @Override
    public String namespace() {
      return "http://echo.example/";
    }

    @Override
    public Map<String, @Nullable Object> answer(String operation, Input input) throws ApiException {
      if ("refused".equals(input.text("Name"))) {
        throw new ApiException(400, "InvalidParameterValue", "That name is refused.");
      }
      var answer = new LinkedHashMap<String, @Nullable Object>();
      answer.put("Operation", operation);
      answer.put("Name", input.text("Name"));
      answer.put("Count", input.integer("Count"));
      answer.put("Flag", input.flag("Flag"));
      answer.put("At", input.instant("At"));
      answer.put("Texts", input.texts("Texts"));
      for (Input each : input.structures("Structures")) {
        answer.put("Half", each.number("Half"));
      }
      answer.put("None", null);
      return answer;
    }

    @Override
    public String errorShape(String code) {
      return code + "Exception";
    }
  }

  private static final class NoSns implements QueryService {
    @Override
    public String namespace() {
      return "http://sns.example/";
    }

    @Override
    public byte[] answer(Call call) throws ApiException {
      throw QueryService.unknownAction(call);
    }
  }

  private byte[] exchange(byte[] request) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return socket.getInputStream().readAllBytes();
    }
  }

  private String post(String path, String headers, byte[] body) throws IOException {
    byte[] reply = exchange(Signing.request("POST", path, headers, "monitoring", body));
    return new String(reply, StandardCharsets.UTF_8);
  }

  private String post(String path, String headers, String body) throws IOException {
    return post(path, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Object body(byte[] reply) throws IOException {
    String text = new String(reply, StandardCharsets.ISO_8859_1);
    byte[] body =
        text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    return new CBORMapper().readValue(body, Object.class);
  }

  @Test
  void theQueryProtocolIsAFormInAndXmlOut() throws IOException {
    assertThat(
            post(
                "/",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Action=Echo&Version=2010-08-01&Name=a%26b&Count=3&Flag=true&At=2026-01-01T00%3A00%3A00Z"
                    + "&Texts.member.1=x&Texts.member.2=y&Structures.member.1.Half=0.5"))
        .startsWith("HTTP/1.1 200 ")
        .contains(
            "<EchoResponse xmlns=\"http://echo.example/\"><EchoResult><Operation>Echo</Operation>"
                + "<Name>a&amp;b</Name><Count>3</Count><Flag>true</Flag><At>2026-01-01T00:00:00Z</At>"
                + "<Texts><member>x</member><member>y</member></Texts><Half>0.5</Half></EchoResult>"
                + "<ResponseMetadata><RequestId>");
    assertThat(post("/", "", "Action=Echo&Version=2010-08-01&Name=refused"))
        .startsWith("HTTP/1.1 400 ")
        .contains("<Code>InvalidParameterValue</Code><Message>That name is refused.</Message>");
  }

  @Test
  void awsJsonTellsTimesInSecondsAndErrorsByTheirShapeWithTheOldCode() throws IOException {
    assertThat(
            post(
                "/",
                JSON,
                "{\"Name\":\"a&b\",\"Count\":3,\"Flag\":true,\"At\":1767225600.5,"
                    + "\"Texts\":[\"x\",\"y\"],\"Structures\":[{\"Half\":0.5}]}"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: application/x-amz-json-1.0")
        .endsWith(
            "{\"Operation\":\"Echo\",\"Name\":\"a&b\",\"Count\":3,\"Flag\":true,"
                + "\"At\":1.7672256005E9,\"Texts\":[\"x\",\"y\"],\"Half\":0.5}");
    assertThat(post("/", JSON, "{\"Name\":\"refused\"}"))
        .startsWith("HTTP/1.1 400 ")
        .contains("x-amzn-query-error: InvalidParameterValue;Sender")
        .endsWith(
            "{\"__type\":\"com.amazonaws.cloudwatch#InvalidParameterValueException\","
                + "\"message\":\"That name is refused.\"}");
  }

  @Test
  void cborCarriesTheSameTree() throws IOException {
    byte[] body =
        new CBORMapper()
            .writeValueAsBytes(
                Map.of(
                    "Name",
                    "a&b",
                    "Count",
                    3,
                    "Flag",
                    true,
                    "At",
                    1767225600.5,
                    "Texts",
                    List.of("x", "y"),
                    "Structures",
                    List.of(Map.of("Half", 0.5))));
    byte[] reply = exchange(Signing.request("POST", CBOR_PATH, CBOR, "monitoring", body));
    assertThat(new String(reply, StandardCharsets.ISO_8859_1))
        .startsWith("HTTP/1.1 200 ")
        .contains("smithy-protocol: rpc-v2-cbor", "Content-Type: application/cbor");
    assertThat(body(reply))
        .isEqualTo(
            Map.of(
                "Operation",
                "Echo",
                "Name",
                "a&b",
                "Count",
                3,
                "Flag",
                true,
                "At",
                Instant.parse("2026-01-01T00:00:00.500Z").toEpochMilli() / 1000.0,
                "Texts",
                List.of("x", "y"),
                "Half",
                0.5));
    byte[] refused =
        exchange(
            Signing.request(
                "POST",
                CBOR_PATH,
                CBOR,
                "monitoring",
                new CBORMapper().writeValueAsBytes(Map.of("Name", "refused"))));
    assertThat(body(refused))
        .isEqualTo(
            Map.of(
                "__type",
                "com.amazonaws.cloudwatch#InvalidParameterValueException",
                "message",
                "That name is refused."));
  }

  @Test
  void nothingAtAllIsAnEmptyStructureAndTimesAreTaggedInCbor() throws IOException {
    byte[] nothing = exchange(Signing.request("POST", CBOR_PATH, CBOR, "monitoring", new byte[0]));
    assertThat(body(nothing)).isEqualTo(Map.of("Operation", "Echo", "Texts", List.of()));
    byte[] reply =
        exchange(
            Signing.request(
                "POST",
                CBOR_PATH,
                CBOR,
                "monitoring",
                new CBORMapper().writeValueAsBytes(Map.of("At", 1))));
    assertThat(new String(reply, StandardCharsets.ISO_8859_1)).contains("bAt\u00c1\u00fb");
  }

  @Test
  void largeBodiesMayBeCompressed() throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write("{\"Name\":\"small\"}".getBytes(StandardCharsets.UTF_8));
    }
    String gzip = JSON + "Content-Encoding: gzip\r\n";
    assertThat(post("/", gzip, compressed.toByteArray())).contains("\"Name\":\"small\"");
    assertThat(post("/", gzip, "no gzip")).startsWith("HTTP/1.1 400 ");
    assertThat(post("/", JSON + "Content-Encoding: br\r\n", "{}")).startsWith("HTTP/1.1 415 ");
    compressed.reset();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(new byte[5 << 20]);
    }
    assertThat(post("/", gzip, compressed.toByteArray())).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whatIsNoTreeIsRefused() throws IOException {
    assertThat(post("/", JSON, "[]"))
        .startsWith("HTTP/1.1 400 ")
        .contains("SerializationException");
    assertThat(post("/", JSON, "{\"a\":")).contains("SerializationException");
    assertThat(post("/", JSON, "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}"))
        .contains("SerializationException");
    assertThat(post(CBOR_PATH, CBOR, new byte[] {(byte) 0xff, 0, 1})).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void whoIsNotSignedInIsToldSoInTheProtocolItSpeaks() throws IOException {
    byte[] forged =
        Signing.request("POST", "/", JSON, "monitoring", "{}".getBytes(StandardCharsets.UTF_8));
    forged[forged.length - 1] = ']';
    assertThat(new String(exchange(forged), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 403 ")
        .contains("com.amazonaws.cloudwatch#");
  }
}
