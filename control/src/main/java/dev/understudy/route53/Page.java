package dev.understudy.route53;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something besides the APIs that the port serves at one exact path, unsigned: metrics, the
 * explanation of an answer, the console. A page only tells; nothing is changed by asking it.
 */
@FunctionalInterface
public interface Page {

  /** The page now. Called on many threads at once; may block for a moment. */
  Reply answer(Request request);

  /**
   * How long a body it reads, in octets, up to the limit of the API's own requests; 0 for a page
   * that is only read, with GET or HEAD. Others are asked with POST too.
   */
  default int bodyMaxOctets() {
    return 0;
  }

  /** What a page is asked. */
  final class Request {
    private final boolean post;
    private final Map<String, List<String>> parameters;
    private final String accept;
    private final byte[] body;

    private Request(
        boolean post, Map<String, List<String>> parameters, String accept, byte[] body) {
      this.post = post;
      this.parameters = parameters;
      this.accept = accept;
      this.body = body;
    }

    /**
     * Keeps the array.
     *
     * @param query as on the wire, without the question mark
     * @param accept the Accept header; empty without one
     */
    static Request of(boolean post, String query, String accept, byte[] body) {
      var parameters = new LinkedHashMap<String, List<String>>();
      for (Query.Parameter parameter : Query.parse(query).parameters()) {
        parameters
            .computeIfAbsent(decode(parameter.rawName()), _ -> new ArrayList<>())
            .add(decode(parameter.rawValue()));
      }
      return new Request(post, parameters, accept, body);
    }

    private static String decode(String raw) {
      return Query.decode(raw.replace('+', ' '));
    }

    /** Whether it came with POST; else with GET or HEAD. */
    public boolean isPost() {
      return post;
    }

    /** The names of the parameters of the query, in order. */
    public Set<String> names() {
      return parameters.keySet();
    }

    /** The values of a parameter, in order; none if it was not given. */
    public List<String> values(String name) {
      return List.copyOf(parameters.getOrDefault(name, List.of()));
    }

    /** Whether the Accept header names that type, such as {@code text/plain}. */
    public boolean accepts(String type) {
      return accept.contains(type);
    }

    /** The body of a POST; empty otherwise. Not to be written to. */
    public byte[] body() {
      return body;
    }
  }

  /** A status, a type and octets. */
  final class Reply {
    private final int status;
    private final String contentType;
    private final byte[] body;

    /**
     * Keeps the array.
     *
     * @param status 200 to 599
     */
    public Reply(int status, String contentType, byte[] body) {
      this.status = status;
      this.contentType = contentType;
      this.body = body;
    }

    /** Plain text, UTF-8. */
    public static Reply text(int status, String text) {
      return new Reply(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON text, which is UTF-8 (RFC 8259, section 8.1). */
    public static Reply json(int status, String json) {
      return new Reply(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public int status() {
      return status;
    }

    public String contentType() {
      return contentType;
    }

    /** Not to be written to. */
    public byte[] body() {
      return body;
    }
  }
}
