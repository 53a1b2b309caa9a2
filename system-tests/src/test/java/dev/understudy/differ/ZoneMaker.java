package dev.understudy.differ;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import dev.understudy.zonefile.RdataGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes zones whose names meet: chains, loops, cuts with and without glue, wildcards, empty
 * non-terminals, names at the limits, and record sets too big for UDP.
 */
final class ZoneMaker {
  private static final List<RecordType> FREE =
      List.of(
          RecordType.A,
          RecordType.A,
          RecordType.AAAA,
          RecordType.CAA,
          RecordType.HTTPS,
          RecordType.MX,
          RecordType.MX,
          RecordType.NAPTR,
          RecordType.PTR,
          RecordType.SPF,
          RecordType.SRV,
          RecordType.SRV,
          RecordType.SSHFP,
          RecordType.SVCB,
          RecordType.TLSA,
          RecordType.TXT);
  private static final int[] TTLS = {0, 1, 60, 300, 300, 3600, 86_400, Integer.MAX_VALUE};
  private static final String LABELS = "a b c d e f g www mail _tcp _sip ns1 ns2 xn--4ca";

  private final Random random;
  private final RdataGenerator data;
  private final List<DomainName> elsewhere = new ArrayList<>();
  private Zone zone = new Zone(DomainName.ofWire(new byte[1]));
  private DomainName child = zone.apex();
  private List<DomainName> known = new ArrayList<>();

  ZoneMaker(Random random) {
    this.random = random;
    this.data = new RdataGenerator(random, this::target, false);
    elsewhere.add(DomainName.ofWire(name("ns.elsewhere.example").octets()));
  }

  /**
   * A zone with so many names or some more.
   *
   * @param child the apex of a zone below it that is served too, or the zone itself for none
   */
  Zone make(DomainName apex, DomainName child, int names) {
    zone = new Zone(apex);
    this.child = child;
    known = new ArrayList<>(List.of(apex));
    zone.add(apex, RecordType.SOA, ttl(), soa());
    zone.add(apex, RecordType.NS, ttl(), name("ns.elsewhere.example"));
    glue(apex, name("ns1", apex));
    put(apex, RecordType.MX, 2);
    put(apex, RecordType.TXT, 2);
    if (!child.equals(apex)) {
      delegate(child);
    }
    while (known.size() < names) {
      place();
    }
    elsewhere.addAll(known.subList(0, Math.min(20, known.size())));
    return zone;
  }

  private void place() {
    DomainName name = below(known.get(random.nextInt(known.size())));
    boolean taken = name.equals(zone.apex()) || !zone.types(name).isEmpty();
    if (taken || (name.isAtOrBelow(child) && !child.equals(zone.apex()))) {
      return;
    }
    known.add(name);
    switch (random.nextInt(12)) {
      case 0, 1 -> put(name, RecordType.CNAME, 1);
      case 2 -> {
        if (name.isWildcard()) {
          put(name, RecordType.CNAME, 1);
        } else {
          delegate(name);
        }
      }
      case 3 -> wildcard(name);
      case 4 -> big(name);
      case 5 -> chain(name, 2 + random.nextInt(5));
      default -> {
        for (int types = 1 + random.nextInt(3); types > 0; types--) {
          put(name, FREE.get(random.nextInt(FREE.size())), 1 + random.nextInt(4));
        }
      }
    }
  }

  /** With times that are times: NSD makes others its own. */
  private Rdata soa() {
    var wire = new ByteArrayOutputStream();
    wire.writeBytes(target().wire());
    wire.writeBytes(target().wire());
    for (int field : new int[] {1 + random.nextInt(1000), 7200, 900, 1_209_600, ttl()}) {
      wire.writeBytes(ByteBuffer.allocate(4).putInt(field).array());
    }
    return Rdata.of(wire.toByteArray());
  }

  private void wildcard(DomainName above) {
    DomainName name = name("*", above);
    if (!zone.types(name).isEmpty()) {
      return;
    }
    known.add(name);
    if (random.nextInt(4) == 0) {
      put(name, RecordType.CNAME, 1);
    } else {
      put(name, FREE.get(random.nextInt(FREE.size())), 1 + random.nextInt(2));
      put(name, RecordType.A, 1);
    }
  }

  /** Links down to nothing, to a name that is there, or round. */
  private void chain(DomainName first, int links) {
    DomainName at = first;
    for (int i = 0; i < links; i++) {
      DomainName next = i == links - 1 ? target() : below(zone.apex());
      if (!zone.types(at).isEmpty() || at.equals(zone.apex()) || !in(at)) {
        return;
      }
      zone.add(at, RecordType.CNAME, ttl(), Rdata.of(next.wire()));
      known.add(at);
      at = next;
    }
  }

