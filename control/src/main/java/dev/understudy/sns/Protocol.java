package dev.understudy.sns;

import dev.understudy.control.ApiException;
import java.util.Arrays;

/** How a message reaches a subscriber. */
enum Protocol {
  EMAIL("email"),
  EMAIL_JSON("email-json"),
  HTTP("http"),
  HTTPS("https");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean isMail() {
    return this == EMAIL || this == EMAIL_JSON;
  }

  /**
   * Reads the parameter Protocol.
   *
   * @throws ApiException InvalidParameter for those of SNS that lead into AWS, and for any other
   */
  static Protocol read(String text) throws ApiException {
    return Arrays.stream(values())
        .filter(protocol -> protocol.text.equals(text))
        .findAny()
        .orElseThrow(() -> SnsErrors.invalid("Does not support this protocol string: " + text));
  }
}
