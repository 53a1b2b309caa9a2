package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits is read back as it was written, and nothing else is taken for it. */
class NotificationCodecTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00.123Z");

  static final Mail MAIL =
      new Mail(
          MailAddress.parse("ops@example.com"),
          "ALARM: café is down",
          "text\n",
          "<p>text</p>",
          "<i1.1@understudy.example.com>",
          List.of("<i1.0@understudy.example.com>"),
          HttpUrl.parse("http://127.0.0.1:8053/?Action=Unsubscribe&Token=x"));

  static final Post POST =
      new Post(
          HttpUrl.parse("https://hooks.example.com/services/secret?a=b"),
          "application/json",
          "{\"text\":\"ü\"}",
          Map.of("x-amz-sns-message-type", "Notification"));

  @Test
  void mailAndPostsAreReadBack() {
    for (Message message : List.of(MAIL, POST, withoutOptionals())) {
      var notification =
          Notification.of("n-1", "incident 7", NOW, "café is down", message)
              .concerning(List.of("8f2a1c00-0000-4000-8000-000000000001", "www.example.com."));
      assertThat(NotificationCodec.read(NotificationCodec.write(notification)))
          .isEqualTo(notification);
    }
  }

  @Test
  void damageIsNoticed() {
    byte[] octets = NotificationCodec.write(Notification.of("n", "", NOW, "", MAIL)).octets();
    for (int length = 0; length < octets.length; length++) {
      var cut = Value.of(Arrays.copyOf(octets, length));
      assertThatThrownBy(() -> NotificationCodec.read(cut))
          .isInstanceOf(UnreadableStateException.class);
    }
  }

  @Test
  void secretsAreNotShown() {
    assertThat(Notification.of("n-1", "", NOW, "café", POST))
        .hasToString("n-1 to https://hooks.example.com about café");
    assertThat(POST.toString() + MAIL).doesNotContain("secret", "Token", "text\n");
  }

  private static Mail withoutOptionals() {
    return new Mail(MAIL.to(), "s", "", null, MAIL.messageId(), List.of(), null);
  }
}
