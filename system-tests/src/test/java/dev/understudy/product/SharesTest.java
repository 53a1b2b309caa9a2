package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/**
 * Shares of 100,000 replies each, over UDP from the packaged product. Every count lies within seven
 * standard deviations of its binomial mean, which chance misses less than once in 10^11 counts; a
 * share of nothing is nothing at all.
 */
class SharesTest {
  private static final int REPLIES = 100_000;
  private static final double DEVIATIONS = 7;
  private static final Duration LIMIT = Product.LIMIT;
  private static final int IN_FLIGHT = 32;

  /** What has not come by then was lost, also on a machine that is busy otherwise. */
  private static final int LOST_MILLIS = 15_000;

  private static final int RECORD_OCTETS = 16;

  @Test
  void answersComeInTheirSharesAlsoAfterAMemberFails(@TempDir Path data) throws Exception {
    try (Cafe cafe = new Cafe();
        Product product = new Product(data).start();
        Route53Client route53 = product.route53()) {
      String zone =
          route53
              .createHostedZone(request -> request.name("example.com").callerReference("shares"))
              .hostedZone()
              .id();
      String check = QuickCheck.create(route53, cafe.port());
      create(route53, zone, check);
      Resolver resolver = product.resolver();
      resolver.until("pair.example.com.", List.of("192.0.2.1"), LIMIT);

      assertShares(replies(product, "weighted.example.com"), 0, 10, 20, 70, 0);
      assertShares(replies(product, "tree.example.com"), 0, 1, 1, 2, 4); // of 8: 1/4 and 3/4
      assertEveryPairAsLikely(product, 12);

      cafe.down();
      resolver.until("pair.example.com.", List.of("192.0.2.2"), LIMIT);
      // The 70 of 100, one of two on the left, and the first of the twelve have failed.
      assertShares(replies(product, "weighted.example.com"), 0, 10, 20, 0, 0);
      assertShares(replies(product, "tree.example.com"), 0, 0, 2, 2, 4);
      assertEveryPairAsLikely(product, 11);
    }
  }

  /** Eight of {@code eligible} values in each reply, in any order: the last so many of twelve. */
  private static void assertEveryPairAsLikely(Product product, int eligible) throws IOException {
    int first = 12 - eligible + 1;
    int[] leading = new int[13];
    int[][] together = new int[13][13];
    ask(
        product,
        "multi.example.com",
        values -> {
          assertThat(values).hasSize(8).doesNotHaveDuplicates();
          leading[values[0]]++;
          for (int one : values) {
            for (int other : values) {
              together[one][other]++;
            }
          }
        });
    for (int one = 1; one <= 12; one++) {
      boolean in = one >= first;
      assertShare("first is " + one, leading[one], in ? 1.0 / eligible : 0);
      assertShare("among them is " + one, together[one][one], in ? 8.0 / eligible : 0);
      for (int other = one + 1; other <= 12; other++) {
        double share = in ? 8.0 * 7 / (eligible * (eligible - 1)) : 0;
        assertShare("among them are " + one + " and " + other, together[one][other], share);
      }
    }
  }

  /** How many replies had each last octet. */
  private static int[] replies(Product product, String name) throws IOException {
    int[] counts = new int[256];
    ask(
        product,
        name,
        values -> {
          assertThat(values).hasSize(1);
          counts[values[0]]++;
        });
    return counts;
  }

  private static void assertShares(int[] counts, double... shares) {
    double sum = Arrays.stream(shares).sum();
    for (int value = 0; value < shares.length; value++) {
      assertShare("value " + value, counts[value], shares[value] / sum);
    }
    assertThat(Arrays.stream(counts).limit(shares.length).sum()).isEqualTo(REPLIES);
  }

  private static void assertShare(String what, int count, double share) {
    double deviation = Math.sqrt(REPLIES * share * (1 - share));
    assertThat((double) count)
        .as("replies in which %s", what)
        .isBetween(
            REPLIES * share - DEVIATIONS * deviation, REPLIES * share + DEVIATIONS * deviation);
  }

