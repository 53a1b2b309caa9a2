package dev.understudy.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a check when it turns.
 *
 * @param name people's name for it; empty if it has none
 * @param target what is checked, {@code http://192.0.2.1:80/}; empty if unknown
 * @param found whether it was found so when the process started, and turned at an unknown time
 *     before
 * @param seenSince when the first of the observations was made that led to it; null if unknown
 * @param evidence what each checker said, at most {@link #EVIDENCE_MAX} lines
 * @param answers that changed with it, at most {@link #ANSWERS_MAX}
 * @param answersOmitted how many more answers may have changed at that moment, with this check or
 *     another
 */
record CheckFacts(
    String name,
    String target,
    boolean found,
    @Nullable Instant seenSince,
    List<String> evidence,
    List<AnswerNews> answers,
    int answersOmitted) {
  /** Nothing. */
  static final CheckFacts NONE = new CheckFacts("", "", false, null, List.of(), List.of(), 0);

  /** Most lines of evidence that are kept. */
  static final int EVIDENCE_MAX = 8;

  /** Most changed answers that are kept. */
  static final int ANSWERS_MAX = 20;

  private static final int TEXT_MAX = 300;

  CheckFacts {
    name = Texts.cut(name, TEXT_MAX);
    target = Texts.cut(target, TEXT_MAX);
    evidence = evidence.stream().limit(EVIDENCE_MAX).map(e -> Texts.cut(e, TEXT_MAX)).toList();
    answersOmitted = Math.max(0, answersOmitted) + Math.max(0, answers.size() - ANSWERS_MAX);
    answers = answers.stream().limit(ANSWERS_MAX).toList();
  }
}
