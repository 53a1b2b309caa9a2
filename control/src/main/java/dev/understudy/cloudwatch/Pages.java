package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Input;
import dev.understudy.query.NextToken;
import org.jspecify.annotations.Nullable;

/** How long a page of a list is and where it begins; where is opaque to clients. */
final class Pages {
  private Pages() {}

  static int size(Input input, int most, int otherwise) throws ApiException {
    Integer records = input.integer("MaxRecords");
    if (records == null) {
      return otherwise;
    }
    if (records < 1 || records > most) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value '%d' at 'maxRecords' failed to satisfy constraint: Member must have value between 1 and %d"
              .formatted(records, most));
    }
    return records;
  }

  /** What the token of the page before was made of, or null for the first page. */
  static @Nullable String read(Input input) throws ApiException {
    String token = input.text("NextToken");
    if (token == null || token.isEmpty()) {
      return null;
    }
    return NextToken.read(token).orElseThrow(CloudWatchErrors::invalidToken);
  }

  /** The same for lists in memory: how many items came before. */
  static int offset(Input input) throws ApiException {
    String last = read(input);
    if (last == null) {
      return 0;
    }
    if (!last.matches("[0-9]{1,9}")) {
      throw CloudWatchErrors.invalidToken();
    }
    return Integer.parseInt(last);
  }
}
