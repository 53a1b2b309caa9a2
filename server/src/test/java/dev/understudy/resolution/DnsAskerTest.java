package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Against resolvers that answer well, badly, late and not at all, over real sockets. */
class DnsAskerTest {
  private static final OutsideTarget LB = Targets.a("lb.example.net");
  private static final String ADDRESS = "lb.example.net 60 A 192.0.2.1";

  /** Generous where an answer comes; nothing is measured. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  /** Only where none comes. */
  private static final Duration IMPATIENT = Duration.ofMillis(200);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** Records of the answer section; a comma between two. Then what is made of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # answers                                                                   | TTL | addresses
          lb.example.net 60 A 192.0.2.1                                               | 60  | 192.0.2.1
          lb.example.net 60 A 192.0.2.2, lb.example.net 60 A 192.0.2.1                | 60  | 192.0.2.1 192.0.2.2
          LB.Example.NET 60 A 192.0.2.1                                               | 60  | 192.0.2.1
          lb.example.net 300 CNAME x.example.org, x.example.org 20 A 192.0.2.1        | 20  | 192.0.2.1
          x.example.org 300 A 192.0.2.1, lb.example.net 20 CNAME x.example.org        | 20  | 192.0.2.1
          lb.example.net 60 A 192.0.2.1, evil.example.net 60 A 192.0.2.66             | 60  | 192.0.2.1
          lb.example.net 60 A 192.0.2.1, lb.example.net 60 AAAA 2001:db8::1           | 60  | 192.0.2.1
          lb.example.net 60 A 192.0.2.1, lb.example.net 60 A 192.0.2.1                | 60  | 192.0.2.1
          lb.example.net 0 A 192.0.2.1                                                | 0   | 192.0.2.1
          """)
  void answersAreRead(String answers, int ttl, String addresses) throws Exception {
    FakeResolver resolver = open(FakeResolver.saying(answers.split(", ", -1)));
    assertThat(ask(LB, PATIENT, resolver))
        .isEqualTo(new Found(ttl, Targets.addresses(addresses.split(" ", -1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AAAA  | 2001:db8::1
          MX    | 10 mail.example.org.
          TXT   | "hello world"
          CNAME | elsewhere.example.org.
          SRV   | 1 2 443 host.example.org.
          CAA   | 0 issue "ca.example.org"
          """)
  void everyTypeIsReadAsItself(RecordType type, String value) throws Exception {
    FakeResolver resolver = open(FakeResolver.saying("lb.example.net 60 " + type + " " + value));
    assertThat(ask(Targets.target("lb.example.net", type), PATIENT, resolver))
        .isEqualTo(new Found(60, Targets.values(type, value)));
  }

  /** RFC 2308: what a denial looks like and for how long. */
  @ParameterizedTest(name = "{0}, SOA {1}, NS {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rcode  | SOA TTL and minimum | outcome
          NXDOMAIN | 900 30              | Nothing[ttlSeconds=30]
          NXDOMAIN | 20 900              | Nothing[ttlSeconds=20]
          NXDOMAIN |                     | Nothing[ttlSeconds=60]
          NOERROR  | 900 30              | Nothing[ttlSeconds=30]
          NOERROR  |                     | Nothing[ttlSeconds=60]
          SERVFAIL |                     | Failed[failure=SERVFAIL]
          REFUSED  |                     | Failed[failure=REFUSED]
          FORMERR  |                     | Failed[failure=SERVFAIL]
          NOTIMP   |                     | Failed[failure=SERVFAIL]
          """)
  void denialsAndRefusals(String rcode, String soa, String outcome) throws Exception {
    FakeResolver resolver =
        open((query, _) -> {
          Message reply = FakeResolver.reply(query);
          reply.getHeader().setRcode(Rcode.value(rcode));
          if (soa != null) {
            String[] parts = soa.split(" ", -1);
            reply.addRecord(
                FakeResolver.record("example.net " + parts[0] + " SOA a b 1 2 3 4 " + parts[1]),
                Section.AUTHORITY);
          }
          return reply.toWire();
        });
    assertThat(ask(LB, PATIENT, resolver)).hasToString(outcome);
  }

  @Test
  void chainThatAServerDoesNotFollowIsFollowedByAskingOn() throws Exception {
    FakeResolver resolver =
        open((query, _) -> {
          String name = query.getQuestion().getName().toString();
          return FakeResolver.answer(
                  query,
                  name.startsWith("lb.")
                      ? "lb.example.net 30 CNAME x.example.org"
                      : "x.example.org 50 A 192.0.2.1")
              .toWire();
        });
    assertThat(ask(LB, PATIENT, resolver)).isEqualTo(new Found(30, Targets.addresses("192.0.2.1")));
  }

  @Test
  void chainWithoutEndIsGivenUp() throws Exception {
    FakeResolver circle =
        open(
            FakeResolver.saying(
                "lb.example.net 30 CNAME x.example.org", "x.example.org 30 CNAME lb.example.net"));
    assertThat(ask(LB, PATIENT, circle)).isEqualTo(new Failed(Failure.CHAIN));
    FakeResolver ladder =
        open((query, _) ->
            FakeResolver.answer(
                    query,
                    query.getQuestion().getName()
                        + " 30 CNAME n"
                        + query.getHeader().getID()
                        + ".x")
                .toWire());
    assertThat(ask(LB, PATIENT, ladder)).isEqualTo(new Failed(Failure.CHAIN));
    assertThat(ladder.asked()).isEqualTo(8);
  }

  /** Nothing of what does not answer the question is believed. */
  enum Lie {
    WRONG_ID,
    WRONG_NAME,
    WRONG_TYPE,
    NO_QUESTION,
    A_QUERY,
    GARBAGE,
    EMPTY,
    CUT_SHORT,
    REFERRAL,
    TRUNCATED_OVER_TCP
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotAnswerTheQuestionIsNotBelieved(Lie lie) throws Exception {
    FakeResolver liar = open((query, tcp) -> lie(lie, query));
    Outcome outcome = ask(LB, IMPATIENT, liar);
    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(liar.asked()).as("tried again, but not for ever").isLessThanOrEqualTo(2);
  }

  private static byte[] lie(Lie lie, Message query) throws java.io.IOException {
    Message reply = FakeResolver.answer(query, ADDRESS);
    Message other = new Message(query.getHeader().getID());
    other.getHeader().setFlag(Flags.QR);
    return switch (lie) {
      case WRONG_ID -> {
        reply.getHeader().setID(query.getHeader().getID() ^ 1);
        yield reply.toWire();
      }
      case WRONG_NAME, WRONG_TYPE -> {
        String question =
            lie == Lie.WRONG_NAME ? "xx.example.net 0 A 1.1.1.1" : "lb.example.net 0 TXT x";
        other.addRecord(FakeResolver.record(question), Section.QUESTION);
        other.addRecord(FakeResolver.record(ADDRESS), Section.ANSWER);
        yield other.toWire();
      }
      case NO_QUESTION -> {
        other.addRecord(FakeResolver.record(ADDRESS), Section.ANSWER);
        yield other.toWire();
      }
      case A_QUERY -> {
        reply.getHeader().unsetFlag(Flags.QR);
        yield reply.toWire();
      }
      case GARBAGE -> {
        byte[] wire = reply.toWire();
        java.util.Arrays.fill(wire, 12, wire.length, (byte) 0xc7);
        yield wire;
      }
      case EMPTY -> new byte[0];
      case CUT_SHORT -> java.util.Arrays.copyOf(reply.toWire(), reply.toWire().length - 3);
      case REFERRAL -> {
        Message referral = FakeResolver.reply(query);
        referral.addRecord(FakeResolver.record("net 60 NS a.gtld-servers.net"), Section.AUTHORITY);
        yield referral.toWire();
      }
      case TRUNCATED_OVER_TCP -> {
        reply.getHeader().setFlag(Flags.TC);
        yield reply.toWire();
      }
    };
  }

  @Test
  void fiveHundredAddressesComeOverTcpAndSixtyFourAreTakenAlwaysTheSame() throws Exception {
    var records = new ArrayList<String>();
    for (int i = 0; i < 500; i++) {
      records.add("lb.example.net 60 A 10.0." + i / 250 + "." + i % 250);
    }
    FakeResolver resolver =
        open((query, tcp) -> {
          Message reply = FakeResolver.reply(query);
          if (!tcp) {
            reply.getHeader().setFlag(Flags.TC);
            return reply.toWire();
          }
          Collections.rotate(records, 77);
          return FakeResolver.answer(query, records.toArray(new String[0])).toWire();
        });
    Outcome first = ask(LB, PATIENT, resolver);
    assertThat(first).isInstanceOf(Found.class);
    assertThat(((Found) first).records()).hasSize(Outcome.RECORDS_MAX);
    assertThat(ask(LB, PATIENT, resolver)).isEqualTo(first);
    assertThat(resolver.askedByTcp()).isEqualTo(2);
  }

  @Test
  void nextResolverIsAskedWhereOneIsSilentOrRefusesAndTheOneThatAnsweredComesFirstNextTime()
      throws Exception {
    FakeResolver silent = open((_, _) -> null);
    FakeResolver refusing =
        open((query, _) -> {
          Message reply = FakeResolver.reply(query);
          reply.getHeader().setRcode(Rcode.REFUSED);
          return reply.toWire();
        });
    FakeResolver good = open(FakeResolver.saying(ADDRESS));
    try (var asker =
        new DnsAsker(
            () -> List.of(silent.address(), refusing.address(), good.address()), PATIENT)) {
      Outcome found = new Found(60, Targets.addresses("192.0.2.1"));
      assertThat(ask(asker, LB)).isEqualTo(found);
      assertThat(ask(asker, LB)).isEqualTo(found);
    }
    assertThat(silent.asked()).isEqualTo(1);
    assertThat(refusing.asked()).isEqualTo(1);
    assertThat(good.asked()).isEqualTo(2);
  }

  @Test
  void nobodyThere() throws Exception {
    FakeResolver gone = open((_, _) -> null);
    InetSocketAddress address = gone.address();
    gone.close();
    try (var asker = new DnsAsker(() -> List.of(address), IMPATIENT)) {
      assertThat(ask(asker, LB)).isEqualTo(new Failed(Failure.UNANSWERED));
    }
  }

  @Test
  void denialIsNotAskedOfAnotherResolver() throws Exception {
    FakeResolver denying = open(FakeResolver.saying());
    FakeResolver other = open(FakeResolver.saying(ADDRESS));
    assertThat(ask(LB, PATIENT, denying, other)).isInstanceOf(Nothing.class);
    assertThat(other.asked()).isZero();
  }

  private Outcome ask(OutsideTarget target, Duration patience, FakeResolver... resolvers)
      throws Exception {
    List<InetSocketAddress> addresses =
        java.util.Arrays.stream(resolvers).map(FakeResolver::address).toList();
    try (var asker = new DnsAsker(() -> addresses, patience)) {
      return ask(asker, target);
    }
  }

  private static Outcome ask(DnsAsker asker, OutsideTarget target) throws Exception {
    return asker.ask(target).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private FakeResolver open(FakeResolver.Behaviour behaviour) throws Exception {
    var resolver = new FakeResolver(behaviour);
    open.add(resolver);
    return resolver;
  }
}
