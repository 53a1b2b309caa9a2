package dev.understudy.zonefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $GENERATE start-stop[/step] owner [ttl] [class] type data}: the same record with a number
 * in it, again and again (BIND 9 Administrator Reference Manual). {@code $} is the number, {@code
 * ${offset,width,base}} a form of it, {@code \$} and {@code $$} a dollar sign.
 *
 * @param stop the last number at most, up to 2147483647
 * @param words owner, TTL, class, type and data, with the signs in them
 */
record Generate(long start, long stop, long step, List<String> words) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})-(\\d{1,10})(?:/(\\d{1,10}))?");
  private static final Pattern SIGN =
      Pattern.compile(
          "\\\\\\$|\\$\\$|\\$\\{(-?\\d{1,10})(?:,(\\d{1,3})(?:,([doxXnN]))?)?\\}|\\$|\\\\.");
  private static final long NUMBER_MAX = Integer.MAX_VALUE;
  private static final int WIDTH_MAX = 255;

  /**
   * Reads the words after the directive.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static Generate parse(List<String> words) {
    Matcher range = RANGE.matcher(words.isEmpty() ? "" : words.getFirst());
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "$GENERATE is followed by a range such as 1-254 or 0-100/10");
    }
    long start = Long.parseLong(range.group(1));
    long stop = Long.parseLong(range.group(2));
    long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
    if (start > stop || stop > NUMBER_MAX || step < 1) {
      throw new IllegalArgumentException(
          words.getFirst()
              + " is no range: it ends before it begins, beyond "
              + NUMBER_MAX
              + ", or its step is 0");
    }
    if (words.size() < 4) {
      throw new IllegalArgumentException(
          "$GENERATE is followed by a range, an owner, a type and data");
    }
    return new Generate(start, stop, step, unquoted(words.subList(1, words.size())));
  }

  /** The words of one record. */
  List<String> at(long number) {
    return words.stream().map(word -> fill(word, number)).toList();
  }

  /** Data of several words may stand in one pair of quotation marks, unless it is a text. */
  private static List<String> unquoted(List<String> words) {
    RecordHead head = RecordHead.parse(words, 1);
    String last = words.getLast();
    boolean whole = words.size() == head.length() + 2 && last.startsWith("\"");
    if (!whole || head.typeWord().equals("TXT") || head.typeWord().equals("SPF")) {
      return words;
    }
    var split = new ArrayList<>(words.subList(0, words.size() - 1));
    for (String word : last.substring(1, last.length() - 1).split(" ", -1)) {
      if (!word.isEmpty()) {
        split.add(word);
      }
    }
    return split;
  }

  private static String fill(String word, long number) {
    if (word.indexOf('$') < 0) {
      return word;
    }
    var filled = new StringBuilder(word.length() + 16);
    Matcher sign = SIGN.matcher(word);
    while (sign.find()) {
      String found = sign.group();
      String with =
          found.startsWith("\\$") || found.equals("$$")
              ? "\\$"
              : found.startsWith("\\") ? found : form(sign, number);
      sign.appendReplacement(filled, Matcher.quoteReplacement(with));
    }
    return sign.appendTail(filled).toString();
  }

  private static String form(Matcher sign, long number) {
    if (sign.group(1) == null) {
      return Long.toString(number);
    }
    long value = number + Long.parseLong(sign.group(1));
    int width = sign.group(2) == null ? 0 : Integer.parseInt(sign.group(2));
    String base = sign.group(3) == null ? "d" : sign.group(3);
    if (value < 0 || width > WIDTH_MAX) {
      throw new IllegalArgumentException(
          sign.group() + " makes a number below 0 or more than " + WIDTH_MAX + " digits");
    }
    return switch (base) {
      case "o" -> padded(Long.toOctalString(value), width);
      case "x" -> padded(Long.toHexString(value), width);
      case "X" -> padded(Long.toHexString(value).toUpperCase(Locale.ROOT), width);
      case "n", "N" -> nibbles(value, width, base.equals("N"));
      default -> padded(Long.toString(value), width);
    };
  }

  private static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** Hexadecimal digits in reverse with dots between; the width counts the dots. */
  private static String nibbles(long value, int width, boolean upper) {
    String digits = padded(Long.toHexString(value), (width + 1) / 2);
    String reversed = new StringBuilder(digits).reverse().toString();
    String dotted = String.join(".", reversed.split("", -1)).replaceAll("^\\.|\\.$", "");
    return upper ? dotted.toUpperCase(Locale.ROOT) : dotted;
  }
}
