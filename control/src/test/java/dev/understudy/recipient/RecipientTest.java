package dev.understudy.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.recipient.Recipient.Form;
import dev.understudy.recipient.Recipient.Mailbox;
import dev.understudy.recipient.Recipient.Webhook;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com/hook, JSON",
    "https://hooks.slack.com/services/T/B/x, SLACK",
    "slack+https://chat.example.com/hooks/x, SLACK",
    "json+https://hooks.slack.com/services/T/B/x, JSON",
    "https://events.pagerduty.com/v2/enqueue?routing_key=abc, PAGERDUTY",
    "pagerduty+https://pd.example.com/v2/enqueue?routing_key=abc, PAGERDUTY",
    "https://someone@example.com/hook, JSON",
  })
  void theFormFollowsFromPrefixOrHost(String text, Form form) {
    Recipient read = Recipient.parse(text);
    assertThat(((Webhook) read).form()).isEqualTo(form);
    assertThat(Recipient.parse(read.text())).isEqualTo(read);
  }

  @Test
  void aMailAddressIsAMailbox() {
    assertThat(Recipient.parse(" ops@example.com ")).isInstanceOf(Mailbox.class);
  }

  @Test
  void aRoutingKeyIsTakenOutOfTheUrl() {
    var hook = (Webhook) Recipient.parse("pagerduty+https://pd.example.com/q?a=1&routing_key=K1&b");
    assertThat(hook.routingKey()).isEqualTo("K1");
    assertThat(hook.target().text()).isEqualTo("https://pd.example.com/q?a=1&b");
  }

  @Test
  void aListLeavesOutWhoIsNamedTwice() {
    assertThat(Recipient.parseList("a@example.com, b@example.com,a@example.com,"))
        .extracting(Recipient::text)
        .containsExactly("a@example.com", "b@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "ops",
        "@",
        "a@b@c",
        "ops@example.com\r\nBcc: x@example.com",
        "ftp://example.com/x",
        "javascript:alert(1)",
        "https://",
        "https://exa mple.com/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://metadata.google.internal/",
        "https://metadata.google.internal./",
        "https://0.0.0.0/",
        "https://2852039166/",
        "pagerduty+https://pd.example.com/v2/enqueue",
        "pagerduty+https://pd.example.com/v2/enqueue?routing_key=",
        "slack+ops@example.com",
      })
  void whatIsNeitherAddressNorUrlIsRefused(String text) {
    assertThatThrownBy(() -> Recipient.parseList(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListIsBounded() {
    String many =
        IntStream.range(0, 21)
            .mapToObj(i -> "o" + i + "@example.com")
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> Recipient.parseList(many)).hasMessageContaining("more than 20");
  }

  @Test
  void neitherTextNorRefusalShowsTheSecretOfAUrl() {
    assertThat(Recipient.parse("https://hooks.slack.com/services/SECRET").toString())
        .doesNotContain("SECRET");
    assertThatThrownBy(() -> Recipient.parse("pagerduty+https://pd.example.com/SECRET"))
        .hasMessageNotContaining("SECRET");
  }
}
