/**
 * What a change batch would change for those who ask, before it is sent: validated as the API
 * validates it, compiled aside, compared answer by answer. Writes nothing.
 *
 * <p>Doors: {@link dev.understudy.preview.Previewer}, and {@link
 * dev.understudy.preview.PreviewText} for what it found. Decides nothing itself: {@code control}
 * says what the batch means, {@code possibility} what the nameserver would answer.
 *
 * <p>Imports {@code control}, {@code model}, {@code possibility}, {@code answer}, {@code zone},
 * {@code intent}, {@code wire} and {@code presentation}. Imported by {@code launch}.
 */
@NullMarked
package dev.understudy.preview;

import org.jspecify.annotations.NullMarked;
