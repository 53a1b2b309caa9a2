package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.presentation.NameText;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import dev.understudy.wire.RecordType;

/** Octets that this version did not write: read by chance, or refused as damaged. */
class CodecFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void damagedValuesAreRefusedAndNeverMore(byte[] octets) throws Exception {
    Identity id = new Identity(NameText.parse("example.com"), RecordType.A, "");
    ignoringDamage(() -> RecordSetCodec.read(id, octets));
    ignoringDamage(() -> RecordSetCodec.readMeaning(id, octets));
    ignoringDamage(() -> CheckCodec.read("id", octets));
    ignoringDamage(() -> ZoneCodec.read("id", octets));
    ignoringDamage(() -> CidrCodec.read("id", octets));
    ignoringDamage(() -> ZoneKeysCodec.read(octets));
    ignoringDamage(() -> SmallCodecs.readTags(octets));
    if (octets.length > 0 && octets.length < 4000) {
      ignoringDamage(() -> StoredIntent.read(Key.of(octets), Value.of(octets)));
    }
  }

  private static void ignoringDamage(Runnable read) {
    try {
      read.run();
    } catch (UnreadableStateException e) {
      assertThat(e).hasMessageContaining("store");
    }
  }
}
