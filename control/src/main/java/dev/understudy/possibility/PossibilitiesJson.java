package dev.understudy.possibility;

import dev.understudy.possibility.Possibilities.Row;
import dev.understudy.possibility.Possibilities.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Possibilities and odds for programs, as maps, lists, texts and numbers, to be written as JSON.
 */
public final class PossibilitiesJson {
  private PossibilitiesJson() {}

  /** All of them. */
  public static Map<String, Object> of(Possibilities possibilities) {
    var json = new LinkedHashMap<String, Object>();
    json.put("checks", possibilities.checks());
    json.put("unhealthyNow", List.copyOf(possibilities.unhealthyNow()));
    List<Row> rows = possibilities.rows();
    json.put("alwaysAnswers", rows.stream().allMatch(Row::alwaysAnswers));
    json.put("clients", rows.stream().map(row -> row(row, possibilities)).toList());
    return json;
  }

  private static Map<String, Object> row(Row row, Possibilities possibilities) {
    var json = new LinkedHashMap<String, Object>();
    json.put("classes", row.clients());
    json.put("statesTried", row.states());
    json.put("everyStateTried", row.complete());
    json.put(
        "answers",
        row.answers().stream().map(when -> when(when, row.complete(), possibilities)).toList());
    return json;
  }

  private static Map<String, Object> when(
      When when, boolean complete, Possibilities possibilities) {
    Map<String, Object> json = answer(when.answer());
    json.put("when", when.condition().text(possibilities.checks(), complete));
    json.put(
        complete ? "anyOf" : "states",
        when.condition().terms().stream().map(Condition.Term::healthy).toList());
    json.put("shareLeast", when.shareLeast());
    json.put("shareMost", when.shareMost());
    return json;
  }

  /** Each answer and its share. */
  public static List<Map<String, Object>> of(Odds odds) {
    return odds.chances().entrySet().stream()
        .map(entry -> {
          Map<String, Object> json = answer(entry.getKey());
          json.put("share", entry.getValue().probability());
          json.put("healthy", entry.getValue().healthy());
          return json;
        })
        .toList();
  }

  private static Map<String, Object> answer(Answer answer) {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", answer.kind().name());
    if (!answer.through().isEmpty()) {
      json.put("through", answer.through());
    }
    if (!answer.values().isEmpty()) {
      json.put("ttl", answer.ttlSeconds());
      json.put("values", answer.values());
    }
    if (answer.oneOfSeveral()) {
      json.put("oneOfUpTo8", true);
    }
    return json;
  }
}
