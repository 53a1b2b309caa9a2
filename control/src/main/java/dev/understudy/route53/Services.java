package dev.understudy.route53;

import dev.understudy.query.QueryService;
import dev.understudy.query.RpcQuery;
import dev.understudy.query.RpcService;
import dev.understudy.route53.RpcServices.Target;
import java.util.Map;

/** The services that share the port with Route 53 and STS. */
public final class Services {
  /** No further services. */
  public static final Services NONE = new Services(Map.of(), Map.of());

  private static final String SNS = "sns";
  private static final String CLOUDWATCH = "monitoring";
  private static final String CLOUDWATCH_TARGET = "GraniteServiceVersion20100801";

  private final Map<String, QueryService> bySigningName;
  private final Map<String, Target> byTarget;

  private Services(Map<String, QueryService> bySigningName, Map<String, Target> byTarget) {
    this.bySigningName = bySigningName;
    this.byTarget = byTarget;
  }

  /** SNS by the query protocol, and CloudWatch by the three that its clients use. */
  public static Services of(QueryService sns, RpcService cloudWatch) {
    return new Services(
        Map.of(SNS, sns, CLOUDWATCH, new RpcQuery(cloudWatch)),
        Map.of(CLOUDWATCH_TARGET, new Target(CLOUDWATCH, "com.amazonaws.cloudwatch", cloudWatch)));
  }

  QueryServices query(Credentials credentials) {
    return new QueryServices(credentials, bySigningName);
  }

  RpcServices rpc() {
    return new RpcServices(byTarget);
  }
}
