package dev.understudy.geography;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whatever an operator's maps hold: read or refused in one line, and then asked without a crash.
 */
class ForeignFilesFuzzTest {
  private static final String[] ASKED = {"0.0.0.0", "10.1.2.3", "255.255.255.255", "::", "2002::1"};

  @FuzzTest(maxDuration = "10s")
  void databases(byte[] octets) {
    ask(octets);
  }

  /** Past the metadata, which blind luck seldom gets right: a whole file with octets changed. */
  @FuzzTest(maxDuration = "10s")
  void damagedDatabases(byte[] changes) {
    byte[] octets =
        new MmdbFixture()
            .recordBits(28)
            .network("10.0.0.0/8", "EU", "FR", null, 48.9, 2.4)
            .network("2001:db8::/32", "NA", "US", "CA", 37.8, -122.4)
            .alias("2002::/16")
            .octets();
    for (int i = 0; i + 2 < changes.length; i += 3) {
      int at = ((changes[i] & 0xff) << 8) | (changes[i + 1] & 0xff);
      octets[at % octets.length] ^= changes[i + 2];
    }
    ask(octets);
  }

  private static void ask(byte[] octets) {
    try {
      WorldMap map = MapFile.read(ByteBuffer.wrap(octets));
      for (String address : ASKED) {
        String _ = Asked.country(map.locations(), InetAddress.ofLiteral(address));
      }
    } catch (UnreadableMapException e) {
      told(e);
    }
  }

  @FuzzTest(maxDuration = "10s")
  void latencies(byte[] octets) throws IOException {
    try {
      var _ = LatencyFile.read(new StringReader(new String(octets, StandardCharsets.UTF_8)));
    } catch (UnreadableMapException e) {
      told(e);
    }
  }

  private static void told(UnreadableMapException e) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || message.contains("\n")) {
      throw new AssertionError("not one line: " + message, e);
    }
  }
}
