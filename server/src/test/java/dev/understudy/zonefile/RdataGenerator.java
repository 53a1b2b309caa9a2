package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random record data of every type that a hosted zone may hold, valid by construction. */
public final class RdataGenerator {
  private final Random random;
  private final Supplier<DomainName> names;
  private final boolean odd;

  /**
   * Generates nothing yet.
   *
   * @param names where names in data come from
   * @param odd also what other nameservers refuse to load
   */
  public RdataGenerator(Random random, Supplier<DomainName> names, boolean odd) {
    this.random = random;
    this.names = names;
    this.odd = odd;
  }

  /** Data of a type, with names from where they come. */
  public Rdata of(RecordType type) {
    var wire = new ByteArrayOutputStream();
    switch (type) {
      case A -> wire.writeBytes(octets(4));
      case AAAA -> wire.writeBytes(sparse(16));
      case CNAME, NS, PTR -> wire.writeBytes(names.get().wire());
      case CAA -> {
        wire.write(random.nextInt(256));
        string(
            wire,
            List.of("issue", "iodef", odd ? "X9" : "x9").get(random.nextInt(3)).getBytes(US_ASCII));
        wire.writeBytes(octets(random.nextInt(400)));
      }
      case DS -> {
        wire.writeBytes(octets(3));
        wire.write(2);
        wire.writeBytes(octets(32));
      }
      case SSHFP -> {
        wire.writeBytes(octets(1));
        wire.write(1);
        wire.writeBytes(octets(20));
      }
      case TLSA -> {
        wire.writeBytes(octets(2));
        wire.write(0);
        wire.writeBytes(octets(1 + random.nextInt(300)));
      }
      case MX -> {
        wire.writeBytes(octets(2));
        wire.writeBytes(names.get().wire());
      }
      case SRV -> {
        wire.writeBytes(octets(6));
        wire.writeBytes(names.get().wire());
      }
      case SOA -> {
        wire.writeBytes(names.get().wire());
        wire.writeBytes(names.get().wire());
        wire.writeBytes(octets(20));
      }
      case NAPTR -> {
        wire.writeBytes(octets(4));
        string(wire, random.nextBoolean() ? new byte[0] : "u".getBytes(US_ASCII));
        string(wire, octets(random.nextInt(256)));
        boolean regexp = random.nextBoolean();
        string(wire, regexp ? regexp() : new byte[0]);
        wire.writeBytes(regexp ? new byte[1] : names.get().wire());
      }
      case TXT, SPF -> {
        for (int strings = 1 + random.nextInt(3); strings > 0; strings--) {
          string(wire, text());
        }
      }
      case SVCB, HTTPS -> service(wire);
    }
    return Rdata.of(wire.toByteArray());
  }

  /** Others look into it. */
  private byte[] regexp() {
    return odd
        ? octets(1 + random.nextInt(255))
        : "!^(.*)$!sip:\\1@example.com!i".getBytes(US_ASCII);
  }

  private byte[] text() {
    return random.nextBoolean()
        ? "v=DKIM1; k=rsa; p=\"x\\y\"".getBytes(US_ASCII)
        : octets(random.nextInt(256));
  }

  private void service(ByteArrayOutputStream wire) {
    if (random.nextInt(4) == 0) { // AliasMode (RFC 9460, section 2.4.2)
      wire.write(0);
      wire.write(0);
      wire.writeBytes(names.get().wire());
      return;
    }
    wire.write(random.nextInt(256));
    wire.write(1 + random.nextInt(255));
    wire.writeBytes(names.get().wire());
    var alpn = new ByteArrayOutputStream();
    for (int protocols = 1 + random.nextInt(3); protocols > 0; protocols--) {
      string(alpn, odd ? octets(1 + random.nextInt(20)) : ("h" + protocols).getBytes(US_ASCII));
    }
    parameter(wire, 1, alpn.toByteArray());
    if (random.nextBoolean()) {
      parameter(wire, 3, octets(2));
    }
    if (random.nextBoolean()) {
      parameter(wire, 4, octets(8));
      parameter(wire, 5, octets(1 + random.nextInt(50)));
      parameter(wire, 6, sparse(16));
    }
    if (random.nextBoolean()) {
      parameter(wire, 9 + random.nextInt(65_000), octets(random.nextInt(40)));
    }
  }

  private static void parameter(ByteArrayOutputStream wire, int key, byte[] value) {
    wire.write(key >> 8);
    wire.write(key);
    wire.write(value.length >> 8);
    wire.write(value.length);
    wire.writeBytes(value);
  }

  private static void string(ByteArrayOutputStream wire, byte[] octets) {
    wire.write(octets.length);
    wire.writeBytes(octets);
  }

  byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  /** Mostly zeros. */
  private byte[] sparse(int length) {
    byte[] octets = octets(length);
    for (int i = 0; i < length; i++) {
      octets[i] = random.nextInt(4) == 0 ? octets[i] : 0;
    }
    return octets;
  }
}