  private void delegate(DomainName cut) {
    known.add(cut);
    int servers = random.nextInt(8) == 0 ? 13 : 1 + random.nextInt(3);
    for (int i = 0; i < servers; i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> glue(cut, name("ns" + i, cut));
        case 2 -> zone.add(cut, RecordType.NS, 3600, Rdata.of(target().wire()));
        case 3 -> glue(cut, name("ns" + i, name("deep", cut)));
        default -> zone.add(cut, RecordType.NS, 3600, name("ns" + i + ".outside.example"));
      }
    }
    if (random.nextBoolean()) {
      put(cut, RecordType.DS, 1 + random.nextInt(2));
    }
    if (random.nextInt(3) == 0) {
      DomainName hidden = below(cut);
      known.add(hidden);
      put(hidden, RecordType.A, 1);
      put(hidden, RecordType.TXT, 1);
    }
  }

  /** A server of a cut, whose addresses are mostly known. */
  private void glue(DomainName cut, DomainName host) {
    zone.add(cut, RecordType.NS, 3600, Rdata.of(host.wire()));
    if (!in(host) || (random.nextInt(5) == 0 && !cut.equals(zone.apex()))) {
      return;
    }
    known.add(host);
    put(host, RecordType.A, 1 + random.nextInt(2));
    if (random.nextBoolean()) {
      put(host, RecordType.AAAA, 1);
    }
  }

  private void big(DomainName name) {
    switch (random.nextInt(5)) {
      case 0 -> put(name, RecordType.A, 400);
      case 1 -> put(name, RecordType.MX, 20);
      case 2 -> put(name, RecordType.A, 30 + random.nextInt(60));
      case 3 -> zone.add(name, RecordType.TXT, 60, longText());
      default -> put(name, RecordType.TXT, 3);
    }
  }

  /** As long as the API takes: 4,000 characters with their quotation marks. */
  private static Rdata longText() {
    var wire = new ByteArrayOutputStream();
    for (int left = 3951; left > 0; left -= 255) {
      int length = Math.min(255, left);
      wire.write(length);
      wire.writeBytes("t".repeat(length).getBytes(ISO_8859_1));
    }
    return Rdata.of(wire.toByteArray());
  }

  private void put(DomainName name, RecordType type, int values) {
    boolean alias = zone.has(name, RecordType.CNAME);
    if (!in(name) || alias || (type == RecordType.CNAME && !zone.types(name).isEmpty())) {
      return;
    }
    int ttl = ttl();
    int tries = 2 * values;
    while (zone.count(name, type) < values && tries-- > 0) {
      Rdata rdata = data.of(type);
      if (RdataText.format(type, rdata).length() <= 4000) {
        zone.add(name, type, ttl, rdata);
      }
    }
  }

  private boolean in(DomainName name) {
    return name.isAtOrBelow(zone.apex());
  }

  /** What data names: mostly a name that is there, or one beside or below it. */
  private DomainName target() {
    DomainName near = known.get(random.nextInt(known.size()));
    return switch (random.nextInt(12)) {
      case 0 -> DomainName.ofWire(new byte[1]);
      case 1, 2 -> elsewhere.get(random.nextInt(elsewhere.size()));
      case 3 -> below(near);
      case 4 -> zone.apex();
      default -> near;
    };
  }

  private DomainName below(DomainName above) {
    DomainName name = above;
    for (int labels = random.nextInt(6) == 0 ? 3 : 1; labels > 0; labels--) {
      name = name(label(255 - name.lengthOctets()), name);
    }
    return name;
  }

  private String label(int roomOctets) {
    String[] labels = LABELS.split(" ", -1);
    String label =
        switch (random.nextInt(16)) {
          case 0 -> "a.b;c\"d\\e $@(f)/";
          case 1 -> new String(randomOctets(), ISO_8859_1);
          case 2 -> "l".repeat(63);
          case 3 -> "m".repeat(Math.max(1, Math.min(63, roomOctets - 1)));
          case 4 -> "n" + random.nextInt(1000);
          default -> labels[random.nextInt(labels.length)];
        };
    return label;
  }

  private byte[] randomOctets() {
    byte[] octets = new byte[1 + random.nextInt(4)];
    random.nextBytes(octets);
    return octets;
  }

  private int ttl() {
    return TTLS[random.nextInt(TTLS.length)];
  }

  /** A label over a name, or the name alone where there is no room. */
  static DomainName name(String label, DomainName above) {
    byte[] octets = label.getBytes(ISO_8859_1);
    if (octets.length + 1 + above.lengthOctets() > DomainName.LENGTH_MAX_OCTETS) {
      return above;
    }
    var wire = new ByteArrayOutputStream();
    wire.write(octets.length);
    wire.writeBytes(octets);
    wire.writeBytes(above.wire());
    return DomainName.ofWire(wire.toByteArray());
  }

  private static Rdata name(String dotted) {
    DomainName name = DomainName.ofWire(new byte[1]);
    for (String label : List.of(dotted.split("\\.", -1)).reversed()) {
      name = name(label, name);
    }
    return Rdata.of(name.wire());
  }
}
