/**
 * Answers a question as a resolver would hear it and says why: every candidate, in which order and
 * scored by what, why each lost, and the health evidence behind it.
 *
 * <p>Door: {@link dev.understudy.explain.Explainer}, which turns a {@link
 * dev.understudy.explain.Question} into an {@link dev.understudy.explain.Explanation}. It asks the
 * very {@link dev.understudy.answer.Responder} that serves datagrams, over an edition of its own
 * and with a witness; it decides nothing itself, so what it says cannot differ from what a resolver
 * hears. Health is a {@link dev.understudy.explain.HealthKnowledge}, joined by check id; what is
 * assumed of it is laid over the edition for one question and never published. {@link
 * dev.understudy.explain.ExplainedAnswers} gives TestDNSAnswer the reply without the reasons.
 *
 * <p>Shape of the tree: Explanation → steps (the name, then each that a CNAME led to) → a finding →
 * the group → candidates in the order in which the policy offered them → of an alias the target's
 * group, and so on. Within each group one candidate (of multivalue up to eight) is {@code CHOSEN}
 * or {@code LAST_RESORT}; {@code answers} marks those on the way to the reply.
 *
 * <p>Imports {@code control}, {@code presentation}, {@code answer}, {@code zone}, {@code routing},
 * {@code health}, {@code intent}, {@code metrics} and {@code wire}. Imported by {@code hindsight}
 * and {@code launch}.
 */
@NullMarked
package dev.understudy.explain;

import org.jspecify.annotations.NullMarked;
