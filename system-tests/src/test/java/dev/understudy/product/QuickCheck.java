package dev.understudy.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

/**
 * A check of a {@link Cafe} that asks several times a second and turns at the first result, by
 * tags. An endpoint that is gone refuses at once, so a probe may take a minute: the pauses of a
 * busy machine are no failures. Until the tags are there, one failure turns nothing.
 */
final class QuickCheck {
  private static final Map<String, String> TAGS =
      Map.of(
          "understudy:interval", "100ms",
          "understudy:timeout", "1m",
          "understudy:fall", "1",
          "understudy:rise", "1");

  private QuickCheck() {}

  /** Creates it; its id. */
  static String create(Route53Client route53, int port) {
    return create(route53, port, config -> config, Map.of());
  }

  /** With more in its configuration, and more tags. */
  static String create(
      Route53Client route53,
      int port,
      UnaryOperator<HealthCheckConfig.Builder> more,
      Map<String, String> tags) {
    HealthCheckConfig config =
        more.apply(
                HealthCheckConfig.builder()
                    .type(HealthCheckType.HTTP)
                    .ipAddress("127.0.0.1")
                    .port(port)
                    .resourcePath("/cafe")
                    .failureThreshold(10))
            .build();
    String id =
        route53
            .createHealthCheck(request ->
                request.callerReference(UUID.randomUUID().toString()).healthCheckConfig(config))
            .healthCheck()
            .id();
    var all = new TreeMap<>(TAGS);
    all.putAll(tags);
    tag(route53, id, all);
    return id;
  }

  /** Adds tags to a check. */
  static void tag(Route53Client route53, String id, Map<String, String> tags) {
    List<Tag> made = new ArrayList<>();
    tags.forEach((key, value) -> made.add(Tag.builder().key(key).value(value).build()));
    route53.changeTagsForResource(
        request -> request.resourceType(TagResourceType.HEALTHCHECK).resourceId(id).addTags(made));
  }
}
