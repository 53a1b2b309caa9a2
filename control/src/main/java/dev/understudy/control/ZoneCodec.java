package dev.understudy.control;

import dev.understudy.control.Zone.Network;
import dev.understudy.intent.DomainName;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.ArrayList;

/** Zones to octets and back. The id is in the key. */
final class ZoneCodec {
  private static final int FORMAT = 1;

  private ZoneCodec() {}

  static Value write(Zone zone) {
    var out =
        new ValueWriter(FORMAT)
            .bytes(zone.name().wire())
            .number(zone.created())
            .text(zone.callerReference())
            .optionalText(zone.comment())
            .flag(zone.privateZone())
            .texts(zone.nameServers())
            .number(zone.networks().size());
    for (Network network : zone.networks()) {
      out.optionalText(network.region()).optionalText(network.id());
    }
    return out.value();
  }

  static Zone read(String id, byte[] octets) {
    var in = new ValueReader("hosted zone", octets, FORMAT);
    try {
      var name = DomainName.ofWire(in.bytes());
      long created = in.number();
      String reference = in.text();
      String comment = in.optionalText();
      boolean privateZone = in.flag();
      var nameServers = in.texts();
      var networks = new ArrayList<Network>();
      for (int left = in.count(); left > 0; left--) {
        networks.add(new Network(in.optionalText(), in.optionalText()));
      }
      in.end();
      return new Zone(id, name, created, reference, comment, privateZone, networks, nameServers);
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }
}
