package dev.understudy.preview;

import dev.understudy.possibility.PossibilitiesJson;
import dev.understudy.possibility.PossibilitiesText;
import dev.understudy.presentation.NameText;
import dev.understudy.preview.Preview.Change;
import dev.understudy.preview.Preview.Difference;
import java.util.LinkedHashMap;
import java.util.Map;

/** A preview for people and for programs. */
public final class PreviewText {
  private PreviewText() {}

  /** A paragraph for each name and type, then a line that sums up. */
  public static String text(Preview preview) {
    var text = new StringBuilder();
    for (Change change : preview.changes()) {
      text.append(NameText.format(change.name()))
          .append(' ')
          .append(change.type())
          .append(change.loses() ? "  !! left without a healthy answer" : "")
          .append('\n');
      for (Difference difference : change.differences()) {
        text.append("  ")
            .append(difference.when())
            .append(", ")
            .append(PossibilitiesText.clients(difference.clients()))
            .append(": ")
            .append(difference.before())
            .append(" -> ")
            .append(difference.after())
            .append(difference.loses() ? "  !! no healthy answer" : "")
            .append('\n');
      }
    }
    if (!preview.complete()) {
      text.append("Not everything was looked at: the batch concerns too much to compare it all.\n");
    }
    return text.append(summary(preview)).append('\n').toString();
  }

  private static String summary(Preview preview) {
    int changes = preview.changes().size();
    long losses = preview.losses();
    String start =
        switch (changes) {
          case 0 -> "No answer would change.";
          case 1 -> "The answers of 1 name and type would change.";
          default -> "The answers of " + changes + " names and types would change.";
        };
    return start
        + (losses == 0 ? "" : " Left without a healthy answer: " + losses + ".")
        + " Nothing was written.";
  }

  /** As maps, lists, texts and numbers, to be written as JSON. */
  public static Map<String, Object> json(Preview preview) {
    var json = new LinkedHashMap<String, Object>();
    json.put("hostedZoneId", preview.zoneId());
    json.put("leftWithoutHealthyAnswer", preview.losses());
    json.put("everythingCompared", preview.complete());
    json.put("changes", preview.changes().stream().map(PreviewText::change).toList());
    return json;
  }

  private static Map<String, Object> change(Change change) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", NameText.format(change.name()));
    json.put("type", change.type().name());
    json.put("leftWithoutHealthyAnswer", change.loses());
    json.put("differences", change.differences().stream().map(PreviewText::difference).toList());
    return json;
  }

  private static Map<String, Object> difference(Difference difference) {
    var json = new LinkedHashMap<String, Object>();
    json.put("when", difference.when());
    json.put("unhealthy", difference.unhealthy());
    json.put("clients", difference.clients());
    json.put("before", PossibilitiesJson.of(difference.before()));
    json.put("after", PossibilitiesJson.of(difference.after()));
    json.put("leftWithoutHealthyAnswer", difference.loses());
    return json;
  }
}
