package dev.understudy.zone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Area;
import dev.understudy.routing.Policy;
import dev.understudy.routing.Regions;
import dev.understudy.routing.Sphere;
import dev.understudy.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a policy needs to know of a candidate, as octets: nothing for simple, failover and
 * multivalue; otherwise two octets of length and the rest. What queries need comes first, in
 * numbers of eight octets (but one octet for a weight); then strings to be read back, with two
 * octets of length, 65535 for an absent one.
 *
 * <pre>
 *  latency:      0 region | 8 point
 *  geolocation:  0 area
 *  geoproximity: 0 bias | 8 point
 *  IP-based:     0 slot of the collection | 8 slot of the location
 * </pre>
 */
final class PolicyParameters {
  private static final byte[] NONE = new byte[0];
  private static final int ABSENT = 0xffff;

  /** One bit for the code of each policy that has no parameters; read on the hot path. */
  private static final int WITHOUT =
      (1 << NodeDecoder.code(Policy.SIMPLE))
          | (1 << NodeDecoder.code(Policy.FAILOVER))
          | (1 << NodeDecoder.code(Policy.MULTIVALUE));

  private PolicyParameters() {}

  static Policy policy(RoutingPolicy policy) {
    return switch (policy) {
      case Simple() -> Policy.SIMPLE;
      case Failover _ -> Policy.FAILOVER;
      case Weighted _ -> Policy.WEIGHTED;
      case Latency _ -> Policy.LATENCY;
      case Geolocation _ -> Policy.GEOLOCATION;
      case Geoproximity _ -> Policy.GEOPROXIMITY;
      case Multivalue() -> Policy.MULTIVALUE;
      case IpBased _ -> Policy.IP_BASED;
    };
  }

  static boolean isPrimary(RoutingPolicy policy) {
    return policy instanceof Failover(boolean primary) && primary;
  }

  static byte[] encode(RoutingPolicy policy, CidrBook cidrs) {
    return switch (policy) {
      case Simple(), Failover _, Multivalue() -> NONE;
      case Weighted(int weight) -> new byte[] {0, 1, (byte) weight};
      case Latency(String region) ->
          new Block()
              .number(Regions.number(region))
              .point(Regions.place(region))
              .text(region)
              .end();
      case Geolocation(String continent, String country, String subdivision) ->
          new Block()
              .number(Area.of(continent, country, subdivision))
              .text(continent)
              .text(country)
              .text(subdivision)
              .end();
      case Geoproximity(String region, String group, Coordinates place, int bias) ->
          new Block()
              .number(bias)
              .point(place(region, group, place))
              .text(region)
              .text(group)
              .number(place == null ? 0 : 1)
              .number(place == null ? 0 : Double.doubleToLongBits(place.latitude()))
              .number(place == null ? 0 : Double.doubleToLongBits(place.longitude()))
              .number(bias)
              .end();
      case IpBased ipBased ->
          new Block()
              .number(cidrs.collectionSlot(ipBased))
              .number(cidrs.locationSlot(ipBased))
              .text(ipBased.collectionId())
              .text(ipBased.location())
              .end();
    };
  }

  private static @Nullable Coordinates place(
      @Nullable String region, @Nullable String group, @Nullable Coordinates place) {
    if (place != null) {
      return place;
    }
    return region != null ? Regions.place(region) : Regions.placeOfGroup(Objects.toString(group));
  }

  /** Length of the parameters that start at {@code at}, by the code of the policy. */
  static int length(int code, byte[] shard, int at) {
    return ((WITHOUT >>> code) & 1) != 0 ? 0 : 2 + Octets.get16(shard, at);
  }

  static RoutingPolicy decode(Policy policy, boolean primary, byte[] shard, int at) {
    var read = new Reader(shard, at + 2);
    return switch (policy) {
      case SIMPLE -> new Simple();
      case FAILOVER -> new Failover(primary);
      case MULTIVALUE -> new RoutingPolicy.Multivalue();
      case WEIGHTED -> new Weighted(Octets.get8(shard, at + 2));
      case LATENCY -> {
        read.skip(4 * Long.BYTES);
        yield new Latency(read.presentText());
      }
      case GEOLOCATION -> {
        read.skip(Long.BYTES);
        yield new Geolocation(read.text(), read.text(), read.text());
      }
      case GEOPROXIMITY -> {
        read.skip(4 * Long.BYTES);
        yield new Geoproximity(read.text(), read.text(), read.coordinates(), (int) read.number());
      }
      case IP_BASED -> {
        read.skip(2 * Long.BYTES);
        yield new IpBased(read.presentText(), read.presentText());
      }
    };
  }

  /** Parameters being written. */
  private static final class Block {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Block() {
      out.write(0);
      out.write(0);
    }

    Block text(@Nullable String text) {
      byte[] octets = text == null ? NONE : text.getBytes(UTF_8);
      int length = text == null ? ABSENT : octets.length;
      out.write(length >>> 8);
      out.write(length);
      out.writeBytes(octets);
      return this;
    }

    Block number(long value) {
      byte[] octets = new byte[Long.BYTES];
      Octets.put64(octets, 0, value);
      out.writeBytes(octets);
      return this;
    }

    /** Three axes; NaN for a place that is not known. */
    Block point(@Nullable Coordinates place) {
      for (int axis = Sphere.X; axis <= Sphere.Z; axis++) {
        double along = place == null ? Double.NaN : Sphere.axis(place, axis);
        number(Double.doubleToLongBits(along));
      }
      return this;
    }

    byte[] end() {
      byte[] octets = out.toByteArray();
      Octets.put16(octets, 0, octets.length - 2);
      return octets;
    }
  }

  /** Parameters being read, in the order they were written. */
  private static final class Reader {
    private final byte[] shard;
    private int at;

    Reader(byte[] shard, int at) {
      this.shard = shard;
      this.at = at;
    }

    void skip(int octets) {
      at += octets;
    }

    @Nullable String text() {
      int length = Octets.get16(shard, at);
      at += 2;
      if (length == ABSENT) {
        return null;
      }
      at += length;
      return new String(shard, at - length, length, UTF_8);
    }

    String presentText() {
      return Objects.requireNonNull(text());
    }

    long number() {
      at += Long.BYTES;
      return Octets.get64(shard, at - Long.BYTES);
    }

    @Nullable Coordinates coordinates() {
      boolean present = number() != 0;
      double latitude = Double.longBitsToDouble(number());
      double longitude = Double.longBitsToDouble(number());
      return present ? new Coordinates(latitude, longitude) : null;
    }
  }
}
