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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Groups and trees of them made up at random: all policies, checks shared between members, targets
 * that several aliases share, that are missing, outside, or lead back.
 */
final class RandomGroups {
  /** Health checks, by slot. */
  static final int CHECKS = 6;

  static final String COLLECTION = "c";

  private final SplittableRandom random;
  private final List<PlainGroup> made = new ArrayList<>();

  RandomGroups(SplittableRandom random) {
    this.random = random;
  }

  /** The root of a new tree: mostly a few levels, at times as many as are followed, or more. */
  PlainGroup tree() {
    PlainGroup root = group(random.nextInt(5));
    if (random.nextInt(40) == 0) {
      for (int above = 9 + random.nextInt(8); above > 0; above--) {
        PlainGroup over = empty();
        over.members.add(
            new Member(new Simple(), slot(), Body.ALIAS, root, random.nextInt(3) != 0));
        root = over;
      }
    }
    return root;
  }

  private PlainGroup empty() {
    var group = new PlainGroup(made.size());
    made.add(group);
    return group;
  }

  private PlainGroup group(int depth) {
    PlainGroup group = empty();
    List<RoutingPolicy> policies = policies();
    for (RoutingPolicy policy : policies) {
      boolean alias = !(policy instanceof Multivalue) && random.nextInt(20) < (depth > 0 ? 11 : 1);
      Body body = alias ? Body.ALIAS : Body.VALUES;
      PlainGroup target = null;
      if (alias) {
        int kind = random.nextInt(40);
        if (kind == 0) {
          body = Body.OUTSIDE;
        } else if (kind < 3 || (depth == 0 && kind < 20)) {
          target = empty();
        } else if (kind < 8 || depth == 0) {
          // Any group so far, those above among them: then it is a loop.
          target = made.get(random.nextInt(kind < 7 ? group.id + 1 : made.size()));
          target = kind < 7 && random.nextInt(4) != 0 ? made.getLast() : target;
        } else {
          target = group(depth - 1);
        }
      }
      group.members.add(new Member(policy, slot(), body, target, random.nextInt(3) != 0));
    }
    return group;
  }

  private int slot() {
    return random.nextInt(3) == 0 ? -1 : random.nextInt(CHECKS);
  }

  /** Policies of one kind, none twice where Route 53 forbids it, in any order. */
  private List<RoutingPolicy> policies() {
    var all = new ArrayList<RoutingPolicy>();
    int size = 1 + random.nextInt(4);
    switch (random.nextInt(9)) {
      case 0 -> {
        all.add(new Simple());
        return all;
      }
      case 1 -> {
        all.add(new Failover(true));
        all.add(new Failover(false));
        size = random.nextInt(6) == 0 ? 1 : 2;
      }
      case 2, 3 -> {
        int most = random.nextInt(4);
        for (int i = 0; i < size; i++) {
          all.add(new Weighted(random.nextInt(most + 1)));
        }
      }
      case 4 -> {
        for (String region :
            "us-east-1 us-west-2 eu-west-1 eu-central-1 cn-north-1 zz-new-1 aa-new-1"
                .split(" ", -1)) {
          all.add(new Latency(region));
        }
      }
      case 5 -> {
        for (String country : "* US FR TR CN PR GU SA NA EG EH".split(" ", -1)) {
          all.add(new Geolocation(null, country, null));
        }
        for (String continent : "NA EU AS AF OC SA".split(" ", -1)) {
          all.add(new Geolocation(continent, null, null));
        }
        all.add(new Geolocation(null, "US", "CA"));
        all.add(new Geolocation(null, "US", "TX"));
        all.add(new Geolocation(null, "TR", "34"));
        size = 1 + random.nextInt(7);
      }
      case 6 -> {
        all.add(near("us-east-1", null, null));
        all.add(near("eu-west-1", null, null));
        all.add(near("zz-new-1", null, null));
        all.add(near(null, "us-west-2-lax-1", null));
        all.add(near(null, "no-such-group", null));
        all.add(near(null, null, new Coordinates(40.25, -75.5)));
        all.add(near(null, null, new Coordinates(-30.75, 20)));
        all.add(near(null, null, new Coordinates(50.5, 5.25)));
      }
      case 7 -> {
        size = random.nextInt(12) == 0 ? 6 + random.nextInt(7) : 1 + random.nextInt(4);
        return new ArrayList<>(Collections.nCopies(size, new Multivalue()));
      }
      default -> {
        for (String location : "a b c d *".split(" ", -1)) {
          all.add(new IpBased(COLLECTION, location));
        }
        size = 1 + random.nextInt(5);
      }
    }
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return new ArrayList<>(all.subList(0, Math.min(size, all.size())));
  }

  private Geoproximity near(
      @Nullable String region, @Nullable String group, @Nullable Coordinates place) {
    int bias = random.nextBoolean() ? 0 : random.nextInt(-99, 100);
    return new Geoproximity(region, group, place, bias);
  }
}
