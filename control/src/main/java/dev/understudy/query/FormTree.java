package dev.understudy.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the parameters of a form as a tree: {@code MetricData.member.1.MetricName} is the member
 * MetricName of the first structure of the list MetricData.
 */
final class FormTree {
  private static final int DEPTH_MAX = 12;

  private FormTree() {}

  static Map<String, Object> read(Map<String, String> parameters) {
    var root = new HashMap<String, Object>();
    parameters.forEach((name, value) -> put(root, name.split("\\.", DEPTH_MAX), value));
    var tree = new HashMap<String, Object>();
    root.forEach((name, value) -> tree.put(name, listed(value)));
    return tree;
  }

  @SuppressWarnings("unchecked") // only maps made here hold maps
  private static void put(Map<String, Object> into, String[] path, String value) {
    Map<String, Object> at = into;
    for (int i = 0; i < path.length - 1; i++) {
      Object next = at.computeIfAbsent(path[i], _ -> new HashMap<String, Object>());
      if (!(next instanceof Map)) {
        next = new HashMap<String, Object>();
        at.put(path[i], next);
      }
      at = (Map<String, Object>) next;
    }
    at.putIfAbsent(path[path.length - 1], value);
  }

  /** Turns {@code member} with numbers below it into lists, in the order of the numbers. */
  private static Object listed(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (map.size() == 1 && map.get("member") instanceof Map<?, ?> members) {
      var ordered = new TreeMap<Integer, Object>();
      members.forEach((number, element) -> {
        if (number.toString().matches("[0-9]{1,6}")) {
          ordered.put(Integer.valueOf(number.toString()), listed(element));
        }
      });
      List<Object> list = new ArrayList<>(ordered.values());
      return list;
    }
    var structure = new HashMap<String, Object>();
    map.forEach((name, element) -> structure.put(name.toString(), listed(element)));
    return structure;
  }
}
