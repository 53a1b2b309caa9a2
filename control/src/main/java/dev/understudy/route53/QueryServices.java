package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The services that share the port at path {@code /}, told apart by the signing name in the
 * credential scope, as endpoint overrides expect. SNS ({@code sns}) and CloudWatch ({@code
 * monitoring}) belong into this table.
 */
final class QueryServices {
  private final Map<String, QueryService> services;

  QueryServices(Credentials credentials) {
    services = Map.of("sts", new SecurityTokenService(credentials));
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

  byte[] answer(String service, Query query, byte[] form, String requestId) throws ApiException {
    String text = new String(form, StandardCharsets.UTF_8);
    Query parameters = query.value("Action") == null ? Query.parse(text) : query;
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
    return found.answer(action, parameters, requestId);
  }

  static ApiException invalidAction(String action, Query parameters) {
    return new ApiException(
        400,
        "InvalidAction",
        "Could not find operation %s for version %s"
            .formatted(action, parameters.value("Version")));
  }
}
