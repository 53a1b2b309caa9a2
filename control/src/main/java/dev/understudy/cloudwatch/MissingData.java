package dev.understudy.cloudwatch;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a period without data counts as (User Guide, "Configuring how alarms treat missing data").
 */
public enum MissingData {
  /** Nothing: with no data at all the state is INSUFFICIENT_DATA. */
  MISSING("missing"),
  /** The state stays as it is. */
  IGNORE("ignore"),
  BREACHING("breaching"),
  NOT_BREACHING("notBreaching");

  private final String text;

  MissingData(String text) {
    this.text = text;
  }

  /** The API's name. */
  public String text() {
    return text;
  }

  static Optional<MissingData> read(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findAny();
  }
}
