package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * An alias to a load balancer, made with the AWS CLI as Amazon's documentation shows it: resolved,
 * followed when it moves, answered while the resolver is down and after a restart.
 */
class OutsideTest {
  private static final String LB = "my-lb-1234567890.us-east-1.elb.amazonaws.com.";
  private static final String WWW = "www.example.com.";

  /** Longer than a TTL of one second and an asking take on a loaded machine. */
  private static final Duration PATIENCE = Product.LIMIT;

  /** A resolver that knows one name: the load balancer, with a TTL of one second. */
  private static final class Elsewhere implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private volatile String address;

    Elsewhere(String address) throws Exception {
      this.address = address;
      Thread.ofVirtual().start(this::serve);
    }

    void moveTo(String next) {
      address = next;
    }

    void fallSilent() {
      socket.close();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      byte[] buffer = new byte[4096];
      while (!socket.isClosed()) {
        try {
          var packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          byte[] reply = reply(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire();
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        } catch (java.io.IOException e) {
          // Closed.
        }
      }
    }

    private Message reply(Message query) throws java.io.IOException {
      var reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.addRecord(query.getQuestion(), Section.QUESTION);
      Name name = query.getQuestion().getName();
      if (!name.equals(Name.fromString(LB)) || query.getQuestion().getType() != Type.A) {
        reply.getHeader().setRcode(Rcode.REFUSED);
      } else {
        reply.addRecord(
            Record.fromString(name, Type.A, DClass.IN, 1, address, Name.root), Section.ANSWER);
      }
      return reply;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @TempDir private Path folder;

  @Test
  void aliasToALoadBalancerFollowsItAndOutlivesItsResolver() throws Exception {
    assumeThat(AwsCli.installed()).isTrue();
    try (var elsewhere = new Elsewhere("192.0.2.1");
        var product = new Product(folder, "--resolver", "127.0.0.1:" + elsewhere.port()).start()) {
      AwsCli aws = product.aws();
      createAliases(aws);
      product.resolver().until(WWW, List.of("192.0.2.1"), PATIENCE);
      Message answer = product.resolver().ask(WWW, Type.A);
      assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(1);
      assertThat(product.resolver().ask("other.example.com.", Type.A).getRcode())
          .as("refused by the resolver, so nobody knows")
          .isEqualTo(Rcode.SERVFAIL);

      elsewhere.moveTo("192.0.2.2");
      product.resolver().until(WWW, List.of("192.0.2.2"), PATIENCE);
      assertThat(metrics(product))
          .contains("understudy_outside_targets 2.0", "understudy_outside_unresolved 1.0");

      elsewhere.fallSilent();
      TimeUnit.SECONDS.sleep(3); // the TTL is over, and nobody answers
      assertThat(product.resolver().addresses(WWW)).containsExactly("192.0.2.2");

      assertThat(product.stop()).isZero();
      product.start();
      assertThat(product.resolver().addresses(WWW)).as("at once").containsExactly("192.0.2.2");
      product.kill();
      product.start();
      assertThat(product.resolver().addresses(WWW)).containsExactly("192.0.2.2");
      Soon.until(
          "the log says what is unresolved; both, where the load balancer's answer came late",
          () -> product.log().matches("(?s).*[12] of 2 alias targets outside our zones.*"));
    }
  }

  @Test
  void resolverThatIsNoAddressIsOneLineAndExitCodeTwo() throws Exception {
    try (var product = new Product(folder, "--resolver", "dns.example.net")) {
      Process process = product.launch();
      assertThat(Product.exitCode(process)).isEqualTo(2);
      assertThat(product.log())
          .contains("--resolver dns.example.net: not ADDRESS or ADDRESS:PORT")
          .doesNotContain("Exception");
    }
  }

  /** With the load balancer's well-known hosted zone; the second one is unknown to the resolver. */
  private void createAliases(AwsCli aws) throws Exception {
    String zone =
        aws.run(
            "route53",
            "create-hosted-zone",
            "--name",
            "example.com",
            "--caller-reference",
            "outside",
            "--query",
            "HostedZone.Id",
            "--output",
            "text");
    Path batch = folder.resolve("batch.json");
    Files.writeString(
        batch,
        """
        {"Changes": [%s, %s]}
        """
            .formatted(alias("www", LB), alias("other", "other.us-east-1.elb.amazonaws.com")));
    aws.run(
        "route53",
        "change-resource-record-sets",
        "--hosted-zone-id",
        zone,
        "--change-batch",
        "file://" + batch);
  }

  private static String alias(String label, String target) {
    return """
    {"Action": "CREATE", "ResourceRecordSet": {"Name": "%s.example.com", "Type": "A",
      "AliasTarget": {"HostedZoneId": "Z35SXDOTRQ7X7K", "DNSName": "%s",
                      "EvaluateTargetHealth": true}}}\
    """
        .formatted(label, target);
  }

  private static String metrics(Product product) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = product.endpoint().resolve("/metrics");
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
