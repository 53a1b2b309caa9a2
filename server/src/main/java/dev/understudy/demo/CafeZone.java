package dev.understudy.demo;

import dev.understudy.control.ApiException;
import dev.understudy.control.Route53;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.CreateHealthCheckResponse;
import dev.understudy.model.CreateHostedZoneRequest;
import dev.understudy.model.CreateHostedZoneResponse;
import dev.understudy.model.HealthCheckConfig;
import dev.understudy.model.HealthCheckType;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lab's zone: {@code www.cafe.example} with a failover pair, and a check of the lead every
 * second.
 *
 * @param zoneId the bare id
 */
record CafeZone(String zoneId, String checkId) {
  static final String NAME = "www.cafe.example";
  private static final String ZONE_PREFIX = "/hostedzone/";
  private static final long TTL_SECONDS = 15;

  static CafeZone create(Route53 route53, InetSocketAddress lead, InetSocketAddress understudy)
      throws ApiException {
    var zone =
        (CreateHostedZoneResponse)
            route53.handle(
                CreateHostedZoneRequest.builder()
                    .name("cafe.example")
                    .callerReference("demo")
                    .build());
    String id = zone.hostedZone().id();
    String zoneId = id.startsWith(ZONE_PREFIX) ? id.substring(ZONE_PREFIX.length()) : id;
    String checkId = check(route53, lead);
    route53.handle(
        ChangeResourceRecordSetsRequest.builder()
            .hostedZoneId(zoneId)
            .changeBatch(
                ChangeBatch.builder()
                    .changes(
                        List.of(
                            create(ResourceRecordSetFailover.PRIMARY, lead, checkId),
                            create(ResourceRecordSetFailover.SECONDARY, understudy, null)))
                    .build())
            .build());
    return new CafeZone(zoneId, checkId);
  }

  private static String check(Route53 route53, InetSocketAddress lead) throws ApiException {
    var check =
        (CreateHealthCheckResponse)
            route53.handle(
                CreateHealthCheckRequest.builder()
                    .callerReference("demo")
                    .healthCheckConfig(
                        HealthCheckConfig.builder()
                            .type(HealthCheckType.HTTP)
                            .ipAddress(lead.getAddress().getHostAddress())
                            .port(lead.getPort())
                            .resourcePath("/cafe")
                            .requestInterval(10)
                            .failureThreshold(2)
                            .build())
                    .build());
    String id = check.healthCheck().id();
    route53.handle(
        ChangeTagsForResourceRequest.builder()
            .resourceType(TagResourceType.HEALTHCHECK)
            .resourceId(id)
            .addTags(
                List.of(
                    Tag.builder().key("Name").value("Primary-Website-Health").build(),
                    Tag.builder().key("understudy:interval").value("1s").build()))
            .build());
    return id;
  }

  private static Change create(
      ResourceRecordSetFailover role, InetSocketAddress address, @Nullable String checkId) {
    return Change.builder()
        .action(ChangeAction.CREATE)
        .resourceRecordSet(
            ResourceRecordSet.builder()
                .name(NAME)
                .type(RRType.A)
                .setIdentifier(role == ResourceRecordSetFailover.PRIMARY ? "lead" : "understudy")
                .failover(role)
                .ttl(TTL_SECONDS)
                .resourceRecords(
                    List.of(
                        ResourceRecord.builder()
                            .value(address.getAddress().getHostAddress())
                            .build()))
                .healthCheckId(checkId)
                .build())
        .build();
  }
}
