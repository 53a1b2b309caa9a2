package dev.understudy.possibility;

import dev.understudy.possibility.Possibilities.Row;
import dev.understudy.possibility.Possibilities.When;
import java.util.List;

/** Possibilities for people: a paragraph for each class of clients, a line for each answer. */
public final class PossibilitiesText {
  private PossibilitiesText() {}

  /** Several lines, each ended. */
  public static String of(Possibilities possibilities) {
    List<String> checks = possibilities.checks();
    List<Row> rows = possibilities.rows();
    var text = new StringBuilder();
    for (Row row : rows) {
      text.append("for ").append(clients(row.clients())).append('\n');
      for (When when : row.answers()) {
        text.append("  ")
            .append(when.answer())
            .append(when.answer().oneOfSeveral() ? ", with others up to 8" : "")
            .append(": ")
            .append(when.condition().text(checks, row.complete()))
            .append(share(when))
            .append('\n');
      }
      if (!row.complete()) {
        text.append("  (")
            .append(row.states())
            .append(" states of ")
            .append(checks.size())
            .append(" checks were tried, not all)\n");
      }
    }
    return text.toString();
  }

  /** {@code clients in US-CA, in US-TX and everywhere else}. */
  public static String clients(List<String> labels) {
    if (labels.size() == 1) {
      return labels.getFirst().equals("any client") ? "any client" : "clients " + labels.getFirst();
    }
    return "clients "
        + String.join("; ", labels.subList(0, labels.size() - 1))
        + "; and "
        + labels.getLast();
  }

  private static String share(When when) {
    if (when.shareLeast() > 1 - 1e-9) {
      return "";
    }
    String least = Odds.percent(when.shareLeast());
    String most = Odds.percent(when.shareMost());
    return " (share " + (least.equals(most) ? least : least + " to " + most) + ")";
  }
}
