package dev.understudy.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Checker;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.routing.Score;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as JSON. Field names are a promise to whoever reads them: they are listed in
 * docs/explain.md, new ones may come, none changes its meaning. What is not known is left out.
 */
public final class JsonForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonForm() {}

  /** One object. */
  public static ObjectNode of(Explanation told) {
    ObjectNode node = NODES.objectNode();
    node.put("name", NameText.format(told.name()));
    node.put("type", told.type().name());
    node.put("rcode", told.rcode());
    node.put("protocol", told.protocol());
    node.set("answer", records(told.answer()));
    node.set("authority", records(told.authority()));
    Explanation.Past past = told.past();
    if (past == null) {
      node.put("revision", told.revision());
    } else {
      node.put("at", told.time().toString());
      ArrayNode notes = node.putArray("notes");
      past.notes().forEach(notes::add);
    }
    node.put("time", told.time().toString());
    node.set("client", client(told.client()));
    ObjectNode assumed = node.putObject("assumed");
    new TreeMap<>(told.assumed()).forEach((id, healthy) -> assumed.put(id, status(healthy)));
    ArrayNode steps = node.putArray("steps");
    told.steps().forEach(step -> steps.add(step(step)));
    return node;
  }

  private static ArrayNode records(List<Explanation.ResourceRecord> records) {
    ArrayNode list = NODES.arrayNode();
    for (Explanation.ResourceRecord each : records) {
      list.addObject()
          .put("name", NameText.format(each.name()))
          .put("type", each.type().name())
          .put("ttl", each.ttlSeconds())
          .put("value", RdataText.format(each.type(), each.data()));
    }
    return list;
  }

  private static ObjectNode client(Explanation.Client client) {
    ObjectNode node = NODES.objectNode();
    node.put("resolver", client.resolver().getHostAddress());
    Network subnet = client.subnet();
    if (subnet != null) {
      node.put("subnet", subnet.toString());
      node.put("subnetTaken", client.subnetTaken());
    }
    putText(node, "continent", client.place().continent());
    putText(node, "country", client.place().country());
    putText(node, "subdivision", client.place().subdivision());
    Coordinates at = client.place().coordinates();
    if (at != null) {
      node.put("latitude", at.latitude());
      node.put("longitude", at.longitude());
      node.put("placeAssumed", client.place().assumed());
    }
    node.put("scope", client.scope());
    return node;
  }

  private static ObjectNode step(Step step) {
    ObjectNode node = NODES.objectNode();
    node.put("name", NameText.format(step.name()));
    switch (step.finding()) {
      case Finding.Found(HostedZone zone, DomainName source, Group group) ->
          found(node, "record-sets", zone, source, group);
      case Finding.Link(HostedZone zone, DomainName source, Group group) ->
          found(node, "cname", zone, source, group);
      case Finding.Delegated(HostedZone zone, DomainName cut, Group group) ->
          found(node, "delegation", zone, cut, group);
      case Finding.NoSuchType(HostedZone zone, DomainName source) ->
          found(node, "no-such-type", zone, source, null);
      case Finding.NoSuchName(HostedZone zone) -> found(node, "no-such-name", zone, null, null);
      case Finding.NotServed() -> node.put("found", "not-served");
    }
    if (!step.shadowed().isEmpty()) {
      ArrayNode ids = node.putArray("shadowedZones");
      step.shadowed().forEach(zone -> ids.add(zone.id()));
    }
    return node;
  }

  private static void found(
      ObjectNode node,
      String what,
      HostedZone zone,
      @Nullable DomainName source,
      @Nullable Group group) {
    node.put("found", what);
    node.putObject("zone").put("id", zone.id()).put("name", NameText.format(zone.name()));
    if (source != null) {
      node.put("source", NameText.format(source));
      node.put("wildcard", source.isWildcard());
    }
    if (group != null) {
      node.set("group", group(group));
    }
  }

  private static ObjectNode group(Group group) {
    ObjectNode node = NODES.objectNode();
    node.put("name", NameText.format(group.name()));
    node.put("type", group.type().name());
    node.put("policy", word(group.policy()));
    node.put("healthy", group.healthy());
    node.put("failedOpen", group.failedOpen());
    if (group.omitted()) {
      node.put("omitted", true);
    }
    ArrayNode candidates = node.putArray("candidates");
    group.candidates().forEach(each -> candidates.add(candidate(each)));
    return node;
  }

  private static ObjectNode candidate(Candidate candidate) {
    ObjectNode node = NODES.objectNode();
    node.put("setIdentifier", candidate.set().setIdentifier());
    putText(node, "place", Words.place(candidate.set().policy()));
    AliasTarget alias = candidate.set().alias();
    if (alias == null) {
      node.put("ttl", candidate.set().ttlSeconds());
      ArrayNode values = node.putArray("values");
      candidate
          .set()
          .records()
          .forEach(data -> values.add(RdataText.format(candidate.set().type(), data)));
    } else {
      node.set("alias", alias(alias, candidate.target()));
    }
    node.put("offered", candidate.offered());
    Score score = candidate.score();
    if (score != null) {
      node.set("score", score(score));
    }
    Explanation.Draw draw = candidate.draw();
    if (draw != null) {
      node.putObject("draw").put("point", draw.point()).put("sum", draw.sum());
    }
    Check check = candidate.check();
    if (check != null) {
      node.set("check", check(check));
    }
    node.put("fate", word(candidate.fate()));
    node.put("answers", candidate.answers());
    return node;
  }

  private static ObjectNode alias(AliasTarget alias, Explanation.@Nullable Target target) {
    ObjectNode node = NODES.objectNode();
    node.put("target", NameText.format(alias.name()));
    node.put("hostedZoneId", alias.hostedZoneId());
    node.put("evaluateTargetHealth", alias.evaluateTargetHealth());
    if (target != null) {
      node.put("where", word(target.where()));
      Group group = target.group();
      if (group != null) {
        node.set("group", group(group));
      }
    }
    return node;
  }

  private static ObjectNode score(Score score) {
    ObjectNode node = NODES.objectNode();
    switch (score) {
      case Score.Weight(int weight) -> node.put("weight", weight);
      case Score.Latency(double milliseconds, Score.Basis basis) -> {
        putNumber(node, "milliseconds", milliseconds);
        node.put("basis", word(basis));
      }
      case Score.Inside(Score.Extent extent) -> node.put("inside", word(extent));
      case Score.Distance(double kilometres, double biased) -> {
        putNumber(node, "kilometres", kilometres);
        putNumber(node, "biasedKilometres", biased);
      }
      case Score.Network(int prefixLength) -> node.put("prefixLength", prefixLength);
      case Score.EverywhereElse() -> node.put("everywhereElse", true);
      case Score.Elsewhere() -> node.put("elsewhere", true);
    }
    return node;
  }

  private static ObjectNode check(Check check) {
    ObjectNode node = NODES.objectNode();
    node.put("id", check.id());
    node.put("status", status(check.healthy()));
    node.put("basis", word(check.basis()));
    if (check.since() != null && check.held() != null) {
      node.put("since", check.since().toString());
      node.put("heldSeconds", check.held().toMillis() / 1000.0);
    }
    if (check.definition() == null) {
      return node.put("exists", false);
    }
    node.put("exists", true);
    node.put("inverted", check.definition().inverted());
    node.put("disabled", check.definition().disabled());
    node.put("watches", Words.subject(check.definition().subject()));
    ArrayNode checkers = node.putArray("checkers");
    check.checkers().forEach(each -> checkers.add(checker(each)));
    if (!check.children().isEmpty()) {
      ArrayNode children = node.putArray("children");
      check.children().forEach(each -> children.add(check(each)));
    }
    return node;
  }

  private static ObjectNode checker(Checker checker) {
    ObjectNode node = NODES.objectNode();
    node.put("name", checker.name());
    node.put("region", checker.region());
    node.put("opinion", status(checker.healthy()));
    node.put("counted", checker.counted());
    putText(node, "last", checker.last());
    putText(node, "lastFailure", checker.lastFailure());
    if (checker.lastFailureTime() != null) {
      node.put("lastFailureTime", checker.lastFailureTime().toString());
    }
    return node;
  }

  private static void putText(ObjectNode node, String field, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      node.put(field, text);
    }
  }

  private static void putNumber(ObjectNode node, String field, double number) {
    if (!Double.isNaN(number)) {
      node.put(field, Math.round(number * 10) / 10.0);
    }
  }

  private static String status(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }

  private static String word(Enum<?> constant) {
    return Words.word(constant);
  }
}
