package dev.understudy.zonefile;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a text, told together, and what was passed over in it. */
final class Problems {
  private static final int TOLD_MAX = 20;

  /** Problems repeat what they are about, which may be longer than anybody reads. */
  private static final int LENGTH_MAX = 400;

  private final List<String> problems = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private int noticed;

  /**
   * Notes a problem.
   *
   * @throws ZoneTextException when there are so many that nobody reads on
   */
  void problem(Place place, String text) throws ZoneTextException {
    problems.add(
        place + ": " + (text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…"));
    if (problems.size() >= TOLD_MAX) {
      problems.add("there may be more; these are the first " + TOLD_MAX);
      refuse();
    }
  }

  void notice(Place place, String text) {
    noticed++;
    if (noticed <= TOLD_MAX) {
      notices.add(place + ": " + text);
    }
  }

  /** Throws if there was a problem. */
  void refuse() throws ZoneTextException {
    if (!problems.isEmpty()) {
      throw new ZoneTextException(problems);
    }
  }

  List<String> notices() {
    if (noticed <= TOLD_MAX) {
      return notices;
    }
    var all = new ArrayList<>(notices);
    all.add("and " + (noticed - TOLD_MAX) + " more like these");
    return all;
  }
}
