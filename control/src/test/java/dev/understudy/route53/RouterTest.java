package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Operation;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * API Reference, the request syntax of each operation; prefixes and slashes as clients send them.
 */
class RouterTest {
  private final Router router = new Router();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /2013-04-01/hostedzone                                   | ListHostedZones             | {}
          GET    | /2013-04-01/hostedzone/                                  | ListHostedZones             | {}
          POST   | /2013-04-01/hostedzone                                   | CreateHostedZone            | {}
          GET    | /2013-04-01/hostedzone/Z1                                | GetHostedZone               | {Id=Z1}
          GET    | /2013-04-01/hostedzone/hostedzone/Z1                     | GetHostedZone               | {Id=Z1}
          GET    | /2013-04-01/hostedzone//hostedzone/Z1                    | GetHostedZone               | {Id=Z1}
          GET    | /2013-04-01/hostedzone/%2Fhostedzone%2FZ1                | GetHostedZone               | {Id=/hostedzone/Z1}
          POST   | /2013-04-01/hostedzone/Z1/rrset                          | ChangeResourceRecordSets    | {Id=Z1}
          POST   | /2013-04-01/hostedzone/Z1/rrset/                         | ChangeResourceRecordSets    | {Id=Z1}
          POST   | /2013-04-01/hostedzone/hostedzone/Z1/rrset/              | ChangeResourceRecordSets    | {Id=Z1}
          GET    | /2013-04-01/hostedzone/Z1/rrset                          | ListResourceRecordSets      | {Id=Z1}
          DELETE | /2013-04-01/hostedzone/Z1                                | DeleteHostedZone            | {Id=Z1}
          GET    | /2013-04-01/change/change/C1                             | GetChange                   | {Id=C1}
          GET    | /2013-04-01/delegationset/delegationset/N1               | GetReusableDelegationSet    | {Id=N1}
          POST   | /2013-04-01/tags/healthcheck                             | ListTagsForResources        | {ResourceType=healthcheck}
          GET    | /2013-04-01/tags/hostedzone/Z1                           | ListTagsForResource         | {ResourceType=hostedzone, ResourceId=Z1}
          GET    | /2013-04-01/healthcheck/a%20b                            | GetHealthCheck              | {HealthCheckId=a b}
          GET    | /2013-04-01/healthcheck/a%zzb                            | GetHealthCheck              | {HealthCheckId=a%zzb}
          GET    | /2013-04-01/trafficpolicyinstances/hostedzone            | ListTrafficPolicyInstancesByHostedZone | {}
          """)
  void pathsLeadToOperations(String method, String path, String operation, String labels) {
    Router.Route route = Objects.requireNonNull(router.route(method, path));
    assertThat(route.operation().operationName()).isEqualTo(operation);
    assertThat(route.labels().toString().chars().sorted().toArray())
        .isEqualTo(labels.chars().sorted().toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /
          GET    | /2013-04-01
          GET    | /2012-12-12/hostedzone
          PUT    | /2013-04-01/hostedzone
          HEAD   | /2013-04-01/hostedzone
          GET    | /2013-04-01/hostedzones
          GET    | /2013-04-01/hostedzone/Z1/rrset/x
          GET    | /2013-04-01/../2013-04-01/hostedzone/Z1/x
          """)
  void otherPathsLeadNowhere(String method, String path) {
    assertThat(router.route(method, path)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationIsReachedByItsOwnTemplate(Operation operation) {
    Router.Route route =
        Objects.requireNonNull(
            router.route(operation.method(), operation.uri().replaceAll("\\{[A-Za-z]+}", "x")));
    assertThat(route.operation()).isEqualTo(operation);
  }

  @Test
  void thereAreSeventyOneOperations() {
    assertThat(List.of(Operation.values())).hasSize(71);
  }
}
