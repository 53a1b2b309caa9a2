package dev.understudy.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9018: the examples of its appendix, and how long a cookie is good for (section 4.3). */
class ServerCookiesTest {
  private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
  private static final String OLD = "dd3bdf9344b678b185a6f5cb60fca715";
  private static final String NEW = "445536bcd2513298075a5d379663c962";
  private static final String CLIENT = "2464c4abcf10c957";
  private static final long T = 1_559_731_985;

  private long now = T;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # example | secrets                                                            | client                             | time       | query                                            | proof | reply
          A.1       | e5e973e5a6b2a43f48e7dc849e37bfcf                                   | 198.51.100.100                     | 1559731985 | 2464c4abcf10c957                                 | NONE  | 2464c4abcf10c957010000005cf79f111f8130c3eee29480
          A.2       | e5e973e5a6b2a43f48e7dc849e37bfcf                                   | 198.51.100.100                     | 1559734385 | 2464c4abcf10c957010000005cf79f111f8130c3eee29480 | GOOD  | 2464c4abcf10c957010000005cf7a871d4a564a1442aca77
          A.3       | e5e973e5a6b2a43f48e7dc849e37bfcf                                   | 203.0.113.203                      | 1559727985 | fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5 | GOOD  | fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5
          A.3 late  | e5e973e5a6b2a43f48e7dc849e37bfcf                                   | 203.0.113.203                      | 1559734700 | fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5 | BAD   | fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e
          A.4       | 445536bcd2513298075a5d379663c962,dd3bdf9344b678b185a6f5cb60fca715  | 2001:db8:220:1:59de:d0f4:8769:82b8 | 1559741961 | 22681ab97d52c298010000005cf7c57926556bd0934c72f8 | GOOD  | 22681ab97d52c298010000005cf7c609a6bb79d16625507a
          """)
  void examplesOfTheAppendix(
      String example,
      String secrets,
      String client,
      long time,
      String query,
      Proof proof,
      String reply) {
    now = time;
    ServerCookies cookies = cookies(secrets.split(","));
    assertThat(judge(cookies, query, client)).isEqualTo(proof);
    assertThat(HexFormat.of().formatHex(cookies.cookies())).isEqualTo(reply);
  }

  @ParameterizedTest(name = "{0} s: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # seconds later | proof | goes back | because
          0               | GOOD  | same      | just made
          1799            | GOOD  | same      | young enough
          1800            | GOOD  | new       | half an hour old: it is replaced
          3600            | GOOD  | new       | an hour old
          3601            | BAD   | new       | older than an hour
          -300            | GOOD  | same      | another server's clock may be ahead
          -301            | BAD   | new       | more than five minutes in the future
          -2147483648     | BAD   | new       | as far as the circle of time goes
          """)
  void goodForAnHour(int later, Proof proof, String back, String because) {
    ServerCookies cookies = cookies(SECRET);
    judge(cookies, CLIENT, "192.0.2.1");
    byte[] made = cookies.cookies().clone();
    now = T + later;
    assertThat(judge(cookies, HexFormat.of().formatHex(made), "192.0.2.1")).isEqualTo(proof);
    assertThat(Arrays.equals(cookies.cookies(), made)).isEqualTo(back.equals("same"));
    assertThat(cookies.cookies()).startsWith(HexFormat.of().parseHex(CLIENT));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # server cookie                                                  | because
          1100000a5cf79f11                                                 | 8 octets are of nobody's version 1
          020000005cf79f111f8130c3eee29480                                 | another version
          010000005cf79f111f8130c3eee29481                                 | another hash
          010000015cf79f111f8130c3eee29480                                 | reserved octets are hashed too
          010000005cf79f111f8130c3eee2948000                               | an octet too long
          010000005cf79f111f8130c3eee29480010000005cf79f111f8130c3eee29480 | 32 octets
          """)
  void notOurs(String server, String because) {
    ServerCookies cookies = cookies(SECRET);
    assertThat(judge(cookies, CLIENT + server, "198.51.100.100")).isEqualTo(Proof.BAD);
    assertThat(HexFormat.of().formatHex(cookies.cookies()))
        .isEqualTo("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
  }

  @Test
  void boundToAddressAndClientCookie() {
    ServerCookies cookies = cookies(SECRET);
    String good = "010000005cf79f111f8130c3eee29480";
    assertThat(judge(cookies, CLIENT + good, "198.51.100.100")).isEqualTo(Proof.GOOD);
    assertThat(judge(cookies, CLIENT + good, "198.51.100.101")).isEqualTo(Proof.BAD);
    assertThat(judge(cookies, "2464c4abcf10c958" + good, "198.51.100.100")).isEqualTo(Proof.BAD);
  }

  /** RFC 9018, section 5: first all accept it, then all use it, then the old one goes. */
  @Test
  void aSecretIsReplacedWithoutABadCookie() {
    var current = new CurrentSecrets(CookieSecrets.parse(List.of(OLD)));
    var one = new ServerCookies(current, () -> now);
    judge(one, CLIENT, "192.0.2.1");
    String old = HexFormat.of().formatHex(one.cookies());
    current.publish(CookieSecrets.parse(List.of(OLD, NEW)));
    assertThat(judge(one, old, "192.0.2.1")).isEqualTo(Proof.GOOD);
    ServerCookies further = cookies(NEW, OLD);
    assertThat(judge(further, old, "192.0.2.1")).isEqualTo(Proof.GOOD);
    String renewed = HexFormat.of().formatHex(further.cookies());
    assertThat(renewed).as("made with the secret in use").isNotEqualTo(old);
    assertThat(judge(one, renewed, "192.0.2.1")).isEqualTo(Proof.GOOD);
    assertThat(judge(cookies(NEW), renewed, "192.0.2.1")).isEqualTo(Proof.GOOD);
    assertThat(judge(cookies(NEW), old, "192.0.2.1")).isEqualTo(Proof.BAD);
  }

  @Test
  void rollingKeepsTheSecretBefore() {
    CookieSecrets first = CookieSecrets.parse(List.of(OLD, SECRET));
    CookieSecrets rolled = first.roll(HexFormat.of().parseHex(NEW));
    assertThat(rolled.lines()).containsExactly(NEW, OLD);
    assertThat(rolled).hasToString("CookieSecrets[2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          e5e973e5a6b2a43f48e7dc849e37bfc              | line 1 is not 32 hexadecimal digits
          e5e973e5a6b2a43f48e7dc849e37bfcf/x           | line 2 is not 32
          """)
  void aFileThatHoldsNoSecretsIsRefused(String lines, String said) {
    assertThatThrownBy(() -> CookieSecrets.parse(List.of(lines.split("/", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("e5e9");
  }

  @Test
  void moreThanThreeAreRefusedAndRemarksAreNot() {
    assertThatThrownBy(() -> CookieSecrets.parse(List.of("# a remark", "")))
        .hasMessageContaining("holds 0 secrets");
    assertThatThrownBy(() -> CookieSecrets.parse(List.of(OLD, NEW, SECRET, OLD)))
        .hasMessageContaining("holds 4 secrets");
    assertThat(
            CookieSecrets.parse(List.of("# ours", "", NEW.toUpperCase(Locale.ROOT), " " + OLD))
                .lines())
        .containsExactly(NEW, OLD);
  }

  private ServerCookies cookies(String... secrets) {
    return new ServerCookies(new CurrentSecrets(CookieSecrets.parse(List.of(secrets))), () -> now);
  }

  private static Proof judge(ServerCookies cookies, String hex, String client) {
    byte[] octets = HexFormat.of().parseHex("ffff" + hex);
    byte[] address = InetAddress.ofLiteral(client).getAddress();
    return cookies.judge(octets, 2, octets.length - 2, address, address.length);
  }
}
