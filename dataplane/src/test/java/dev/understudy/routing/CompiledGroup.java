package dev.understudy.routing;

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
import dev.understudy.routing.PlainGroup.Body;
import dev.understudy.routing.PlainGroup.Member;
import org.jspecify.annotations.Nullable;

/** A {@link PlainGroup} as {@link Candidates}, in stored order. */
final class CompiledGroup implements Candidates {
  final PlainGroup plain;
  private final NetworkTable networks;
  private final int[] order;
  private final Member[] members;

  CompiledGroup(PlainGroup plain, NetworkTable networks) {
    this.plain = plain;
    this.networks = networks;
    this.order = plain.stored().stream().mapToInt(at -> at).toArray();
    this.members = new Member[order.length];
    for (int ordinal = 0; ordinal < order.length; ordinal++) {
      members[ordinal] = plain.members.get(order[ordinal]);
    }
  }

  /** The place of a record set among the members of the plain group. */
  int member(int ordinal) {
    return order[ordinal];
  }

  @Override
  public Policy policy() {
    return switch (members[0].policy()) {
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

  @Override
  public int count() {
    return members.length;
  }

  @Override
  public int healthSlot(int ordinal) {
    return members[ordinal].slot();
  }

  @Override
  public int weight(int ordinal) {
    return ((Weighted) members[ordinal].policy()).weight();
  }

  @Override
  public int region(int ordinal) {
    return Regions.number(((Latency) members[ordinal].policy()).region());
  }

  @Override
  public double coordinate(int ordinal, int axis) {
    Coordinates place = place(members[ordinal].policy());
    return place == null ? Double.NaN : Sphere.axis(place, axis);
  }

  private static @Nullable Coordinates place(RoutingPolicy policy) {
    return switch (policy) {
      case Latency(String region) -> Regions.place(region);
      case Geoproximity(String region, String group, Coordinates place, int _) -> {
        if (region != null) {
          yield Regions.place(region);
        }
        yield group == null ? place : Regions.placeOfGroup(group);
      }
      default -> throw new IllegalStateException("no place in " + policy);
    };
  }

  @Override
  public int bias(int ordinal) {
    return ((Geoproximity) members[ordinal].policy()).bias();
  }

  @Override
  public long area(int ordinal) {
    var area = (Geolocation) members[ordinal].policy();
    return Area.of(area.continent(), area.country(), area.subdivision());
  }

  @Override
  public NetworkTable networks() {
    return networks;
  }

  @Override
  public int networkLocation(int ordinal) {
    String location = ((IpBased) members[ordinal].policy()).location();
    return location.equals("*") ? EVERYWHERE_ELSE : location.charAt(0);
  }

  @Override
  public boolean isAlias(int ordinal) {
    return members[ordinal].body() != Body.VALUES;
  }

  @Override
  public boolean evaluatesTargetHealth(int ordinal) {
    return members[ordinal].evaluates();
  }

  @Override
  public @Nullable Candidates target(int ordinal) {
    PlainGroup target = members[ordinal].target();
    return target == null ? null : target.compiled(networks);
  }
}
