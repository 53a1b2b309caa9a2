package dev.understudy.presentation;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Random names and record data in wire form, valid by construction; few labels, so names meet. */
final class WireGenerator {
  private final Random random;

  WireGenerator(Random random) {
    this.random = random;
  }

  DomainName name() {
    var wire = new Octets();
    for (int labels = random.nextInt(5); labels > 0; labels--) {
      label(wire);
    }
    wire.u8(0);
    return DomainName.ofWire(wire.toByteArray());
  }

  /** The name itself or one somewhere below it. */
  DomainName below(DomainName name) {
    var wire = new Octets();
    if (name.lengthOctets() < 200) {
      for (int labels = random.nextInt(2); labels > 0; labels--) {
        label(wire);
      }
    }
    wire.writeBytes(name.wire());
    return DomainName.ofWire(wire.toByteArray());
  }

  Rdata rdata(RecordType type) {
    var wire = new Octets();
    switch (type) {
      case A -> wire.writeBytes(octets(4));
      case AAAA -> wire.writeBytes(sparse(16));
      case CNAME, NS, PTR -> wire.writeBytes(name().wire());
      case CAA -> {
        wire.writeBytes(octets(1));
        wire.string(
            List.of("issue", "issuewild", "iodef", "X9")
                .get(random.nextInt(4))
                .getBytes(StandardCharsets.US_ASCII));
        wire.writeBytes(octets(random.nextInt(400)));
      }
      case DS -> {
        wire.writeBytes(octets(3));
        wire.u8(2);
        wire.writeBytes(octets(32));
      }
      case SSHFP -> {
        wire.writeBytes(octets(1));
        wire.u8(1);
        wire.writeBytes(octets(20));
      }
      case TLSA -> {
        wire.writeBytes(octets(2));
        wire.u8(0);
        wire.writeBytes(octets(1 + random.nextInt(300)));
      }
      case MX -> {
        wire.writeBytes(octets(2));
        wire.writeBytes(name().wire());
      }
      case SRV -> {
        wire.writeBytes(octets(6));
        wire.writeBytes(name().wire());
      }
      case SOA -> {
        wire.writeBytes(name().wire());
        wire.writeBytes(name().wire());
        wire.writeBytes(octets(20));
      }
      case NAPTR -> naptr(wire);
      case TXT, SPF -> {
        for (int strings = 1 + random.nextInt(3); strings > 0; strings--) {
          wire.string(octets(random.nextInt(256)));
        }
      }
      case SVCB, HTTPS -> service(wire);
    }
    return Rdata.of(wire.toByteArray());
  }

  private void naptr(Octets wire) {
    wire.writeBytes(octets(4));
    wire.string(
        random.nextBoolean()
            ? new byte[0]
            : new byte[] {(byte) "APSUapsu".charAt(random.nextInt(8))});
    wire.string(octets(random.nextInt(256)));
    boolean regexp = random.nextBoolean();
    wire.string(octets(regexp ? 1 + random.nextInt(255) : 0));
    wire.writeBytes(regexp ? new byte[1] : name().wire());
  }

  private void service(Octets wire) {
    wire.u16(1 + random.nextInt(65_535));
    wire.writeBytes(name().wire());
    var parameters = new TreeMap<Integer, byte[]>();
    var alpn = new Octets();
    for (int protocols = 1 + random.nextInt(3); protocols > 0; protocols--) {
      alpn.string(octets(1 + random.nextInt(20)));
    }
    parameters.put(1, alpn.toByteArray());
    if (random.nextBoolean()) {
      parameters.put(0, new byte[] {0, 1});
      parameters.put(2, new byte[0]);
    }
    parameters.put(3, octets(2));
    parameters.put(4, octets(4 * (1 + random.nextInt(3))));
    parameters.put(5, octets(1 + random.nextInt(50)));
    parameters.put(6, sparse(16 * (1 + random.nextInt(3))));
    parameters.put(9 + random.nextInt(65_000), octets(random.nextInt(40)));
    parameters.keySet().removeIf(key -> key > 2 && random.nextBoolean());
    parameters.forEach((key, value) -> {
      wire.u16(key);
      wire.u16(value.length);
      wire.writeBytes(value);
    });
  }

  private void label(Octets wire) {
    int kind = random.nextInt(10);
    if (kind < 6) {
      wire.string(
          List.of("a", "b", "foo", "foo-bar", "*", "_x")
              .get(random.nextInt(6))
              .getBytes(StandardCharsets.US_ASCII));
    } else {
      byte[] octets = octets(1 + random.nextInt(kind == 9 ? 59 : 4));
      wire.string(octets);
    }
  }

  private byte[] octets(int length) {
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
