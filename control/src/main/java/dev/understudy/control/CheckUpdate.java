package dev.understudy.control;

import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.ResettableElementName;
import dev.understudy.model.UpdateHealthCheckRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a health check after an update: what is given replaces, what is reset goes, all
 * else stays (API Reference, UpdateHealthCheck). Pure; {@link CheckRules} judges the result.
 */
final class CheckUpdate {
  private CheckUpdate() {}

  static HealthCheckConfig apply(HealthCheckConfig old, UpdateHealthCheckRequest request)
      throws ApiException {
    if (request.ipAddress() != null && !request.ipAddress().isEmpty() && old.ipAddress() == null) {
      throw CheckRules.invalid(
          "An IP address cannot be added to a health check that was created without one.");
    }
    var config =
        old.toBuilder()
            .ipAddress(or(blankless(request.ipAddress()), old.ipAddress()))
            .port(or(request.port(), old.port()))
            .resourcePath(or(request.resourcePath(), old.resourcePath()))
            .fullyQualifiedDomainName(
                or(request.fullyQualifiedDomainName(), old.fullyQualifiedDomainName()))
            .searchString(or(request.searchString(), old.searchString()))
            .failureThreshold(or(request.failureThreshold(), old.failureThreshold()))
            .inverted(or(request.inverted(), old.inverted()))
            .disabled(or(request.disabled(), old.disabled()))
            .healthThreshold(or(request.healthThreshold(), old.healthThreshold()))
            .childHealthChecks(or(request.childHealthChecks(), old.childHealthChecks()))
            .enableSNI(or(request.enableSNI(), old.enableSNI()))
            .regions(or(request.regions(), old.regions()))
            .alarmIdentifier(or(request.alarmIdentifier(), old.alarmIdentifier()))
            .insufficientDataHealthStatus(
                or(request.insufficientDataHealthStatus(), old.insufficientDataHealthStatus()));
    List<ResettableElementName> resets = request.resetElements();
    if (resets != null) {
      resets.forEach(element -> reset(element, config));
    }
    return config.build();
  }

  private static void reset(ResettableElementName element, HealthCheckConfig.Builder config) {
    var _ =
        switch (element) {
          case FULLY_QUALIFIED_DOMAIN_NAME -> config.fullyQualifiedDomainName(null);
          case REGIONS -> config.regions(null);
          case RESOURCE_PATH -> config.resourcePath(null);
          case CHILD_HEALTH_CHECKS -> config.childHealthChecks(null);
        };
  }

  private static @Nullable String blankless(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static <T> @Nullable T or(@Nullable T given, @Nullable T old) {
    return given == null ? old : given;
  }
}
