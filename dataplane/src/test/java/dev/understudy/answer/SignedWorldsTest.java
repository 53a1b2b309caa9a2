package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.dnssec.NewKey;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.wire.RecordType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * In random worlds, every RRset of a signed reply verifies, every denial denies what was asked and
 * no more, and what is said is what is said without signatures.
 */
class SignedWorldsTest {
  private static final String[] LABELS = {"a", "b", "*", "c0", "a-b"};
  private static final RecordType[] TYPES = {
    RecordType.A,
    RecordType.MX,
    RecordType.CNAME,
    RecordType.NS,
    RecordType.TXT,
    RecordType.DS,
    RecordType.SRV,
    RecordType.CAA
  };
  private static final int[] ASKED = {
    Type.A,
    Type.MX,
    Type.CNAME,
    Type.NS,
    Type.TXT,
    Type.DS,
    Type.SRV,
    Type.CAA,
    Type.SOA,
    Type.DNSKEY,
    Type.NSEC,
    Type.AAAA,
    65_280
  };

  @Test
  void everySignatureVerifiesAndEveryDenialHolds() {
    long seed = new SecureRandom().nextLong();
    var random = new SplittableRandom(seed);
    var secure = new SecureRandom();
    for (int world = 0; world < 15; world++) {
      SigningKey ksk = NewKey.make(SigningKey.KEY_SIGNING, secure);
      SigningKey zsk = NewKey.make(SigningKey.ZONE_SIGNING, secure);
      Lab lab = new Lab().zone("ex.test").check("h");
      lab.apply(
          new Mutation.PutZoneSigning(
              lab.id("ex.test"), new ZoneSigning(List.of(ksk), List.of(zsk))));
      for (int i = 0; i < 25; i++) {
        lab.put(set(random));
      }
      var validator = new Validator("ex.test", ksk, zsk);
      for (int i = 0; i < 50; i++) {
        String name = name(random, 4);
        int type = ASKED[random.nextInt(ASKED.length)];
        try {
          check(lab, validator, name, type);
        } catch (AssertionError e) {
          throw new AssertionError(
              "seed " + seed + " world " + world + ": " + name + " " + Type.string(type), e);
        }
      }
    }
  }

  private static void check(Lab lab, Validator validator, String name, int type) {
    Message signed = Validator.read(lab.reply(Lab.signedQuery(name, type, 1232), Transport.TCP));
    validator.verify(signed, Instant.now());
    Message plain = Validator.read(lab.reply(Lab.query(name, type, 1232), Transport.TCP));
    boolean explicit = type == Type.NSEC && plain.getRcode() == Rcode.NXDOMAIN;
    if (!explicit) {
      assertThat(answers(signed)).isEqualTo(answers(plain));
    }
    boolean denies = !Validator.types(signed, Section.AUTHORITY).isEmpty();
    if (denies && Validator.types(signed, Section.AUTHORITY).startsWith("SOA")) {
      NSECRecord nsec = Validator.nsec(signed);
      Set<Integer> listed =
          java.util.Arrays.stream(nsec.getTypes()).boxed().collect(Collectors.toSet());
      assertThat(listed).doesNotContain(type, Type.CNAME).contains(Type.NSEC, Type.RRSIG);
      assertThat(listed.contains(Type.NXNAME)).isEqualTo(plain.getRcode() == Rcode.NXDOMAIN);
      if (answers(plain).isEmpty()) {
        assertThat(nsec.getName()).isEqualTo(Validator.name(name));
      }
      assertThat(nsec.getNext().compareTo(nsec.getName())).isPositive();
      assertThat(signed.getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  /** Owner, type and TTL of what is answered, signatures apart; the data may be a draw's. */
  private static Set<String> answers(Message message) {
    return message.getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() != Type.RRSIG)
        .map(record -> record.getName() + " " + record.getTTL() + " " + record.getType())
        .collect(Collectors.toSet());
  }

  private static ResourceRecordSet set(SplittableRandom random) {
    String name = name(random, 3);
    RecordType type = TYPES[random.nextInt(TYPES.length)];
    boolean apex = name.equals("ex.test");
    boolean misplaced =
        switch (type) {
          case CNAME, DS -> apex;
          case NS -> apex || name.startsWith("*");
          default -> false;
        };
    if (misplaced) {
      type = RecordType.TXT;
    }
    boolean failover = type == RecordType.A && Math.floorMod(name.hashCode(), 2) == 0;
    boolean primary = random.nextBoolean();
    RoutingPolicy policy =
        failover ? new RoutingPolicy.Failover(primary) : new RoutingPolicy.Simple();
    int count = type == RecordType.CNAME || type == RecordType.DS ? 1 : 1 + random.nextInt(5);
    var values = new HashSet<String>();
    for (int i = 0; i < count; i++) {
      values.add(value(random, type));
    }
    return Lab.set(
        name,
        type,
        failover ? (primary ? "p" : "s") : "",
        policy,
        failover ? 60 : Math.floorMod(name.hashCode(), 1_000_000),
        failover ? "h" : null,
        values.toArray(String[]::new));
  }

  private static String value(SplittableRandom random, RecordType type) {
    String host = name(random, 2).toUpperCase(java.util.Locale.ROOT);
    int number = random.nextInt(200);
    return switch (type) {
      case A -> "10.0.0." + number;
      case MX -> number + " " + host;
      case SRV -> number + " 1 2 " + host;
      case TXT -> "t".repeat(number);
      case CAA -> "00056973737565" + "%02x".formatted(0x41 + number % 26);
      case DS -> "ab120d02" + "5a".repeat(32);
      default -> host;
    };
  }

  private static String name(SplittableRandom random, int labelsMax) {
    var text = new StringBuilder("ex.test");
    for (int labels = random.nextInt(labelsMax); labels > 0; labels--) {
      text.insert(0, LABELS[random.nextInt(LABELS.length)] + ".");
    }
    return text.toString();
  }
}
