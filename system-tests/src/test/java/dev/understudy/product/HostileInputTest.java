package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is absurd or meant ill is refused with the error of SNS or CloudWatch, before it is kept.
 */
class HostileInputTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NAMES =
      """
      127.0.0.1 hook.example moves.example
      169.254.169.254 sneaky.example
      fd00:ec2::254 sneaky6.example
      127.0.0.1 both.example
      169.254.169.254 both.example
      """;

  private static Path hosts;
  private static RoughMailServer mail;
  private static Product product;
  private static QueryApi api;
  private static String topic;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    hosts = Files.writeString(folder.resolve("hosts"), NAMES);
    mail = new RoughMailServer();
    product =
        new Product(folder.resolve("data"), "--smtp", mail.url())
            .with(
                "UNDERSTUDY_JAVA_OPTIONS",
                "-Djdk.net.hosts.file=" + hosts + " -Dsun.net.inetaddr.ttl=0")
            .start();
    api = new QueryApi(product, HTTP);
    topic = new Readers(api, mail).subscribed("hostile", "ops@example.com");
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
    mail.close();
    HTTP.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://169.254.169.254/latest/meta-data  | its address may not be connected to
          http://169.254.170.2/v2/credentials      | its address may not be connected to
          http://me:pw@169.254.169.254/            | its address may not be connected to
          http://hook.example@169.254.169.254/     | its address may not be connected to
          http://100.100.100.200/latest            | its address may not be connected to
          http://168.63.129.16/                    | its address may not be connected to
          http://[fd00:ec2::254]/latest            | its address may not be connected to
          http://[FD00:0EC2:0:0:0:0:0:254]:80/     | its address may not be connected to
          http://[fd20:ce::254]/                   | its address may not be connected to
          http://[::ffff:169.254.169.254]/         | its address may not be connected to
          http://[::ffff:a9fe:a9fe]/               | its address may not be connected to
          http://[::a9fe:a9fe]/                    | its address may not be connected to
          http://[64:ff9b::a9fe:a9fe]/             | its address may not be connected to
          http://[2002:a9fe:a9fe::1]/              | its address may not be connected to
          http://[fe80::1]/                        | its address may not be connected to
          http://0.0.0.0/                          | its address may not be connected to
          http://metadata.google.internal/         | its host is a cloud's metadata service
          http://Metadata.Google.Internal./x       | its host is a cloud's metadata service
          http://metadata.goog:80/                 | its host is a cloud's metadata service
          http://sneaky.example/                   | its address may not be connected to
          http://sneaky6.example/                  | its address may not be connected to
          http://both.example/                     | its address may not be connected to
          http://2852039166/                       | the URL names no host, or one that is none
          http://0xa9fea9fe/                       | the URL names no host, or one that is none
          http://0xa9.0xfe.0xa9.0xfe/              | the URL names no host, or one that is none
          http://0251.0376.0251.0376/              | the URL names no host, or one that is none
          http://169.254.43518/                    | the URL names no host, or one that is none
          http://169.16689662/                     | the URL names no host, or one that is none
          http://169.254.169.254./                 | the URL names no host, or one that is none
          http:///latest                           | the URL names no host, or one that is none
          http://büro.example/                     | the URL names no host, or one that is none
          http://１６９.254.169.254/                 | the URL names no host, or one that is none
          http://hook.example:0/                   | the URL's port is outside 1..65535
          http://hook.example:65536/               | the URL's port is outside 1..65535
          http://hook.example/#x                   | a URL to send to has no #fragment
          http://hook.example/ü                    | a URL is ASCII without spaces; percent-encode the rest
          http://hook.example/^r^nX-Evil: yes      | not a URL such as https://example.com/hook
          http://hook.example\\@169.254.169.254/    | not a URL such as https://example.com/hook
          http://hook.example/{2030}               | a URL of 2050 characters is over 2048
          """)
  void aUrlThatIsNoneOrLeadsToMetadataIsRefused(String url, String why) throws Exception {
    assertThat(subscribe("http", meant(url)))
        .startsWith("400 ")
        .contains("<Code>InvalidParameter</Code>")
        .contains("<Message>Invalid parameter: Endpoint Reason: " + why + "</Message>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          email      | ops@example.com^r^nBcc: x@example.com | Email address
          email      | ops@example.com^nBcc: x@example.com   | Email address
          email      | ops@example.com^0                     | Email address
          email      | ops@example.com, x@example.com        | Email address
          email      | Ops <ops@example.com>                 | Email address
          email      | a@b@example.com                       | Email address
          email      | öps@example.com                       | Email address
          email      | "o ps"@example.com                    | Email address
          email      | ops@[169.254.169.254]                 | Email address
          email      | ops@example..com                      | Email address
          email      | {65}@example.com                      | Email address
          email      | ops@{250}                             | Email address
          email-json | ops                                   | Email address
          email      | {0}                                   | Endpoint
          https      | http://hook.example/                  | Endpoint must match the specified protocol
          http       | file:///etc/passwd                    | Endpoint must match the specified protocol
          http       | gopher://hook.example/                | Endpoint must match the specified protocol
          sms        | +15550100                             | Does not support this protocol string: sms
          sqs        | arn:aws:sqs:us-east-1:000000000000:q  | Does not support this protocol string: sqs
          """)
  void anEndpointThatIsNoneIsRefused(String protocol, String endpoint, String why)
      throws Exception {
    assertThat(subscribe(protocol, meant(endpoint)))
        .startsWith("400 ")
        .contains("<Code>InvalidParameter</Code>")
        .contains("<Message>Invalid parameter: " + why + "</Message>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CreateTopic | Name=x^r^nBcc: y@example.com | 400 | InvalidParameter | Invalid parameter: Topic Name
          CreateTopic | Name=x^n                     | 400 | InvalidParameter | Invalid parameter: Topic Name
          CreateTopic | Name={257}                   | 400 | InvalidParameter | Invalid parameter: Topic Name
          CreateTopic | Name={0}                     | 400 | InvalidParameter | Invalid parameter: Topic Name
          CreateTopic | Name=töpic                   | 400 | InvalidParameter | Invalid parameter: Topic Name
          CreateTopic | Name=ok;Attributes.entry.1.key=DisplayName;Attributes.entry.1.value=x^r^nBcc: y | 400 | InvalidParameter | Invalid parameter: DisplayName
          Publish | TopicArn=@;Message=m;Subject=x^r^nBcc: y@example.com | 400 | InvalidParameter | Invalid parameter: Subject
          Publish | TopicArn=@;Message=m;Subject=x^nX-Evil: y            | 400 | InvalidParameter | Invalid parameter: Subject
          Publish | TopicArn=@;Message=m;Subject={101}                   | 400 | InvalidParameter | Invalid parameter: Subject
          Publish | TopicArn=@;Message={0}                               | 400 | InvalidParameter | Invalid parameter: Empty message
          Publish | TopicArn=@;Message={262145}                          | 400 | InvalidParameter | Invalid parameter: Message too long
          Publish | TopicArn=@none;Message=m                    | 404 | NotFound | Topic does not exist
          Publish | TopicArn=@none^r^n;Message=m                | 404 | NotFound | Topic does not exist
          Subscribe | TopicArn=@none;Protocol=email;Endpoint=ops@example.com | 404 | NotFound | Topic does not exist
          GetTopicAttributes | TopicArn=@none                   | 404 | NotFound | Topic does not exist
          SetTopicAttributes | TopicArn=@none;AttributeName=DisplayName;AttributeValue=x | 404 | NotFound | Topic does not exist
          ListSubscriptionsByTopic | TopicArn=@none             | 404 | NotFound | Topic does not exist
          ListTagsForResource | ResourceArn=@none               | 404 | ResourceNotFound | Resource does not exist
          GetSubscriptionAttributes | SubscriptionArn=@:00000000-0000-0000-0000-000000000000 | 404 | NotFound | Subscription does not exist
          Publish | TopicArn=nonsense;Message=m                 | 400 | InvalidParameter | Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1
          Publish | TopicArn=arn:aws:sns:us-east-1:111122223333:x;Message=m | 400 | InvalidParameter | Invalid parameter: TopicArn
          """)
  void snsRefusesInItsOwnWords(
      String action, String parameters, int status, String code, String message) throws Exception {
    assertThat(api.sns(action, pairs(parameters)))
        .startsWith(status + " ")
        .contains("<Code>" + code + "</Code>", "<Message>" + message + "</Message>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AlarmName=x^r^nBcc: y@example.com | ValidationError | at 'alarmName' failed to satisfy constraint
          AlarmName=x^n                     | ValidationError | at 'alarmName' failed to satisfy constraint
          AlarmName={256}                   | ValidationError | at 'alarmName' failed to satisfy constraint
          AlarmDescription={1025}           | ValidationError | at 'alarmDescription' failed to satisfy constraint: Member must have length less than or equal to 1024
          MetricName=x^r^ny                 | InvalidParameterValue | The value for parameter MetricName is invalid.
          Namespace=x^ny                    | InvalidParameterValue | The value for parameter Namespace is invalid.
          AlarmActions.member.1=mailto:ops@example.com | ValidationError | Invalid arn syntax: mailto:ops@example.com
          """)
  void cloudWatchRefusesInItsOwnWords(String parameter, String code, String message)
      throws Exception {
    String[] pair = pairs(parameter);
    assertThat(putAlarm(pair[0], pair[1]))
        .startsWith("400 ")
        .contains("<Code>" + code + "</Code>", message);
  }

  @Test
  void namesAndTextsThatAreAllowedNeverBecomeHeadersOrCommands() throws Exception {
    var readers = new Readers(api, mail);
    String evil =
        "x\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\n.\nDATA\r.\r";
    assertThat(putAlarm("AlarmDescription", evil)).startsWith("200 ");
    assertThat(
            api.cloudWatch(
                "SetAlarmState",
                "AlarmName",
                "hostile",
                "StateValue",
                "ALARM",
                "StateReason",
                "because\r\n\r\nBcc: x@example.com"))
        .startsWith("200 ");
    String subject = "one\u2028Bcc: x@example.com\u2029 \u202etwo \uD83D\uDD25";
    api.mustSns("Publish", "TopicArn", topic, "Subject", subject, "Message", evil);
    api.mustSns("Publish", "TopicArn", topic, "Subject", "last", "Message", evil);
    readers.await("ops@example.com", "last");
    List<RoughMailServer.Received> mails = mail.mailsTo("ops@example.com");
    assertThat(mails).as("asked, alarm, two messages").hasSize(4);
    for (RoughMailServer.Received got : mails) {
      String head = got.text().substring(0, got.text().indexOf("\n\n"));
      assertThat(head.lines().filter(line -> !line.matches("[ \t].*")).map(l -> l.split(":", 2)[0]))
          .as(head)
          .doesNotHaveDuplicates()
          .isSubsetOf(
              "From",
              "To",
              "Subject",
              "Date",
              "Message-ID",
              "MIME-Version",
              "Content-Type",
              "Content-Transfer-Encoding",
              "Auto-Submitted",
              "List-Unsubscribe");
    }
    assertThat(mail.lines()).noneMatch(line -> line.contains("evil@") || line.contains("victim@"));
    assertThat(mail.mailsTo("victim@example.com")).isEmpty();
  }

  @Test
  void anInternationalDomainIsReachedByItsAsciiName() throws Exception {
    assertThat(subscribe("email", "ops@Büro.example")).startsWith("200 ");
    Soon.until("it is asked", () -> !mail.mailsTo("ops@xn--bro-hoa.example").isEmpty());
  }

  @Test
  void neitherARedirectNorANameThatMovesLeadsToMetadata() throws Exception {
    try (Hook hook = new Hook();
        Hook trap = new Hook()) {
      hook.answer(307, trap.url("/latest/meta-data"), "");
      assertThat(subscribe("http", hook.url("hook.example", "/redirects"))).startsWith("200 ");
      Soon.until(
          "the redirect is refused",
          () -> events().contains("HTTP 307; redirects are not followed"));
      assertThat(trap.posts()).isEmpty();
      hook.answer(200, null, "");
      assertThat(subscribe("http", hook.url("moves.example", "/moves"))).startsWith("200 ");
      Hook.Post asked = hook.await(post -> post.path().equals("/moves"));
      assertThat(MailServer.open(MailServer.link("ConfirmSubscription", asked.body())))
          .startsWith("200 ");
      Path fresh =
          Files.writeString(hosts.resolveSibling("fresh"), "169.254.169.254 moves.example");
      Files.move(fresh, hosts, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      api.mustSns("Publish", "TopicArn", topic, "Message", "moved", "Subject", "moved");
      Soon.until(
          "the address is refused",
          () -> events().contains("nothing may be sent to 169.254.169.254"));
      assertThat(hook.posts().stream().map(Hook.Post::path)).containsOnlyOnce("/moves");
      Files.writeString(hosts, NAMES);
    }
  }

  private static String events() throws Exception {
    return product.page("/events?kind=notification&limit=1000");
  }

  private static String subscribe(String protocol, String endpoint) throws Exception {
    return api.sns("Subscribe", "TopicArn", topic, "Protocol", protocol, "Endpoint", endpoint);
  }

  /** An alarm named hostile with one parameter set otherwise. */
  private static String putAlarm(String name, String value) throws Exception {
    var parameters =
        new java.util.TreeMap<>(
            java.util.Map.of(
                "AlarmName", "hostile",
                "Namespace", "Cafe",
                "MetricName", "Orders",
                "Statistic", "Sum",
                "Period", "60",
                "EvaluationPeriods", "1",
                "Threshold", "1",
                "ComparisonOperator", "LessThanThreshold",
                "AlarmActions.member.1", topic));
    parameters.put(name, value);
    var pairs = new ArrayList<String>();
    parameters.forEach((key, each) -> pairs.addAll(List.of(key, each)));
    return api.cloudWatch("PutMetricAlarm", pairs.toArray(String[]::new));
  }

  private static String[] pairs(String parameters) {
    var pairs = new ArrayList<String>();
    for (String parameter : parameters.split(";", -1)) {
      String[] pair = parameter.split("=", 2);
      String value = meant(pair[1]);
      pairs.addAll(List.of(pair[0], value.startsWith("@") ? topic + value.substring(1) : value));
    }
    return pairs.toArray(String[]::new);
  }

  /** {@code ^r}, {@code ^n} and {@code ^0} are control characters, {@code {9}} nine letters. */
  private static String meant(String text) {
    return Pattern.compile("\\{(\\d+)\\}")
        .matcher(text)
        .replaceAll(found -> "a".repeat(Integer.parseInt(found.group(1))))
        .replace("^r", "\r")
        .replace("^n", "\n")
        .replace("^0", "\0");
  }
}
