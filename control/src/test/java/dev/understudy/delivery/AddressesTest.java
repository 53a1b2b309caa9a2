package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321, section 4.1.2 and 4.5.3.1; RFC 3986; what is absurd is refused where it comes in. */
class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "ops@example.com, ops@example.com",
    "o.p-s+dns@Example.COM, o.p-s+dns@example.com",
    "ops@localhost, ops@localhost",
    "ops@büro.example, ops@xn--bro-hoa.example",
    "ops@例え.jp, ops@xn--r8jz45g.jp",
  })
  void mailAddresses(String text, String read) {
    assertThat(MailAddress.parse(text)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ops",
        "ops@",
        "@example.com",
        "a@b@example.com",
        "ops@example..com",
        "ops@-example.com",
        "ops@example.com.",
        ".ops@example.com",
        "o..ps@example.com",
        "ops @example.com",
        "ops@exam ple.com",
        "\"o ps\"@example.com",
        "ops(comment)@example.com",
        "Ops <ops@example.com>",
        "ops@[127.0.0.1]",
        "ops@example.com,other@example.com",
        "öps@example.com",
        "ops@example.com\r\nBcc: x@example.com",
        "ops\r\n@example.com",
        "ops@exa\u0000mple.com",
        "ops@example.com\u2028",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
      })
  void absurdMailAddresses(String text) {
    assertThatThrownBy(() -> MailAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mail address '")
        .hasMessageNotContainingAny("\r", "\n", "\0");
  }

  @Test
  void aLongMailAddressIsRefused() {
    String label = "a".repeat(60);
    String domain = String.join(".", label, label, label, label);
    assertThatThrownBy(() -> MailAddress.parse("abcdefghijkl@" + domain))
        .hasMessageContaining("254");
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.com/services/T0/B0/secret, https://hooks.example.com, hooks.example.com, 443",
    "http://127.0.0.1:8080/hook?token=secret, http://127.0.0.1:8080, 127.0.0.1, 8080",
    "HTTPS://user:secret@Example.com, https://example.com, example.com, 443",
    "http://[::1]:81/secret, http://[::1]:81, ::1, 81",
  })
  void urlsNeverShowTheirSecrets(String text, String shown, String host, int port) {
    HttpUrl url = HttpUrl.parse(text);
    assertThat(url).hasToString(shown);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://0XA9.254.169.254/",
        "http://0251.0376.0251.0376/",
        "http://169.254.169.0376/",
        "http://169.254.43518/",
        "http://169.254.169.256/",
        "http://127.1/",
        "http://1/",
        "",
        "hooks.example.com/x",
        "ftp://example.com/secret",
        "file:///etc/secret",
        "https:///secret",
        "https://exam_ple/secret",
        "https://example.com:0/secret",
        "https://example.com:65536/secret",
        "https://example.com/secret#x",
        "https://example.com/secret\r\nHost: x",
        "https://example.com/secret x",
        "https://example.com/sécret",
        "https://büro.example/secret",
      })
  void absurdUrls(String text) {
    assertThatThrownBy(() -> HttpUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.com, smtp://mail.example.com:25, STARTTLS_IF_OFFERED",
    "smtp://me@mail.example.com, smtp://me@mail.example.com:587, STARTTLS_IF_OFFERED",
    "smtp://me@example.com@mail.example.com:2525, smtp://me@example.com@mail.example.com:2525,"
        + " STARTTLS_IF_OFFERED",
    "smtps://me%40example.com@mail.example.com, smtps://me@example.com@mail.example.com:465, TLS",
    "smtp+starttls://mail.example.com, smtp+starttls://mail.example.com:587, STARTTLS",
    "smtp+plain://me@[::1], smtp+plain://me@[::1]:25, PLAIN",
  })
  void mailServers(String text, String read, SmtpServer.Security security) {
    SmtpServer server = SmtpServer.parse(text).with("secret");
    assertThat(server).hasToString(read);
    assertThat(server.security()).isEqualTo(security);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example.com",
        "smtp:mail.example.com",
        "http://mail.example.com",
        "smtp://me:secret@mail.example.com",
        "smtp://mail.example.com/secret",
        "smtp://mail.example.com?secret",
        "smtp://mail.example.com:99999",
      })
  void absurdMailServers(String text) {
    assertThatThrownBy(() -> SmtpServer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
