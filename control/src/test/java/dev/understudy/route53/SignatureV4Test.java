package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AWS's published examples: the General Reference's ListUsers request and the Signature Version 4
 * test suite (service "service"); S3's presigned address.
 */
class SignatureV4Test {
  private static final Credentials EXAMPLE =
      new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "123456789012");
  private static final Instant SIGNED = Instant.parse("2015-08-30T12:36:00Z");
  private static final String SCOPE = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
  private static final String VANILLA =
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

  private final Map<String, String> headers = new LinkedHashMap<>();
  private Credentials credentials = EXAMPLE;
  private Instant now = SIGNED;

  private void verify(String method, String target, String body) throws ApiException {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String text = mark < 0 ? "" : target.substring(mark + 1);
    var head = new HttpHead(method, path, text, this::values);
    Query query = Query.parse(text);
    InstantSource clock = InstantSource.fixed(now);
    var signatures = new SignatureV4(credentials, clock);
    Claim claim = signatures.admit(head, query, Set.of("service", "iam", "s3"));
    signatures.verify(claim, head, query, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private List<String> values(String name) {
    String value = headers.get(name.toLowerCase(Locale.ROOT));
    return value == null ? List.of() : List.of(value.split("\n"));
  }

  private void signed(String signature) {
    signed("host;x-amz-date", signature);
  }

  private void signed(String names, String signature) {
    headers.putIfAbsent("host", "example.amazonaws.com");
    headers.putIfAbsent("x-amz-date", "20150830T123600Z");
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
            .formatted(SCOPE, names, signature));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name in the suite                    | method | target | signature
          get-vanilla                            | GET    | /      | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          get-vanilla-query                      | GET    | /      | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          get-vanilla-query-order-key-case       | GET    | /?Param2=value2&Param1=value1 | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
          get-vanilla-empty-query-key            | GET    | /?Param1=value1 | a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb
          get-unreserved                         | GET    | /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f
          get-slash                              | GET    | //     | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          get-relative                           | GET    | /example/.. | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          post-vanilla                           | POST   | /      | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
          """)
  void theTestSuiteVerifies(String name, String method, String target, String signature)
      throws ApiException {
    signed(signature);
    verify(method, target, "");
  }

  @Test
  void theTestSuitesFormPostVerifies() throws ApiException {
    headers.put("content-type", "application/x-www-form-urlencoded");
    signed(
        "content-type;host;x-amz-date",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    verify("POST", "/", "Param1=value1");
  }

  @Test
  void theGeneralReferencesExampleVerifies() throws ApiException {
    headers.put("host", "iam.amazonaws.com");
    headers.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    headers.put("x-amz-date", "20150830T123600Z");
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
            + " SignedHeaders=content-type;host;x-amz-date,"
            + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    verify("GET", "/?Action=ListUsers&Version=2010-05-08", "");
  }

  private String presigned() {
    credentials =
        new Credentials(
            "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "123456789012");
    now = Instant.parse("2013-05-24T00:10:00Z");
    headers.put("host", "examplebucket.s3.amazonaws.com");
    return "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  }

  @Test
  void aPresignedAddressCarriesItsSignatureInTheQuery() throws ApiException {
    String target = presigned();
    var head = new HttpHead("GET", "/test.txt", target.substring(10), this::values);
    Query query = Query.parse(head.query());
    var signatures = new SignatureV4(credentials, InstantSource.fixed(now));
    Claim claim = signatures.admit(head, query, Set.of("s3"));
    assertThat(claim.presigned()).isTrue();
    // S3 signs the words "unsigned payload" without saying so; here the body counts.
    assertThatThrownBy(() -> signatures.verify(claim, head, query, new byte[0]))
        .isInstanceOf(ApiException.class);
    String canonical = CanonicalRequest.of(claim, head, query, "/test.txt", "UNSIGNED-PAYLOAD");
    assertThat(CanonicalRequest.sha256(canonical.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04");
  }

  @Test
  void aPresignedAddressExpires() {
    String target = presigned();
    now = Instant.parse("2013-05-25T00:00:01Z");
    assertThatThrownBy(() -> verify("GET", target, ""))
        .hasMessage("Signature expired: 20130525T000000Z is now earlier than 20130525T000001Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # seconds the server is ahead | message, empty if accepted
            300 |
           -300 |
            301 | Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)
           -301 | Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)
          """)
  void clocksMayDifferByFiveMinutes(long ahead, String message) {
    signed(VANILLA);
    now = SIGNED.plus(Duration.ofSeconds(ahead));
    if (message == null) {
      assertThatCode(() -> verify("GET", "/", "")).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> verify("GET", "/", ""))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.status()).isEqualTo(403);
                assertThat(e.code()).isEqualTo("SignatureDoesNotMatch");
                assertThat(e.message()).isEqualTo(message);
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      textBlock =
          """
          # Authorization | code | part of the message
          none | MissingAuthenticationToken | Missing Authentication Token
          Basic dXNlcjpwYXNz | IncompleteSignature | Unsupported AWS 'algorithm': 'Basic'.
          AWS4-HMAC-SHA256 | IncompleteSignature | Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=0 | IncompleteSignature | got 'AKIDEXAMPLE'
          AWS4-HMAC-SHA256 Credential=OTHER/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=0 | InvalidClientTokenId | The security token included in the request is invalid.
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0 | SignatureDoesNotMatch | Credential should be scoped to correct service: 'iam' or 's3' or 'service'.
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150831/us-east-1/service/aws4_request, SignedHeaders=host, Signature=0 | SignatureDoesNotMatch | '20150831' != '20150830'
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws5, SignedHeaders=host, Signature=0 | SignatureDoesNotMatch | not 'aws5'
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=date, Signature=0 | SignatureDoesNotMatch | must be a 'SignedHeader'
          AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=0 | SignatureDoesNotMatch | The request signature we calculated does not match
          """)
  void refusalsHaveAwsCodes(String authorization, String code, String message) {
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", "20150830T123600Z");
    if (authorization != null) {
      headers.put("authorization", authorization);
    }
    assertThatThrownBy(() -> verify("GET", "/", ""))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(403);
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.message()).contains(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          POST, /,    ''
          GET,  /x,   ''
          GET,  /?a=, ''
          GET,  /,    x
          """)
  void anyChangeBreaksTheSignature(String method, String target, String body) {
    signed(VANILLA);
    assertThatThrownBy(() -> verify(method, target, body))
        .hasMessageStartingWith("The request signature we calculated does not match");
  }

  @Test
  void aDateThatIsNoneIsToldSo() {
    headers.put("x-amz-date", "2015-08-30T12:36:00Z");
    signed(VANILLA);
    assertThatThrownBy(() -> verify("GET", "/", ""))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("IncompleteSignature"));
  }
}
