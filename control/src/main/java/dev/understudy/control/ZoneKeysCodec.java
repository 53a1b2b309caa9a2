package dev.understudy.control;

import dev.understudy.control.ZoneKeys.Role;
import dev.understudy.control.ZoneKeys.ZoneSigningKey;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.ArrayList;

/** The keys of a zone to octets and back, private halves included. */
final class ZoneKeysCodec {
  private static final int FORMAT = 1;

  private ZoneKeysCodec() {}

  static Value write(ZoneKeys keys) {
    var out = new ValueWriter(FORMAT).flag(keys.signing()).number(keys.keySigningKeys().size());
    for (KeySigningKey key : keys.keySigningKeys()) {
      out.text(key.name()).text(key.arn()).text(key.callerReference()).flag(key.active());
      write(out, key.key());
      out.instant(key.created()).instant(key.modified());
    }
    out.number(keys.zoneSigningKeys().size());
    for (ZoneSigningKey key : keys.zoneSigningKeys()) {
      out.octet(key.role().code());
      write(out, key.key());
      out.instant(key.since());
    }
    return out.value();
  }

  static ZoneKeys read(byte[] octets) {
    var in = new ValueReader("set of zone keys", octets, FORMAT);
    try {
      boolean signing = in.flag();
      var keySigning = new ArrayList<KeySigningKey>();
      for (int left = in.count(); left > 0; left--) {
        keySigning.add(
            new KeySigningKey(
                in.text(),
                in.text(),
                in.text(),
                in.flag(),
                readKey(in, SigningKey.KEY_SIGNING),
                in.instant(),
                in.instant()));
      }
      var zoneSigning = new ArrayList<ZoneSigningKey>();
      for (int left = in.count(); left > 0; left--) {
        zoneSigning.add(
            new ZoneSigningKey(
                Role.ofCode(in.octet()), readKey(in, SigningKey.ZONE_SIGNING), in.instant()));
      }
      in.end();
      var keys = new ZoneKeys(signing, keySigning, zoneSigning);
      ZoneSigning _ = keys.meaning(); // refuses to sign without keys
      return keys;
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }

  private static void write(ValueWriter out, SigningKey key) {
    out.bytes(key.point()).bytes(key.privateKey());
  }

  private static SigningKey readKey(ValueReader in, int flags) {
    return SigningKey.of(flags, in.bytes(), in.bytes());
  }
}
