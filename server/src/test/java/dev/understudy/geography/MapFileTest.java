package dev.understudy.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maxmind.db.Reader;
import dev.understudy.routing.LocationTable;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases of both schemas, families and all record sizes; MaxMind's reader agrees. */
class MapFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # record                                                        | place
          country.iso_code=FR continent.code=EU                           | EU FR - 46.5,2.5
          country_code=FR                                                 | EU FR - 46.5,2.5
          country_code=fr continent_code=AS                               | EU FR - 46.5,2.5
          country=FR continent=EU                                         | EU FR - 46.5,2.5
          country=France country_code=FR continent=Europe continent_code=EU | EU FR - 46.5,2.5
          country.iso_code=US subdivisions.iso_code=CA                    | NA US CA 37.2,-119.5
          country_code=US state1=California                               | NA US CA 37.2,-119.5
          country=US region_code=US-TX                                    | NA US TX 31.5,-99.3
          country_code=US                                                 | NA US - 39.8,-98.6
          country.iso_code=US subdivisions.iso_code=PR                    | NA PR - 18.2,-66.4
          country.iso_code=GB subdivisions.iso_code=ENG location.latitude=51.5142 location.longitude=-0.0931 | EU GB - 51.51,-0.09
          country_code=GB latitude="51.5" longitude="-0.1"                | EU GB - 51.5,-0.1
          country_code=GB lat=51.5 lng=-0.1                               | EU GB - 51.5,-0.1
          country_code=GB latitude=0.0 longitude=0.0                      | EU GB - 53.5,-2.0
          country_code=GB latitude=x longitude=y                          | EU GB - 53.5,-2.0
          country_code=GB latitude=95.0 longitude=0.5                     | EU GB - 53.5,-2.0
          country_code=XK                                                 | EU XK - 42.6,20.9
          continent.code=EU                                               | EU - - -
          country_code=EU continent_code=EU                               | EU - - -
          country_code=CX continent_code=OC                               | OC CX - -10.5,105.7
          latitude=10.0 longitude=20.0                                    | - - - 10.0,20.0
          country_code=ZZ                                                 | nowhere
          country_code=A1                                                 | nowhere
          registered_country.iso_code=AU                                  | nowhere
          represented_country.iso_code=US                                 | nowhere
          asn=64500                                                       | nowhere
          """)
  void eachWayOfSayingAPlace(String record, String place) throws Exception {
    Map<String, Object> fields = record(record);
    LocationTable map =
        map(
            new MmdbFixture()
                .network("192.0.2.0/24", Map.of("country_code", "DE"))
                .network("198.51.100.0/24", fields));
    assertThat(Asked.of(map, "198.51.100.7")).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource({"24,4", "28,4", "32,4", "24,6", "28,6", "32,6"})
  void eachSizeOfRecordsAndEachFamilyReadsAsMaxMindReadsIt(int bits, int version) throws Exception {
    var random = new SplittableRandom(bits + version);
    var fixture = new MmdbFixture().recordBits(bits).ipVersion(version);
    List<String> codes = List.of("DE", "FR", "US", "CN", "JP");
    for (int i = 0; i < 300; i++) {
      String network =
          version == 4 || random.nextBoolean()
              ? (random.nextInt(223) + 1) + "." + random.nextInt(4) + ".0.0/16"
              : "2001:" + Integer.toHexString(random.nextInt(0xffff)) + "::/32";
      fixture.network(
          network, Map.of("country", Map.of("iso_code", codes.get(random.nextInt(codes.size())))));
    }
    byte[] octets = fixture.octets();
    LocationTable map = MapFile.read(ByteBuffer.wrap(octets)).locations();
    try (var other = new Reader(new ByteArrayInputStream(octets))) {
      for (int i = 0; i < 3000; i++) {
        byte[] address = new byte[version == 4 || random.nextBoolean() ? 4 : 16];
        random.nextBytes(address);
        if (address.length == 16) {
          address[0] = 0x20;
          address[1] = 0x01;
        } else {
          address[1] &= 3;
        }
        var at = InetAddress.getByAddress(address);
        Map<?, ?> found = other.get(at, Map.class);
        Object country = found == null ? null : found.get("country");
        Object code = country instanceof Map<?, ?> fields ? fields.get("iso_code") : "nowhere";
        assertThat(Asked.country(map, at)).as(at.toString()).isEqualTo(code);
      }
    }
  }

  @Test
  void addressesThatHoldIpv4AreFoundAsIpv4WithoutAnotherCopy() throws Exception {
    var fixture =
        new MmdbFixture()
            .network("198.51.100.0/24", Map.of("country_code", "FR"))
            .network("2001:db8::/32", Map.of("country_code", "DE"));
    int networks = map(fixture).networks();
    LocationTable map =
        map(fixture.alias("2002::/16").alias("::ffff:0:0/96").alias("64:ff9b::/96"));
    assertThat(map.networks()).isEqualTo(networks).isEqualTo(2);
    assertThat(Asked.of(map, "2002:c633:6407::1")).startsWith("EU FR");
    assertThat(Asked.of(map, "64:ff9b::c633:6407")).startsWith("EU FR");
    assertThat(Asked.of(map, "2001:db8::1")).startsWith("EU DE");
    assertThat(Asked.of(map, "2002:c633:6507::1")).isEqualTo("nowhere");
  }

  @Test
  void neighboursInOnePlaceAreOneNetwork() throws Exception {
    var fixture = new MmdbFixture();
    for (int i = 0; i < 256; i++) {
      fixture.network("10." + i + ".0.0/16", Map.of("country_code", "FR", "city", "number " + i));
    }
    LocationTable map = map(fixture);
    assertThat(map.networks()).isEqualTo(1);
    assertThat(map.places()).isEqualTo(1);
    assertThat(Asked.of(map, "10.77.1.1")).startsWith("EU FR");
  }

  @Test
  void metadataIsTold() throws Exception {
    WorldMap map =
        MapFile.read(
            ByteBuffer.wrap(
                new MmdbFixture()
                    .metadata("database_type", "Test\nCity")
                    .network("10.0.0.0/8", Map.of("country_code", "FR"))
                    .octets()));
    assertThat(map.built()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(map.summary())
        .isEqualTo("Test?City built 2026-11-01T00:00:00Z: 1 networks at 1 places");
  }

  @Test
  void databasesThatNameNoPlaceAreRefused() {
    assertThatThrownBy(() -> map(new MmdbFixture().network("10.0.0.0/8", Map.of("asn", 64_500))))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessageContaining("names no place");
    assertThatThrownBy(() -> map(new MmdbFixture()))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessageContaining("names no place");
  }

  @Test
  void aMapThatDoesNotFitInTheHeapIsRefused() {
    byte[] octets = new MmdbFixture().network("10.0.0.0/8", Map.of("country", "FR")).octets();
    assertThatThrownBy(() -> MapFile.read(ByteBuffer.wrap(octets), 1024))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessageContaining("more than half of the heap")
        .hasMessageContaining("UNDERSTUDY_JAVA_OPTIONS");
  }

  private static LocationTable map(MmdbFixture fixture) throws UnreadableMapException {
    return MapFile.read(ByteBuffer.wrap(fixture.octets())).locations();
  }

  /** {@code country.iso_code=FR} is a map in a map; {@code subdivisions} a list of one. */
  private static Map<String, Object> record(String text) {
    var record = new LinkedHashMap<String, Object>();
    for (String field : text.split(" ", -1)) {
      String[] pair = field.split("=", -1);
      String[] path = pair[0].split("\\.", -1);
      Object value = value(pair[1]);
      if (path.length == 1) {
        record.put(path[0], value);
      } else if (path[0].equals("subdivisions")) {
        record.put(path[0], List.of(Map.of(path[1], value)));
      } else {
        @SuppressWarnings("unchecked")
        var inner =
            (Map<String, Object>)
                record.computeIfAbsent(path[0], _ -> new LinkedHashMap<String, Object>());
        inner.put(path[1], value);
      }
    }
    return record;
  }

  private static Object value(String text) {
    if (text.startsWith("\"")) {
      return text.replace("\"", "");
    }
    return text.matches("-?\\d+\\.\\d+") ? (Object) Double.valueOf(text) : text;
  }
}
