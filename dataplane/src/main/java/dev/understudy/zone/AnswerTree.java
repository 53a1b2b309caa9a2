package dev.understudy.zone;

/** Every zone served, compiled for lookup by name in wire form. Immutable. */
public final class AnswerTree {
  private static final AnswerTree EMPTY = new AnswerTree();

  private AnswerTree() {}

  /** No zone at all. */
  public static AnswerTree empty() {
    return EMPTY;
  }
}
