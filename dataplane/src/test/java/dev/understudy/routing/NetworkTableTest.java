package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.CidrBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Longest match and its scope, against a search through all networks. */
class NetworkTableTest {
  private static final int TABLES = 300;
  private static final int SEARCHES = 50;

  @Test
  void longestMatchIsTheOneThatASearchThroughAllFinds() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < TABLES; i++) {
      List<CidrBlock> networks = networks(random);
      NetworkTable table = table(networks);
      for (int j = 0; j < SEARCHES; j++) {
        CidrBlock query = network(random);
        assertThat(find(table, query))
            .as("%s in %s", query, networks)
            .isEqualTo(naive(networks, query));
      }
    }
  }

  @Test
  void addressesThatShareTheScopeShareTheMatch() {
    var random = new SplittableRandom(8);
    for (int i = 0; i < TABLES; i++) {
      List<CidrBlock> networks = networks(random);
      NetworkTable table = table(networks);
      for (int j = 0; j < SEARCHES; j++) {
        byte[] address = address(random);
        int bits = 8 * address.length;
        int scope = scope(table, address, bits);
        byte[] other = address.clone();
        for (int bit = scope; bit < bits; bit++) {
          if (random.nextBoolean()) {
            other[bit / 8] ^= (byte) (0x80 >>> bit % 8);
          }
        }
        assertThat(find(table, CidrBlock.of(other, bits)))
            .as("%s in %s, scope %s", CidrBlock.of(address, bits), networks, scope)
            .isEqualTo(find(table, CidrBlock.of(address, bits)));
      }
    }
  }

  @Test
  void everythingIsEverywhereAndNothingInTheEmptyTable() {
    byte[] six = new byte[16];
    Arrays.fill(six, (byte) 0xff);
    assertThat(find(NetworkTable.EVERYWHERE, CidrBlock.of(six, 128))).isEqualTo(0);
    assertThat(find(NetworkTable.EVERYWHERE, CidrBlock.of(new byte[4], 0))).isEqualTo(0);
    assertThat(find(NetworkTable.EMPTY, CidrBlock.of(new byte[4], 32))).isEqualTo(-1);
    assertThat(scope(NetworkTable.EMPTY, new byte[4], 32)).isZero();
    assertThat(scope(NetworkTable.EVERYWHERE, new byte[4], 32)).isZero();
  }

  @Test
  void shorterQueryThanTheNetworkDoesNotMatchButCallsForMore() {
    NetworkTable table = table(List.of(CidrBlock.of(new byte[] {10, 1, 0, 0}, 16)));
    assertThat(find(table, CidrBlock.of(new byte[] {10, 0, 0, 0}, 8))).isEqualTo(-1);
    assertThat(scope(table, new byte[] {10, 0, 0, 0}, 8)).isEqualTo(16);
    assertThat(scope(table, new byte[] {(byte) 192, 0, 0, 0}, 24)).isEqualTo(1);
  }

  @Test
  void joinedHalvesFindWhatTheyFoundApart() {
    var random = new SplittableRandom(9);
    for (int i = 0; i < TABLES; i++) {
      var apart = new NetworkTable.Builder();
      var joined = new NetworkTable.Builder();
      int bits = 1 + random.nextInt(8);
      for (int network = 0; network < 1 << bits; network++) {
        int value = random.nextInt(2);
        long high = (long) network << (64 - bits);
        apart.add(4, high, 0, bits, value);
        joined.addJoining(4, high, 0, bits, value);
        apart.add(16, 0x2001L << 48, high, 64 + bits, value);
      }
      NetworkTable one = apart.build();
      NetworkTable other = joined.build();
      for (int network = 0; network < 1 << bits; network++) {
        long high = (long) network << (64 - bits);
        int at = other.longest(4, high, 0, 32);
        assertThat(other.value(at)).isEqualTo(one.value(one.longest(4, high, 0, 32)));
        assertThat(other.prefixLength(at)).isLessThanOrEqualTo(bits);
        int six = one.longest(16, 0x2001L << 48, high, 128);
        assertThat(one.value(six)).isEqualTo(other.value(at));
        assertThat(one.prefixLength(six)).isEqualTo(64 + bits);
      }
    }
  }

  @Test
  void aWholeNetworkOfOneValueIsOneNetwork() {
    var joined = new NetworkTable.Builder();
    for (long network = 0; network < 256; network++) {
      joined.addJoining(16, network << 56, 0, 8, 7);
    }
    NetworkTable table = joined.build();
    assertThat(table.count()).isEqualTo(1);
    assertThat(table.prefixLength(0)).isZero();
    assertThat(table.value(0)).isEqualTo(7);
  }

  private static int find(NetworkTable table, CidrBlock query) {
    byte[] octets = query.octets();
    int at =
        table.longest(
            octets.length,
            NetworkTable.high(octets, 0, octets.length),
            NetworkTable.low(octets, 0, octets.length),
            query.prefixLength());
    return at == NetworkTable.NONE ? -1 : table.value(at);
  }

  private static int scope(NetworkTable table, byte[] octets, int bits) {
    return table.scope(
        octets.length,
        NetworkTable.high(octets, 0, octets.length),
        NetworkTable.low(octets, 0, octets.length),
        bits);
  }

  private static int naive(List<CidrBlock> networks, CidrBlock query) {
    int best = -1;
    for (int i = 0; i < networks.size(); i++) {
      boolean longer =
          best < 0 || networks.get(i).prefixLength() >= networks.get(best).prefixLength();
      if (networks.get(i).contains(query) && longer) {
        best = i;
      }
    }
    return best;
  }

  private static NetworkTable table(List<CidrBlock> networks) {
    var table = new NetworkTable.Builder();
    for (int i = 0; i < networks.size(); i++) {
      table.add(networks.get(i).octets(), networks.get(i).prefixLength(), i);
    }
    return table.build();
  }

  private static List<CidrBlock> networks(SplittableRandom random) {
    var networks = new ArrayList<CidrBlock>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      networks.add(network(random));
    }
    return networks;
  }

  private static CidrBlock network(SplittableRandom random) {
    byte[] address = address(random);
    int bits = random.nextBoolean() ? random.nextInt(9) : random.nextInt(8 * address.length + 1);
    return CidrBlock.of(address, bits);
  }

  /** Few different octets, so that networks nest. */
  private static byte[] address(SplittableRandom random) {
    byte[] address = new byte[random.nextBoolean() ? 4 : 16];
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(2) << 7);
    }
    return address;
  }
}
