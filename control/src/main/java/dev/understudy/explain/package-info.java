/**
 * Answers TestDNSAnswer by asking the very responder that serves datagrams, with a question in wire
 * form, and reading the answer section back into Route 53's text.
 *
 * <p>The door is {@link dev.understudy.explain.ResponderAnswers}. Decides nothing itself, so what
 * it says cannot differ from what a resolver hears.
 *
 * <p>Imports {@code control}, {@code presentation}, {@code answer}, {@code intent}, {@code wire}.
 * Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.explain;

import org.jspecify.annotations.NullMarked;
