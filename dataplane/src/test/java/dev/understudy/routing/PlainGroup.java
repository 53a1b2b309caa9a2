package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Latency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group as its maker thinks of it: members by set identifier, targets by reference. */
final class PlainGroup {
  /** What a record set has to offer. */
  enum Body {
    VALUES,
    ALIAS,
    /** An alias to what is not served here and has nothing to give. */
    OUTSIDE
  }

  /**
   * A record set.
   *
   * @param slot of its health check, or -1
   * @param target of an alias within the zones
   */
  record Member(
      RoutingPolicy policy, int slot, Body body, @Nullable PlainGroup target, boolean evaluates) {}

  final int id;
  final List<Member> members = new ArrayList<>();
  private @Nullable CompiledGroup compiled;

  PlainGroup(int id) {
    this.id = id;
  }

  List<RoutingPolicy> policies() {
    return members.stream().map(Member::policy).toList();
  }

  /** As the router sees it; the same each time. */
  CompiledGroup compiled(NetworkTable networks) {
    if (compiled == null) {
      compiled = new CompiledGroup(this, networks);
    }
    return compiled;
  }

  /** Members in stored order: PRIMARY first, regions in ASCII order, else as they are. */
  List<Integer> stored() {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < members.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing(at ->
            switch (members.get(at).policy()) {
              case Failover(boolean primary) -> primary ? "0" : "1";
              case Latency(String region) -> region;
              default -> "";
            }));
    return order;
  }

  /** This group and all it leads to, a line each. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    describe(text, new HashSet<>());
    return text.toString();
  }

  private void describe(StringBuilder text, Set<Integer> told) {
    if (!told.add(id)) {
      return;
    }
    text.append("\n  group ").append(id).append(':');
    for (Member member : members) {
      text.append("\n    ").append(member.policy());
      text.append(member.slot() < 0 ? "" : " check " + member.slot());
      switch (member.body()) {
        case VALUES -> {}
        case ALIAS -> text.append(" -> ").append(member.target() == null ? -1 : member.target().id);
        case OUTSIDE -> text.append(" -> outside");
      }
      text.append(member.evaluates() ? " evaluated" : "");
    }
    for (Member member : members) {
      if (member.target() != null) {
        member.target().describe(text, told);
      }
    }
  }
}
