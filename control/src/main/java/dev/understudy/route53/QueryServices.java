package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import dev.understudy.query.Call;
import dev.understudy.query.Form;
import dev.understudy.query.QueryService;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services that share the port at path {@code /}, told apart by the signing name in the
 * credential scope, as endpoint overrides expect.
 */
final class QueryServices {
  private final Map<String, QueryService> services;

  /**
   * Adds STS.
   *
   * @param services by signing name, such as {@code sns}
   */
  QueryServices(Credentials credentials, Map<String, QueryService> services) {
    var all = new HashMap<>(services);
    all.put("sts", new SecurityTokenService(credentials));
    this.services = Map.copyOf(all);
  }

  /** Signing names that may be used at this path, whether or not the service is there. */
  Set<String> signingNames() {
    return Set.of("sts", "sns", "monitoring");
  }

  /** The namespace of a service's errors. */
  String namespace(String service) {
    QueryService found = services.get(service);
    return found == null ? Operation.NAMESPACE : found.namespace();
  }

  byte[] answer(String service, Query query, byte[] body, String requestId) throws ApiException {
    Query parameters =
        query.value("Action") == null
            ? Query.parse(new String(body, StandardCharsets.UTF_8))
            : query;
    String action = parameters.value("Action");
    if (action == null) {
      throw new ApiException(
          400, "MissingAction", "The request must contain the parameter Action.");
    }
    QueryService found = services.get(service);
    if (found == null) {
      throw new ApiException(
          400, "InvalidAction", "The service '" + service + "' is not available here.");
    }
    return found.answer(new Call(action, form(parameters), true, requestId));
  }

  /** The service to which a link in a mail leads, or null if the query is no such link. */
  @Nullable QueryService linked(Query query) {
    String action = query.value("Action");
    return services.values().stream()
        .filter(service -> action != null && service.linkedActions().contains(action))
        .findAny()
        .orElse(null);
  }

  static Form form(Query query) {
    var parameters = new HashMap<String, String>();
    for (Query.Parameter parameter : query.parameters()) {
      parameters.putIfAbsent(
          Query.decode(parameter.rawName().replace('+', ' ')),
          Query.decode(parameter.rawValue().replace('+', ' ')));
    }
    return Form.of(parameters);
  }
}
