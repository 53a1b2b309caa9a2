package dev.understudy.query;

import dev.understudy.control.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, decoded. Lists are {@code Name.member.1}, maps {@code
 * Name.entry.1.key} and {@code Name.entry.1.value}; both begin at 1 and end at the first gap.
 */
public final class Form {
  private final Map<String, String> parameters;
  private final String prefix;

  private Form(Map<String, String> parameters, String prefix) {
    this.parameters = parameters;
    this.prefix = prefix;
  }

  /** Keeps the map. */
  public static Form of(Map<String, String> parameters) {
    return new Form(parameters, "");
  }

  /** All of them, by their full names. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** The value, possibly empty, or null if there is no such parameter. */
  public @Nullable String value(String name) {
    return parameters.get(prefix + name);
  }

  /**
   * The value of a parameter that must be there.
   *
   * @throws ApiException ValidationError in AWS's words if it is not
   */
  public String required(String name) throws ApiException {
    String value = value(name);
    if (value == null) {
      String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
      throw new ApiException(
          400,
          "ValidationError",
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
              .formatted(member));
    }
    return value;
  }

  /** The texts of {@code name.member.N}. */
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (int i = 1; ; i++) {
      String text = value(name + ".member." + i);
      if (text == null) {
        return texts;
      }
      texts.add(text);
    }
  }

  /**
   * The structures of {@code name.member.N}.
   *
   * @param member one that every structure has
   */
  public List<Form> structures(String name, String member) {
    var structures = new ArrayList<Form>();
    for (int i = 1; ; i++) {
      var structure = new Form(parameters, prefix + name + ".member." + i + ".");
      if (structure.value(member) == null) {
        return structures;
      }
      structures.add(structure);
    }
  }

  /** The entries of {@code name.entry.N}, in order; the key's member may be spelled otherwise. */
  public Map<String, Form> entries(String name, String keyMember) {
    var entries = new LinkedHashMap<String, Form>();
    for (int i = 1; ; i++) {
      var entry = new Form(parameters, prefix + name + ".entry." + i + ".");
      String key = entry.value(keyMember);
      if (key == null) {
        return entries;
      }
      entries.put(key, entry);
    }
  }

  /** The map {@code name.entry.N.key} to {@code name.entry.N.value}. */
  public Map<String, String> map(String name) {
    var map = new LinkedHashMap<String, String>();
    entries(name, "key")
        .forEach((key, entry) -> {
          String value = entry.value("value");
          map.put(key, value == null ? "" : value);
        });
    return map;
  }
}
