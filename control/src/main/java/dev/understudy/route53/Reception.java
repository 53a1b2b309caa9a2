package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Place;
import dev.understudy.model.Response;
import dev.understudy.query.Call;
import dev.understudy.query.Form;
import dev.understudy.query.QueryService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request's head and body to a reply: route, signature, decode, behaviour, encode. Knows
 * nothing of sockets. A refusal at any step becomes an error body.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /** Operations that the model allows without a signature. */
  private static final Set<Operation> OPEN =
      Set.of(
          Operation.GET_CHECKER_IP_RANGES,
          Operation.GET_GEO_LOCATION,
          Operation.LIST_GEO_LOCATIONS);

  private static final Set<String> SIGNING_NAME = Set.of("route53");

  private final Router router = new Router();
  private final SignatureV4 signatures;
  private final QueryServices services;
  private final RpcServices rpc;
  private final Api api;

  Reception(SignatureV4 signatures, QueryServices services, RpcServices rpc, Api api) {
    this.signatures = signatures;
    this.services = services;
    this.rpc = rpc;
    this.api = api;
  }

  Reply answer(HttpHead head, Body body, String requestId) throws IOException {
    RpcServices.Route route = rpc.route(head);
    if (route != null) {
      return rpc(route, head, body, requestId);
    }
    boolean atRoot =
        head.path().equals("/") && (head.method().equals("POST") || !head.query().isEmpty());
    return atRoot ? query(head, body, requestId) : rest(head, body, requestId);
  }

  private Reply rest(HttpHead head, Body body, String requestId) throws IOException {
    try {
      Router.Route route = router.route(head.method(), head.path());
      if (route == null) {
        throw Refusals.unknownOperation();
      }
      Query query = Query.parse(head.query());
      byte[] octets = new byte[0];
      if (!OPEN.contains(route.operation())) {
        Claim claim = signatures.admit(head, query, SIGNING_NAME);
        octets = body.read();
        signatures.verify(claim, head, query, octets);
      }
      Response response = api.handle(RequestReader.read(route, query, octets));
      Operation operation = route.operation();
      return new Reply(
          operation.status(),
          "text/xml",
          XmlWriter.message(operation.responseRoot(), response),
          location(response));
    } catch (ApiException e) {
      return refused(Operation.NAMESPACE, e, requestId);
    } catch (RuntimeException e) {
      return failed(Operation.NAMESPACE, e, head, requestId);
    }
  }

  private Reply query(HttpHead head, Body body, String requestId) throws IOException {
    String namespace = services.namespace("");
    try {
      Query query = Query.parse(head.query());
      QueryService linked = isUnsigned(head, query) ? services.linked(query) : null;
      if (linked != null) {
        namespace = linked.namespace();
        return follow(linked, query, head, requestId);
      }
      Claim claim = signatures.admit(head, query, services.signingNames());
      namespace = services.namespace(claim.service());
      byte[] octets = body.read();
      signatures.verify(claim, head, query, octets);
      return Reply.xml(
          200, services.answer(claim.service(), query, Compressed.plain(head, octets), requestId));
    } catch (ApiException e) {
      return refused(namespace, e, requestId);
    } catch (RuntimeException e) {
      return failed(namespace, e, head, requestId);
    }
  }

  private Reply rpc(RpcServices.Route route, HttpHead head, Body body, String requestId)
      throws IOException {
    try {
      Query query = Query.parse(head.query());
      Claim claim = signatures.admit(head, query, Set.of(route.signingName()));
      byte[] octets = body.read();
      signatures.verify(claim, head, query, octets);
      return route.answer(Compressed.plain(head, octets));
    } catch (ApiException e) {
      return route.refused(e);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed, request {}", head.method(), head.path(), requestId, e);
      return route.refused(internalFailure());
    }
  }

  private static boolean isUnsigned(HttpHead head, Query query) {
    return head.method().equals("GET")
        && head.header("Authorization").isEmpty()
        && query.value("X-Amz-Algorithm") == null;
  }

  /** A link from a mail: HTML for a browser, which asks for it, and the action's XML otherwise. */
  private static Reply follow(QueryService service, Query query, HttpHead head, String requestId)
      throws ApiException {
    Form form = QueryServices.form(query);
    var call = new Call(form.required("Action"), form, false, requestId);
    if (!head.header("Accept").contains("text/html")) {
      return Reply.xml(200, service.answer(call));
    }
    try {
      return Reply.html(200, service.page(call));
    } catch (ApiException e) {
      return Reply.html(e.status(), service.refusalPage(e));
    }
  }

  private static Reply refused(String namespace, ApiException refusal, String requestId) {
    return Reply.xml(refusal.status(), XmlWriter.error(namespace, refusal, requestId));
  }

  /** Our own bug: said once in the log, with the id that the client sees. */
  private static Reply failed(
      String namespace, RuntimeException failure, HttpHead head, String requestId) {
    LOG.error("{} {} failed, request {}", head.method(), head.path(), requestId, failure);
    return refused(namespace, internalFailure(), requestId);
  }

  private static ApiException internalFailure() {
    return new ApiException(
        500, "InternalFailure", "The request failed because of an internal error.");
  }

  private static Map<String, String> location(Response response) {
    List<Member> members = response.shape().members();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).place() == Place.HEADER && response.member(i) instanceof String path) {
        return Map.of(Reply.LOCATION, path);
      }
    }
    return Map.of();
  }
}
