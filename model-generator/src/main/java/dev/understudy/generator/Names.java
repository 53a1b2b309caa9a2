package dev.understudy.generator;

import java.util.Locale;

/** Every Java name made from a name of the model. The rules are in {@code dev.understudy.model}. */
final class Names {

  private Names() {}

  /**
   * {@code DNSName} to {@code dnsName}, {@code TTL} to {@code ttl}, {@code VPCs} to {@code vpcs}.
   */
  static String component(String member) {
    int run = 0;
    while (run < member.length() && Character.isUpperCase(member.charAt(run))) {
      run++;
    }
    boolean wholeName = run == member.length();
    boolean plural = run > 1 && member.substring(run).equals("s");
    boolean wordFollows = !wholeName && Character.isLowerCase(member.charAt(run)) && !plural;
    int lowered = run > 1 && wordFollows ? run - 1 : run;
    return member.substring(0, lowered).toLowerCase(Locale.ROOT) + member.substring(lowered);
  }

  /** {@code LastKnownStatus} to {@code LAST_KNOWN_STATUS}; words in capitals stay as they are. */
  static String constant(String word) {
    var constant = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i > 0 && Character.isUpperCase(c) && startsWord(word, i)) {
        constant.append('_');
      }
      constant.append(Character.isLetterOrDigit(c) ? Character.toUpperCase(c) : '_');
    }
    return constant.toString();
  }

  private static boolean startsWord(String word, int at) {
    char before = word.charAt(at - 1);
    boolean lowerFollows =
        at + 1 < word.length()
            && Character.isLowerCase(word.charAt(at + 1))
            && !word.substring(at + 1).equals("s");
    return Character.isLowerCase(before) || lowerFollows;
  }

  /** A Java string literal. */
  static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
