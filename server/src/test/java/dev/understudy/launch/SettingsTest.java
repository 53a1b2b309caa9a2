package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.limit.RateLimit;
import dev.understudy.routing.NetworkTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every default is pinned here; a flag beats the environment beats the file beats the default. */
class SettingsTest {
  @Test
  void theDefaults() throws Exception {
    assertThat(settings(Map.of()).summary())
        .isEqualTo(
            "data=./data dns=[127.0.0.1:1053] http=127.0.0.1:8053"
                + " roles=[api, nameserver, checker] region=us-east-1 full-answers=false"
                + " udp-size=1232 tcp-max=2000 tcp-per-client=200 quotas=unlimited history=90d"
                + " resolver=system rrl=200 (loopback off) rrl-slip=2");
  }

  @Test
  void aFlagBeatsTheEnvironmentBeatsTheFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("c"), "region = file\nudp-size = 600\n");
    String config = file.toString();
    assertThat(settings(Map.of(), "--config", config).region()).isEqualTo("file");
    var environment = Map.of("UNDERSTUDY_REGION", "env", "UNDERSTUDY_CONFIG", config);
    assertThat(settings(environment).region()).isEqualTo("env");
    assertThat(settings(environment).udpSizeOctets()).isEqualTo(600);
    assertThat(settings(environment, "--region", "flag").region()).isEqualTo("flag");
  }

  @Test
  void listsMayBeRepeatedOrSeparatedByCommas() throws Exception {
    assertThat(settings(Map.of(), "--dns", "127.0.0.1:1,[::1]:2", "--dns", "127.0.0.2:3").dns())
        .extracting(Settings::text)
        .containsExactly("127.0.0.1:1", "[0:0:0:0:0:0:0:1]:2", "127.0.0.2:3");
    assertThat(settings(Map.of("UNDERSTUDY_ROLES", "api,checker")).roles())
        .containsExactlyInAnyOrder(Settings.Role.API, Settings.Role.CHECKER);
  }

  @Test
  void whatDecidesWhereClientsAreIsShown() throws Exception {
    assertThat(
            settings(
                    Map.of("UNDERSTUDY_GEO_DB", "places.mmdb"),
                    "--latency-table",
                    "table.csv",
                    "--default-location",
                    "eu-central-1",
                    "--ecs-from",
                    "10.0.0.0/8,2001:db8::/32")
                .summary())
        .endsWith(
            " geo-db=places.mmdb latency-table=table.csv default-location=50.1,8.7"
                + " ecs-from=[10.0.0.0/8, 2001:db8:0:0:0:0:0:0/32]");
    assertThat(settings(Map.of(), "--ecs-from", "none").summary()).endsWith(" ecs-from=none");
  }

  @Test
  void whatIsSaidInEdnsIsShown() throws Exception {
    assertThat(
            settings(Map.of("UNDERSTUDY_NSID", "ns1"), "--cookie-secret-file", "shared").summary())
        .endsWith(" nsid=ns1 cookie-secret-file=shared");
    assertThatThrownBy(() -> settings(Map.of(), "--nsid", "n".repeat(129)))
        .hasMessageContaining("--nsid: 129 octets are more than 128");
    assertThatThrownBy(() -> settings(Map.of(), "--nsid", "a\u0007b"))
        .hasMessageContaining("--nsid: control characters");
  }

  @Test
  void oneClientHasNoMoreThanAllTogether() throws Exception {
    assertThat(settings(Map.of(), "--tcp-max", "50").summary())
        .contains(" tcp-max=50 tcp-per-client=50");
    assertThat(settings(Map.of("UNDERSTUDY_TCP_PER_CLIENT", "9")).summary())
        .contains(" tcp-max=2000 tcp-per-client=9");
  }

  @Test
  void repliesAreLimitedWhereQueriesMayBeForged() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    InetAddress everywhere = InetAddress.ofLiteral("0.0.0.0");
    RateLimit unasked = settings(Map.of()).rate().limit();
    assertThat(unasked.concerns(loopback)).isFalse();
    assertThat(unasked.concerns(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(unasked.concerns(everywhere)).isTrue();
    assertThat(unasked.perSecond()).isEqualTo(200);
    assertThat(settings(Map.of(), "--rrl", "off").rate().limit().concerns(everywhere)).isFalse();
    Settings told =
        settings(
            Map.of("UNDERSTUDY_RRL", "5"), "--rrl-slip", "1", "--rrl-exempt", "10.0.0.0/8,::/8");
    assertThat(told.rate().limit().concerns(loopback)).isTrue();
    assertThat(told.rate().limit().exempt().count()).isEqualTo(2);
    assertThat(told.summary())
        .endsWith(" rrl=5 rrl-slip=1 rrl-exempt=[10.0.0.0/8, 0:0:0:0:0:0:0:0/8]");
  }

  @Test
  void dnsOverTlsHasAPortOfItsOwn() throws Exception {
    assertThat(settings(Map.of()).dot()).isNull();
    assertThat(
            settings(
                    Map.of("UNDERSTUDY_DOT_KEY", "k.pem"),
                    "--dot",
                    "127.0.0.1,[::1],127.0.0.2:8853,[::2]:1",
                    "--dot-cert",
                    "c.pem")
                .summary())
        .endsWith(
            " dot=[127.0.0.1:853, [0:0:0:0:0:0:0:1]:853, 127.0.0.2:8853, [0:0:0:0:0:0:0:2]:1]"
                + " dot-cert=c.pem dot-key=k.pem");
    assertThatThrownBy(() -> settings(Map.of(), "--dot", "127.0.0.1", "--dot-key", "k.pem"))
        .hasMessageContaining("--dot: wants --dot-cert and --dot-key");
    assertThatThrownBy(() -> settings(Map.of(), "--dot-key", "k.pem"))
        .hasMessageContaining("without --dot");
    assertThatThrownBy(() -> settings(Map.of(), "--dot", "127.0.0.1:x"))
        .hasMessageContaining("--dot 127.0.0.1:x: not ADDRESS:PORT");
  }

  @Test
  void onlyResolversThatAreNamedAreBelieved() throws Exception {
    assertThat(settings(Map.of()).places().clientSubnetsFrom()).isSameAs(NetworkTable.EVERYWHERE);
    assertThat(settings(Map.of(), "--ecs-from", "none").places().clientSubnetsFrom().count())
        .isZero();
    assertThat(settings(Map.of(), "--ecs-from", "10.0.0.0/8").places().clientSubnetsFrom().count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --dns          | 127.0.0.1        | not ADDRESS:PORT
          --dns          | 127.0.0.1:65536  | not ADDRESS:PORT
          --http         | [::1            | not ADDRESS:PORT
          --roles        | king             | not one of api, nameserver, checker
          --region       | 'Mars!'          | not a region name
          --udp-size     | 511              | outside 512..4096
          --udp-size     | 4097             | outside 512..4096
          --tcp-max      | 0                | outside 1..1000000
          --tcp-max      | 1000001          | outside 1..1000000
          --tcp-per-client | 0              | outside 1..2000
          --tcp-per-client | 2001           | outside 1..2000
          --allow-probe  | 10.0.0.0/33      | not a network
          --deny-probe   | ten              | not a network
          --ecs-from     | 10.0.0.1/8       | bits after the prefix; 10.0.0.0/8
          --ecs-from     | all              | not a network
          --default-location | Berlin       | not LATITUDE,LONGITUDE
          --resolver     | dns.example.net  | not ADDRESS or ADDRESS:PORT
          --resolver     | 10.0.0           | not ADDRESS or ADDRESS:PORT
          --resolver     | 10.0.0.256       | not ADDRESS or ADDRESS:PORT
          --resolver     | 10.0.0.2:0       | not ADDRESS or ADDRESS:PORT
          --resolver     | 10.0.0.2:65536   | not ADDRESS or ADDRESS:PORT
          --resolver     | '[::1'           | not ADDRESS or ADDRESS:PORT
          --dnstap       | tcp:localhost    | not tcp:HOST:PORT such as tcp:127.0.0.1:6000
          --dnstap-sample | 1/0             | not 1/N such as 1/100
          --query-log-sample | 0.01         | not 1/N such as 1/100
          --rrl          | 0                | not 'off' or replies per second, 1 to 100000
          --rrl          | 100001           | not 'off' or replies per second, 1 to 100000
          --rrl          | 5/s              | not 'off' or replies per second, 1 to 100000
          --rrl-slip     | 101              | outside 0..100
          --rrl-exempt   | 10.0.0.1/8       | bits after the prefix; 10.0.0.0/8
          --quotas       | lots             | not 'unlimited' or 'route53'
          --store        | etcd://h:1       | only 'embedded' is built so far
          """)
  void aWrongValueSaysWhatIsWanted(String flag, String value, String said) {
    assertThatThrownBy(() -> settings(Map.of(), flag, value))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(flag + " " + value)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --smtp       | http://mail.example.com        | not smtp[s]://
          --smtp       | smtp://me:hush@mail.example.com | UNDERSTUDY_SMTP_PASSWORD
          --mail-from  | ops                            | exactly one @
          --notify     | ops                            | neither a mail address
          --notify     | https://169.254.169.254/x      | metadata service
          --heartbeat  | 8 o'clock                      | neither off nor a time such as 08:00
          --heartbeat  | 24:00                          | neither off nor a time such as 08:00
          --heartbeat  | 08:00                          | it goes to those of --notify
          --public-url | ftp://hush                     | begins with https:// or http://
          --public-url | https://example.com/?hush      | no ?query
          """)
  void aWrongWayOutIsToldWithoutItsSecrets(String flag, String value, String said) {
    assertThatThrownBy(() -> settings(Map.of(), flag, value))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(flag + ": ")
        .hasMessageContaining(said)
        .hasMessageNotContaining("hush");
  }

  @Test
  void theWayOutOfMail(@TempDir Path directory) throws Exception {
    MailSettings mail =
        settings(Map.of(), "--smtp", "smtp://me@example.com@mail.example.com").mail();
    assertThat(mail.from()).hasToString("me@example.com");
    assertThat(mail.summary())
        .isEqualTo(" smtp=smtp://me@example.com@mail.example.com:587 mail-from=me@example.com");
    assertThatThrownBy(() -> mail.transport(directory, Map.of()))
        .hasMessageContaining("UNDERSTUDY_SMTP_PASSWORD");
    var secret = Map.of("UNDERSTUDY_SMTP_PASSWORD", "sesame");
    assertThat(mail.transport(directory, secret).toString()).doesNotContain("sesame");
    assertThat(mail.publicUrl(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8053)))
        .isEqualTo("http://127.0.0.1:8053");
  }

  @Test
  void whoIsToldIsReadAndNoSecretOfTheirUrlsIsShown() throws Exception {
    MailSettings mail =
        settings(
                Map.of("UNDERSTUDY_NOTIFY", "ops@example.com,https://hooks.slack.com/T0/S3CRET"),
                "--heartbeat",
                "08:00")
            .mail();
    assertThat(mail.notified()).hasSize(2);
    assertThat(mail.heartbeat()).isEqualTo(LocalTime.of(8, 0));
    assertThat(mail.summary())
        .contains("notify=[ops@example.com, https://hooks.slack.com] heartbeat=08:00");
    assertThat(mail.toString() + mail).doesNotContain("S3CRET");
    assertThat(settings(Map.of(), "--heartbeat", "off").mail().heartbeat()).isNull();
  }

  @Test
  void theWebhookSecretIsMadeOnceAndIsItsOwnersAlone(@TempDir Path directory) throws Exception {
    WebhookSecretFile.load(directory, null, new Random(1));
    Path file = directory.resolve("webhook-secret");
    String made = Files.readString(file);
    assertThat(made.strip()).matches("[0-9a-f]{64}");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    WebhookSecretFile.load(directory, null, new Random(2));
    assertThat(Files.readString(file)).isEqualTo(made);
    Path poor = Files.writeString(directory.resolve("poor"), "short");
    assertThatThrownBy(() -> WebhookSecretFile.load(directory, poor, new Random(1)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("16 to 4096");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> settings(Map.of(), "--region", "!", "--quotas", "lots"))
        .hasMessageContaining("--region")
        .hasMessageContaining("--quotas");
  }

  @Test
  void resolversAreAddressesWithOrWithoutAPort() throws Exception {
    assertThat(settings(Map.of(), "--resolver", "10.0.0.2,10.0.0.3:5353,::1,[::1]:54").resolvers())
        .extracting(Settings::text)
        .containsExactly(
            "10.0.0.2:53", "10.0.0.3:5353", "[0:0:0:0:0:0:0:1]:53", "[0:0:0:0:0:0:0:1]:54");
    assertThat(settings(Map.of("UNDERSTUDY_RESOLVER", "10.0.0.2")).resolvers()).hasSize(1);
    assertThatThrownBy(() -> settings(Map.of(), "--resolver", "1.1.1.1,".repeat(9) + "1.1.1.1"))
        .hasMessageContaining("10 are more than 8");
  }

  @ParameterizedTest
  @CsvSource({"--sentinal,on", "--udp-size,many"})
  void usageErrorsEndWithTwo(String flag, String value) {
    assertThat(Main.run("serve", flag, value)).isEqualTo(2);
  }

  private static Settings settings(Map<String, String> environment, String... flags)
      throws StartException {
    var options = new ServerOptions();
    var line = new CommandLine(options);
    line.setDefaultValueProvider(new SettingSources(environment, flags));
    line.parseArgs(flags);
    return options.settings();
  }
}
