package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.query.Form;
import dev.understudy.query.ResultXml;
import dev.understudy.sns.Topics.Held;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tags of topics (API Reference, TagResource). */
final class TagActions {
  private static final int TAGS_MAX = 50;
  private static final int KEY_MAX = 128;
  private static final int VALUE_MAX = 256;

  private final Topics topics;
  private final String account;

  TagActions(Topics topics, String account) {
    this.topics = topics;
    this.account = account;
  }

  /** The parameter Tags. */
  static Map<String, String> read(Form form) throws ApiException {
    var tags = new LinkedHashMap<String, String>();
    for (Form tag : form.structures("Tags", "Key")) {
      String key = tag.required("Key");
      String value = tag.value("Value") == null ? "" : tag.required("Value");
      if (key.isEmpty() || key.length() > KEY_MAX || value.length() > VALUE_MAX) {
        throw SnsErrors.invalid("Tags");
      }
      if (tags.put(key, value) != null) {
        throw SnsErrors.invalid("Duplicated keys are not allowed.");
      }
    }
    return demandFew(tags);
  }

  void add(Form form) throws ApiException {
    Map<String, String> added = read(form);
    change(form, tags -> tags.putAll(added));
  }

  void remove(Form form) throws ApiException {
    List<String> keys = form.texts("TagKeys");
    change(form, tags -> keys.forEach(tags::remove));
  }

  void list(Form form, ResultXml result) throws ApiException {
    Held held = topics.find(topic(form));
    if (held == null) {
      throw SnsErrors.noResource();
    }
    result.open("Tags");
    held.topic()
        .tags()
        .forEach((key, value) ->
            result.open("member").element("Key", key).element("Value", value).close("member"));
    result.close("Tags");
  }

  private void change(Form form, Consumer<Map<String, String>> how) throws ApiException {
    String name = topic(form);
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.find(name);
      if (held == null) {
        throw SnsErrors.noResource();
      }
      var tags = new LinkedHashMap<>(held.topic().tags());
      how.accept(tags);
      demandFew(tags);
      if (topics.commit(
          List.of(held.unchanged()), List.of(Topics.put(held.topic().withTags(tags))))) {
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }

  private String topic(Form form) throws ApiException {
    return Arn.readTopic("ResourceArn", form.required("ResourceArn"), account).topic();
  }

  private static Map<String, String> demandFew(Map<String, String> tags) throws ApiException {
    if (tags.size() > TAGS_MAX) {
      throw SnsErrors.tooManyTags(TAGS_MAX);
    }
    return tags;
  }
}
