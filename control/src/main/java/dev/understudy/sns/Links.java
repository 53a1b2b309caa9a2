package dev.understudy.sns;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Links in mails: unsigned GETs of the API itself. */
final class Links {
  private Links() {}

  static String confirm(String publicUrl, Arn of, String token) {
    return publicUrl
        + "/?Action=ConfirmSubscription&TopicArn="
        + encode(of.topicText())
        + "&Token="
        + encode(token);
  }

  /** Whoever has the id, which cannot be guessed, may end the subscription, as with SNS. */
  static String unsubscribe(String publicUrl, Arn subscription) {
    return publicUrl + "/?Action=Unsubscribe&SubscriptionArn=" + encode(subscription.text());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
