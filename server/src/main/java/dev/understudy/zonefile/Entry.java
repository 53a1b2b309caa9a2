package dev.understudy.zonefile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a master file: a line, or several in parentheses.
 *
 * @param line where it begins, from 1
 * @param indented whether it begins with a blank, so that the last owner is meant
 * @param words as written, ASCII only; a quoted one begins with its quotation mark
 * @param note what follows the mark of our comments, or null
 */
record Entry(int line, boolean indented, List<String> words, @Nullable String note) {
  Entry {
    words = List.copyOf(words);
  }
}