  /** Asks until there are enough replies; each is told as the last octets of its addresses. */
  private static void ask(Product product, String name, Consumer<int[]> replies)
      throws IOException {
    byte[] query = query(name);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(LOST_MILLIS);
      socket.connect(InetAddress.ofLiteral("127.0.0.1"), product.dnsPort());
      var packet = new DatagramPacket(new byte[512], 512);
      int lost = 0;
      for (int read = 0; read < REPLIES; ) {
        int burst = Math.min(IN_FLIGHT, REPLIES - read);
        for (int i = 0; i < burst; i++) {
          socket.send(new DatagramPacket(query, query.length));
        }
        try {
          for (int i = 0; i < burst; i++) {
            packet.setLength(512);
            socket.receive(packet);
            replies.accept(values(packet, query.length));
            read++;
          }
        } catch (SocketTimeoutException e) {
          assertThat(++lost).as("times that replies were lost").isLessThan(20);
        }
      }
    }
  }

  private static int[] values(DatagramPacket packet, int questionEnd) {
    ByteBuffer reply = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    assertThat(reply.get(3) & 0xf).as("RCODE").isZero();
    int[] values = new int[reply.getShort(6)];
    assertThat(reply.limit()).isEqualTo(questionEnd + RECORD_OCTETS * values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = reply.get(questionEnd + RECORD_OCTETS * (i + 1) - 1) & 0xff;
    }
    return values;
  }

  private static byte[] query(String name) {
    ByteBuffer out = ByteBuffer.allocate(300);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 1).put(new byte[6]);
    for (String label : name.split("\\.", -1)) {
      byte[] octets = label.getBytes(StandardCharsets.US_ASCII);
      out.put((byte) octets.length).put(octets);
    }
    out.put((byte) 0).putShort((short) 1).putShort((short) 1);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The check fails what answers 3 of weighted, 1 of tree and 1 of multi. */
  private static void create(Route53Client route53, String zone, String check) throws Exception {
    var changes = new ArrayList<Change>();
    changes.add(
        value("pair", "p", 1, check, set -> set.failover(ResourceRecordSetFailover.PRIMARY)));
    changes.add(
        value("pair", "s", 2, null, set -> set.failover(ResourceRecordSetFailover.SECONDARY)));
    changes.add(value("weighted", "ten", 1, null, set -> set.weight(10L)));
    changes.add(value("weighted", "twenty", 2, null, set -> set.weight(20L)));
    changes.add(value("weighted", "seventy", 3, check, set -> set.weight(70L)));
    changes.add(value("weighted", "none", 4, null, set -> set.weight(0L)));
    changes.add(value("a", "1", 1, check, set -> set.weight(5L)));
    changes.add(value("a", "2", 2, null, set -> set.weight(5L)));
    changes.add(value("b", "3", 3, null, set -> set.weight(85L)));
    changes.add(value("b", "4", 4, null, set -> set.weight(170L)));
    changes.add(alias("a", 1, zone));
    changes.add(alias("b", 3, zone));
    for (int i = 1; i <= 12; i++) {
      changes.add(
          value("multi", "m" + i, i, i == 1 ? check : null, set -> set.multiValueAnswer(true)));
    }
    String id =
        route53
            .changeResourceRecordSets(
                request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)))
            .changeInfo()
            .id();
    InSync.await(route53, id);
  }

  private static Change value(
      String name,
      String identifier,
      int last,
      @Nullable String check,
      UnaryOperator<ResourceRecordSet.Builder> policy) {
    return change(
        policy
            .apply(ResourceRecordSet.builder())
            .name(name + ".example.com")
            .type(RRType.A)
            .setIdentifier(identifier)
            .ttl(60L)
            .healthCheckId(check)
            .resourceRecords(ResourceRecord.builder().value("192.0.2." + last).build())
            .build());
  }

  private static Change alias(String target, long weight, String zone) {
    return change(
        ResourceRecordSet.builder()
            .name("tree.example.com")
            .type(RRType.A)
            .setIdentifier(target)
            .weight(weight)
            .aliasTarget(alias ->
                alias
                    .hostedZoneId(zone.substring(zone.lastIndexOf('/') + 1))
                    .dnsName(target + ".example.com")
                    .evaluateTargetHealth(true))
            .build());
  }

  private static Change change(ResourceRecordSet set) {
    return Change.builder().action(ChangeAction.CREATE).resourceRecordSet(set).build();
  }
}
