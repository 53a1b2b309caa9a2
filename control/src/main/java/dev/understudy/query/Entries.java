package dev.understudy.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map of an answer whose keys are the client's own: the query protocol writes it as entries. */
public record Entries(Map<String, Double> map) {
  public Entries {
    map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
