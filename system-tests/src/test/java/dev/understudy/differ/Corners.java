package dev.understudy.differ;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.util.stream.IntStream;

/** A zone of what chance seldom makes; the wildcards are those of RFC 4592, section 2.2.1. */
final class Corners {
  private static final String RECORDS =
      """
      @ SOA ns1.corners.test. host.corners.test. 1 7200 900 1209600 300
      @ NS ns1.corners.test.
      @ NS ns.elsewhere.example.
      @ MX 10 mail.corners.test.
      ns1 A 192.0.2.1
      mail A 192.0.2.2
      mail AAAA 2001:db8::2
      * TXT "this is a wildcard"
      * MX 10 host1.corners.test.
      sub.* TXT "this is not a wildcard"
      host1 A 192.0.2.3
      _ssh._tcp.host1 SRV 0 0 22 host1.corners.test.
      _ssh._tcp.host2 SRV 0 0 22 host2.corners.test.
      subdel NS ns.elsewhere.example.
      subdel NS ns.subdel.corners.test.
      subdel DS 12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
      ns.subdel A 192.0.2.4
      bare NS ns.bare.corners.test.
      loop CNAME pool.corners.test.
      pool CNAME loop.corners.test.
      self CNAME self.corners.test.
      gone CNAME host1.a.host1.corners.test.
      wild CNAME no.such.host.corners.test.
      away CNAME www.elsewhere.example.
      down CNAME www.subdel.corners.test.
      web HTTPS 0 target.corners.test.
      web A 192.0.2.5
      target HTTPS 1 . alpn=h2
      target A 192.0.2.6
      none SVCB 0 .
      """;

  private Corners() {}

  static Zone zone() {
    try {
      DomainName apex = NameText.parse("corners.test");
      var zone = new Zone(apex);
      for (String line : RECORDS.lines().toList()) {
        String[] words = line.split(" ", 3);
        String owner = words[0].equals("@") ? "corners.test" : words[0] + ".corners.test";
        add(zone, owner, RecordType.valueOf(words[1]), words[2]);
      }
      for (int i = 0; i < 12; i++) {
        add(zone, "c" + i + ".corners.test", RecordType.CNAME, "c" + (i + 1) + ".corners.test");
      }
      add(zone, "c12.corners.test", RecordType.TXT, "\"the end\"");
      for (int i = 0; i < 20; i++) {
        add(zone, "many.corners.test", RecordType.MX, "10 mx" + i + ".corners.test.");
        add(zone, "mx" + i + ".corners.test", RecordType.A, "192.0.2." + i);
      }
      // More glue than a datagram holds: beside the cut, and below it.
      add(zone, "cut1.corners.test", RecordType.NS, "big.corners.test.");
      add(zone, "cut2.corners.test", RecordType.NS, "big.cut2.corners.test.");
      for (int i : IntStream.range(0, 80).toArray()) {
        add(zone, "big.corners.test", RecordType.A, "192.0.2." + i);
        add(zone, "big.cut2.corners.test", RecordType.A, "192.0.2." + i);
      }
      return zone;
    } catch (PresentationException e) {
      throw new IllegalStateException(e.message(), e);
    }
  }

  private static void add(Zone zone, String owner, RecordType type, String value)
      throws PresentationException {
    zone.add(NameText.parse(owner), type, 300, RdataText.parse(type, value));
  }
}
