package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Between Jetty and {@link Reception}: pages, bodies, headers. Each call has its own thread. */
final class ApiHandler extends Handler.Abstract {
  static final String REQUEST_ID = "x-amzn-RequestId";

  private final Reception reception;
  private final Map<String, Page> pages;
  private final int bodyMaxOctets;
  private final Supplier<UUID> requestIds;

  ApiHandler(
      Reception reception, Map<String, Page> pages, int bodyMaxOctets, Supplier<UUID> requestIds) {
    super(InvocationType.BLOCKING);
    this.reception = reception;
    this.pages = Map.copyOf(pages);
    this.bodyMaxOctets = bodyMaxOctets;
    this.requestIds = requestIds;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      answer(request, response, callback);
    } catch (IOException e) { // the client went away, or was too slow: there is nobody to tell
      callback.failed(e);
    }
    return true;
  }

  private void answer(Request request, Response response, Callback callback) throws IOException {
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath() == null ? "/" : uri.getPath();
    String query = uri.getQuery() == null ? "" : uri.getQuery();
    String method = request.getMethod();
    String requestId = requestIds.get().toString();
    response.getHeaders().put(REQUEST_ID, requestId);
    Page page = isForServices(method, path, query) ? null : pages.get(path);
    if (method.equals("OPTIONS")) {
      response.setStatus(204);
      response
          .getHeaders()
          .put(
              HttpHeader.ALLOW,
              page == null ? "GET, HEAD, POST, DELETE, OPTIONS" : allowed(page) + ", OPTIONS");
      callback.succeeded();
    } else if (page != null) {
      Page.Reply reply = ask(page, method, query, request, response);
      send(
          new Reply(reply.status(), reply.contentType(), reply.body(), Map.of()),
          request,
          response,
          callback);
    } else {
      var head = new HttpHead(method, path, query, request.getHeaders()::getValuesList);
      send(
          reception.answer(head, () -> body(request, response, bodyMaxOctets), requestId),
          request,
          response,
          callback);
    }
  }

  /** The services that are asked with forms have their path in common with the first page. */
  private static boolean isForServices(String method, String path, String query) {
    return path.equals("/") && !(query.isEmpty() && isRead(method));
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private static String allowed(Page page) {
    return page.bodyMaxOctets() > 0 ? "GET, HEAD, POST" : "GET, HEAD";
  }

  private Page.Reply ask(Page page, String method, String query, Request request, Response response)
      throws IOException {
    boolean post = method.equals("POST") && page.bodyMaxOctets() > 0;
    if (!post && !isRead(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, allowed(page));
      return refusal(405, "This page is asked with " + allowed(page) + ".");
    }
    String accept = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
    try {
      byte[] body =
          post
              ? body(request, response, Math.min(bodyMaxOctets, page.bodyMaxOctets()))
              : new byte[0];
      return page.answer(Page.Request.of(post, query, accept, body));
    } catch (ApiException e) {
      return refusal(e.status(), String.valueOf(e.getMessage()));
    }
  }

  /** With a text that needs no escapes. */
  private static Page.Reply refusal(int status, String message) {
    return Page.Reply.json(status, "{\"error\":\"" + message + "\"}\n");
  }

  private byte[] body(Request request, Response response, int bodyMaxOctets)
      throws ApiException, IOException {
    if (request.getLength() > bodyMaxOctets) {
      throw tooLarge(response, bodyMaxOctets);
    }
    byte[] octets = new byte[(int) Math.max(512, request.getLength())];
    int length = 0;
    try (InputStream in = Content.Source.asInputStream(request)) {
      while (true) {
        if (length > bodyMaxOctets) {
          throw tooLarge(response, bodyMaxOctets);
        }
        if (length == octets.length) { // as long as was said, or longer than was guessed
          int next = in.read();
          if (next < 0) {
            return octets;
          }
          octets = Arrays.copyOf(octets, 2 * length);
          octets[length++] = (byte) next;
          continue;
        }
        int read = in.read(octets, length, octets.length - length);
        if (read < 0) {
          return Arrays.copyOf(octets, length);
        }
        length += read;
      }
    } catch (HttpException.RuntimeException e) { // chunks that are none
      throw new ApiException(400, "MalformedHttpRequest", "The body could not be read as HTTP.");
    }
  }

  /** The rest of the body is not wanted, so the connection cannot be used again. */
  private static ApiException tooLarge(Response response, int bodyMaxOctets) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    return Refusals.tooLarge(bodyMaxOctets);
  }

  private static void send(Reply reply, Request request, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    reply
        .headers()
        .forEach((name, value) ->
            response
                .getHeaders()
                .put(name, name.equals(Reply.LOCATION) ? absolute(value, request) : value));
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  private static String absolute(String location, Request request) {
    if (!location.startsWith("/")) {
      return location;
    }
    String host = request.getHeaders().get(HttpHeader.HOST);
    return (request.isSecure() ? "https://" : "http://") + host + location;
  }

  /** What Jetty refuses by itself (a malformed head, a header too large), in the API's form. */
  boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 400 : response.getStatus();
    String given = response.getHeaders().get(REQUEST_ID);
    String requestId = given == null ? requestIds.get().toString() : given;
    response.getHeaders().put(REQUEST_ID, requestId);
    var refusal =
        new ApiException(
            status,
            status < 500 || status == 505 ? "MalformedHttpRequest" : "InternalFailure",
            "The request could not be processed as HTTP.");
    send(
        Reply.xml(status, XmlWriter.error(Operation.NAMESPACE, refusal, requestId)),
        request,
        response,
        callback);
    return true;
  }
}
