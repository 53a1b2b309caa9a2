package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;

import dev.understudy.cookie.CookieSecrets;
import dev.understudy.cookie.CurrentSecrets;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.wire.RecordType;
import java.time.Duration;
import java.util.List;

/** One lab with something of everything, for tests that throw questions at it. */
final class Fixture {
  private Fixture() {}

  /** Questions, one for each outcome, as name and type. */
  static final String[][] QUESTIONS = {
    {"www.example.com", "A"},
    {"many.example.com", "A"},
    {"fail.example.com", "A"},
    {"alias.example.com", "A"},
    {"pair.example.com", "A"},
    {"multi.example.com", "A"},
    {"missing.example.com", "A"},
    {"outside.example.com", "A"},
    {"unresolved.example.com", "A"},
    {"rescued.example.com", "A"},
    {"x.wild.example.com", "TXT"},
    {"nope.example.com", "A"},
    {"a.b.c.nope.example.com", "A"},
    {"www.example.com", "MX"},
    {"below.cut.example.com", "A"},
    {"c1.example.com", "A"},
    {"loop.example.com", "A"},
    {"example.com", "MX"},
    {"example.com", "HTTPS"},
    {"example.com", "ANY"},
    {"example.com", "NS"},
    {"sub.example.com", "DS"},
    {"self.example.com", "A"},
    {"big.example.com", "TXT"},
    {"elsewhere.org", "A"},
    {"www.example.com", "AXFR"},
  };

  /** All that EDNS can say, with the secret of RFC 9018, appendix A. */
  static final EdnsSettings ALL_OPTIONS =
      new EdnsSettings(
          "ns1",
          new CurrentSecrets(CookieSecrets.parse(List.of("e5e973e5a6b2a43f48e7dc849e37bfcf"))),
          Duration.ofSeconds(10));

  static Lab lab() {
    return lab(AnswerSettings.DEFAULTS);
  }

  static Lab lab(AnswerSettings settings) {
    return fill(new Lab(settings));
  }

  static Lab fill(Lab empty) {
    Lab lab = empty.zone("example.com").zone("sub.example.com").check("p", "s");
    lab.put("www.example.com", RecordType.A, 300, "1.1.1.1")
        .put("many.example.com", RecordType.A, 300, "1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4")
        .put(set("fail.example.com", RecordType.A, "p", new Failover(true), 60, "p", "2.2.2.1"))
        .put(set("fail.example.com", RecordType.A, "s", new Failover(false), 60, "s", "2.2.2.2"))
        .put(alias(lab, "alias.example.com", new Simple(), "fail.example.com"))
        .put(alias(lab, "pair.example.com", new Failover(true), "alias.example.com"))
        .put(alias(lab, "pair.example.com", new Failover(false), "www.example.com"))
        .put(alias(lab, "missing.example.com", new Simple(), "absent.example.com"))
        .put(lab.outside("outside.example.com", RecordType.A, "lb.example.net"))
        .put(lab.outside("unresolved.example.com", RecordType.A, "nobody-knows.example.net"))
        .resolved("lb.example.net", RecordType.A, 60, "5.5.5.1", "5.5.5.2")
        .put(
            lab.outside(
                "rescued.example.com",
                RecordType.A,
                "p",
                new Failover(true),
                "nobody-knows.example.net",
                true,
                null))
        .put(
            set("rescued.example.com", RecordType.A, "s", new Failover(false), 60, null, "2.2.2.2"))
        .put(alias(lab, "self.example.com", new Simple(), "self.example.com"))
        .put("*.wild.example.com", RecordType.TXT, 60, "wild")
        .put("cut.example.com", RecordType.NS, 60, "ns.cut.example.com", "www.example.com")
        .put("ns.cut.example.com", RecordType.A, 60, "3.3.3.3")
        .put("c1.example.com", RecordType.CNAME, 60, "c2.example.com")
        .put("c2.example.com", RecordType.CNAME, 60, "pair.example.com")
        .put("loop.example.com", RecordType.CNAME, 60, "pool.example.com")
        .put("pool.example.com", RecordType.CNAME, 60, "loop.example.com")
        .put("example.com", RecordType.MX, 60, "10 www.example.com", "20 fail.example.com")
        .put("example.com", RecordType.HTTPS, 60, "0001" + "00" + "00010003026832");
    for (int i = 0; i < 10; i++) {
      lab.put(
          set(
              "multi.example.com",
              RecordType.A,
              "m" + i,
              new Multivalue(),
              60,
              null,
              "4.4.4." + i));
    }
    String[] texts = new String[20];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = i + "x".repeat(200);
    }
    return lab.put("big.example.com", RecordType.TXT, 60, texts).down("p");
  }

  private static dev.understudy.intent.ResourceRecordSet alias(
      Lab lab, String name, dev.understudy.intent.RoutingPolicy policy, String target) {
    String identifier =
        switch (policy) {
          case Failover(boolean primary) -> primary ? "p" : "s";
          default -> "";
        };
    return lab.alias(name, RecordType.A, identifier, policy, target, true, null);
  }
}
