package dev.understudy.launch;

import dev.understudy.route53.Page;

/**
 * What a browser is shown at {@code /} until there is a console: what this port is and how to use
 * it.
 */
final class Welcome implements Page {
  @Override
  public Reply answer(Request request) {
    return Reply.text(
        200,
        """
        Understudy %s: the Route 53 and STS APIs, version 2013-04-01 and 2011-06-15.

        Point any AWS client here:
          export AWS_ENDPOINT_URL=http://(this address and port) AWS_DEFAULT_REGION=us-east-1
          export AWS_SHARED_CREDENTIALS_FILE=(data directory)/credentials
          aws route53 list-hosted-zones

        /healthz   200 once DNS and the API answer
        /events    what happened: ?name=www.example.com&since=2h
        /latency   how long the probes of a health check took: ?check=ID
        /explain   why a name is answered as it is: ?name=www.example.com&format=text
        /metrics   counters, in Prometheus' text format
        /status    this process, its checks and its failover warnings, as JSON
        """
            .formatted(VersionCommand.version()));
  }
}
