package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Route 53 Developer Guide, "IP-based routing": which blocks a collection takes. */
class CidrTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0.0.0.0/1,                  0.0.0.0/1
          128.0.0.0/1,                128.0.0.0/1
          10.0.0.0/8,                 10.0.0.0/8
          198.51.100.0/24,            198.51.100.0/24
          8000::/1,                   8000::/1
          2001:DB8::/32,              2001:db8::/32
          2001:db8:0:0:0:0:0:0/48,    2001:db8::/48
          2001:0db8:00ff::/48,        2001:db8:ff::/48
          """)
  void blocksAreShownInCanonicalForm(String given, String shown) throws Exception {
    assertThat(Cidr.parse(given)).hasToString(shown);
    assertThat(Cidr.parse(shown)).isEqualTo(Cidr.parse(given));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.0.0.0,          it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          10.0.0.0/,         it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          10.0.0/8,          it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          010.0.0.0/8,       it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          10.0.0.0/08,       it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          10.0.0.0/+8,       it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          10.0.0.0/8/8,      it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          ' 10.0.0.0/8',     it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          fe80::1%eth0/48,   it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          localhost/8,       it is not an IPv4 or IPv6 network such as 192.0.2.0/24.
          0.0.0.0/0,         the prefix length of an IPv4 block must be from 1 to 24.
          192.0.2.0/25,      the prefix length of an IPv4 block must be from 1 to 24.
          192.0.2.0/999,     the prefix length of an IPv4 block must be from 1 to 24.
          ::/0,              the prefix length of an IPv6 block must be from 1 to 48.
          2001:db8::/49,     the prefix length of an IPv6 block must be from 1 to 48.
          10.0.0.1/8,        its address has bits behind the prefix; the network is 10.0.0.0/8.
          192.0.3.0/23,      its address has bits behind the prefix; the network is 192.0.2.0/23.
          2001:db8::1/48,    its address has bits behind the prefix; the network is 2001:db8::/48.
          """)
  void otherBlocksAreRefusedWithTheReason(String given, String reason) {
    assertThatThrownBy(() -> Cidr.parse(given))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("InvalidInput"))
        .hasMessage("Invalid request: '" + given + "' is not a valid CIDR block: " + reason);
  }

  @Test
  void ipv4IsListedBeforeIpv6AndShorterBeforeLonger() throws Exception {
    var order =
        List.of("9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "200.0.0.0/8", "1::/16", "2001:db8::/32");
    var blocks = new ArrayList<Cidr>();
    for (String text : order) {
      blocks.add(Cidr.parse(text));
    }
    Collections.shuffle(blocks, new Random(1));
    Collections.sort(blocks);
    assertThat(blocks).extracting(Cidr::toString).isEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void collectionsComeBackFromTheStore(long seed) throws Exception {
    var random = new Random(seed);
    var blocks = new TreeMap<Cidr, String>();
    for (int i = 0; i < 300; i++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      int length = 1 + random.nextInt(address.length == 4 ? 24 : 48);
      blocks.put(Cidr.of(address, length), "location-" + random.nextInt(5));
    }
    var map = new CidrMap("an-id", "isp", "a reference", 1L << 40, blocks);
    assertThat(CidrCodec.read("an-id", CidrCodec.write(map).octets())).isEqualTo(map);
  }
}
