package dev.understudy.route53;

import java.util.List;
import java.util.function.Function;

/**
 * The head of an HTTP request, undecoded.
 *
 * @param path as on the wire, percent-encoded, without query
 * @param query as on the wire, without the question mark; empty if there is none
 * @param headers all values of a header, in order; the name in any case
 */
record HttpHead(String method, String path, String query, Function<String, List<String>> headers) {

  /** The first value of a header, or the empty text. */
  String header(String name) {
    List<String> values = headers.apply(name);
    return values.isEmpty() ? "" : values.getFirst();
  }
}
