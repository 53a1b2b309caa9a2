package dev.understudy.zonefile;

import java.util.List;

/** A zone text that cannot be taken, and why: lines that begin with file and line. */
public final class ZoneTextException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Says why.
   *
   * @param problems one line each, at least one
   */
  public ZoneTextException(List<String> problems) {
    super(problems.getFirst());
    this.problems = List.copyOf(problems);
  }

  ZoneTextException(Place place, String problem) {
    this(List.of(place + ": " + problem));
  }

  /** One line each, at least one. */
  public List<String> problems() {
    return problems;
  }
}
