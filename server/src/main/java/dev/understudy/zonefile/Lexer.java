package dev.understudy.zonefile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the octets of a master file into entries and words (RFC 1035, section 5.1): comments,
 * parentheses, quotation marks and escapes. Octets that are not ASCII come out as {@code \DDD}.
 */
final class Lexer {
  /** Begins a comment that is ours. */
  static final String MARK = ";understudy:";

  /** Longer than any record: 65,535 octets, each escaped. */
  private static final int ENTRY_MAX_CHARACTERS = 512 << 10;

  private final String file;
  private final byte[] text;
  private final StringBuilder word = new StringBuilder();
  private List<String> words = new ArrayList<>();
  private @Nullable String note;
  private int at;
  private int line = 1;
  private int depth;
  private int start;

  Lexer(String file, byte[] text) {
    this.file = file;
    this.text = text;
  }

  /**
   * The next entry that says something, or null at the end.
   *
   * @throws ZoneTextException where a quotation mark or parenthesis is not closed
   */
  @Nullable Entry next() throws ZoneTextException {
    while (at < text.length) {
      words = new ArrayList<>();
      note = null;
      start = line;
      boolean indented = text[at] == ' ' || text[at] == '\t';
      entry();
      if (!words.isEmpty() || note != null) {
        return new Entry(start, indented, words, note);
      }
    }
    return null;
  }

  /** Reads to the end of the line that no parenthesis goes on. */
  private void entry() throws ZoneTextException {
    int from = at;
    while (at < text.length) {
      if (at - from > ENTRY_MAX_CHARACTERS) {
        throw problem(start, "the entry is longer than " + ENTRY_MAX_CHARACTERS + " octets");
      }
      byte octet = text[at];
      switch (octet) {
        case '\n' -> {
          at++;
          line++;
          if (depth == 0) {
            return;
          }
        }
        case ' ', '\t', '\r' -> at++;
        case ';' -> comment();
        case '(' -> {
          at++;
          depth++;
        }
        case ')' -> {
          at++;
          depth--;
          if (depth < 0) {
            throw problem(line, "a parenthesis is closed that was not opened");
          }
        }
        case '"' -> {
          quoted();
          finish();
        }
        default -> plain();
      }
    }
    if (depth > 0) {
      throw problem(start, "a parenthesis is opened here that is never closed");
    }
  }

  private void comment() throws ZoneTextException {
    int from = at;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    if (!startsWithMark(from)) {
      return;
    }
    if (note != null) {
      throw problem(line, "one record has two comments that begin with " + MARK);
    }
    var said = new StringBuilder(at - from);
    for (int i = from + MARK.length(); i < at; i++) {
      said.append((char) (text[i] & 0xff));
    }
    note = said.toString();
  }

  private boolean startsWithMark(int from) {
    if (at - from < MARK.length()) {
      return false;
    }
    for (int i = 0; i < MARK.length(); i++) {
      if (text[from + i] != MARK.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A word without quotation marks; {@code key="value"} is one word (RFC 9460, section 2.1). */
  private void plain() throws ZoneTextException {
    while (at < text.length) {
      byte octet = text[at];
      switch (octet) {
        case '\n', ' ', '\t', '\r', ';', '(', ')' -> {
          finish();
          return;
        }
        case '"' -> {
          if (!word.isEmpty() && word.charAt(word.length() - 1) == '=') {
            quoted();
          }
          finish();
          return;
        }
        default -> character();
      }
    }
    finish();
  }

  private void quoted() throws ZoneTextException {
    int opened = line;
    word.append('"');
    at++;
    while (at < text.length && text[at] != '"' && text[at] != '\n') {
      character();
    }
    if (at >= text.length || text[at] == '\n') {
      throw problem(opened, "a quotation mark is opened that is not closed in the same line");
    }
    word.append('"');
    at++;
  }

  /** One character, or an escape. */
  private void character() throws ZoneTextException {
    if (text[at] == '\\') {
      at++;
      if (at >= text.length || text[at] == '\n' || text[at] == '\r') {
        throw problem(line, "a backslash at the end of a line escapes nothing");
      }
      if (isPrintable(text[at])) {
        word.append('\\').append((char) text[at++]);
        return;
      }
    }
    if (isPrintable(text[at])) {
      word.append((char) text[at]);
    } else {
      Escaped.append(text[at] & 0xff, word);
    }
    at++;
  }

  private static boolean isPrintable(byte octet) {
    return octet >= ' ' && octet <= '~';
  }

  private void finish() {
    words.add(word.toString());
    word.setLength(0);
  }

  private ZoneTextException problem(int where, String text) {
    return new ZoneTextException(new Place(file, where), text);
  }
}
