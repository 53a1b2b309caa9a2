package dev.understudy.launch;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.control.Route53;
import dev.understudy.intent.DomainName;
import dev.understudy.possibility.Possibilities;
import dev.understudy.possibility.PossibilitiesJson;
import dev.understudy.possibility.PossibilitiesText;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;
import java.util.LinkedHashMap;

/**
 * {@code GET /explain?name=&type=&all=true}: every answer the name can give, to which clients and
 * in which states of health. One at a time, since it tries thousands of states.
 */
final class AllAnswers {
  private final CurrentEdition current;
  private final Route53 route53;

  AllAnswers(CurrentEdition current, Route53 route53) {
    this.current = current;
    this.route53 = route53;
  }

  /** A paragraph for each class of clients. */
  synchronized String text(DomainName name, RecordType type) {
    return text(name, type, possible(name, type));
  }

  /**
   * The same for programs.
   *
   * @param tree whether the text is a member of it too
   */
  synchronized String json(DomainName name, RecordType type, boolean tree) {
    Possibilities possible = possible(name, type);
    var json = new LinkedHashMap<String, Object>();
    json.put("name", NameText.format(name));
    json.put("type", type.name());
    json.putAll(PossibilitiesJson.of(possible));
    if (tree) {
      json.put("tree", text(name, type, possible));
    }
    return Json.text(json);
  }

  private static String text(DomainName name, RecordType type, Possibilities possible) {
    return NameText.format(name) + " " + type + "\n" + PossibilitiesText.of(possible);
  }

  private Possibilities possible(DomainName name, RecordType type) {
    return Possibilities.of(current.get(), name, type, route53::cidrCollection);
  }
}
