package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What a worked example expects of many answers to one question.
 *
 * <pre>
 *  1.1.1.1+1.1.1.2          every answer holds exactly these
 *  1.1.1.1=1/3 2.2.2.2=2/3  one of these, with these probabilities
 *  8 of 1.1.1.1+…           so many of these, not always the same
 *  … TTL 60                 and the records have this TTL
 *  NODATA, NXDOMAIN         no answer but the SOA, which may be kept for 900 s
 *  REFERRAL                 no answer but the NS set of the child
 * </pre>
 *
 * <p>Probabilities are held to six standard deviations, and one more answer for the steps of small
 * numbers: a right server fails one such comparison in about 500 million.
 */
record ExpectedAnswers(String text) {
  private static final int DRAWS = 600;
  private static final int FEW = 12;
  private static final double SIGMAS = 6;

  /** How many answers are needed. */
  int draws() {
    return text.contains("=") ? DRAWS : FEW;
  }

  /** Compares. */
  void compare(String example, List<Message> answers) {
    String expected = text.replaceFirst(" TTL \\d+$", "");
    answers.forEach(answer -> compareForm(example, expected, answer));
    if (!expected.equals(text)) {
      long ttl = Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
      for (Message answer : answers) {
        assertThat(answer.getSection(Section.ANSWER)).as(example).allMatch(r -> r.getTTL() == ttl);
      }
    }
    List<String> seen = answers.stream().map(ExpectedAnswers::data).toList();
    if (expected.matches("\\d+ of .*")) {
      compareSome(example, expected.split(" ", -1), seen);
    } else if (expected.contains("=")) {
      compareShares(example, shares(expected), seen);
    } else {
      String every = Character.isDigit(expected.charAt(0)) ? sorted(expected) : "";
      assertThat(seen).as(example).allMatch(every::equals);
    }
  }

  private static void compareForm(String example, String expected, Message answer) {
    boolean negative = expected.equals("NODATA") || expected.equals("NXDOMAIN");
    boolean referral = expected.equals("REFERRAL");
    assertThat(Rcode.string(answer.getRcode()))
        .as(example)
        .isEqualTo(expected.equals("NXDOMAIN") ? "NXDOMAIN" : "NOERROR");
    assertThat(answer.getHeader().getFlag(Flags.AA)).as(example).isEqualTo(!referral);
    List<Record> authority = answer.getSection(Section.AUTHORITY);
    if (negative) {
      assertThat(authority)
          .as(example)
          .singleElement()
          .matches(soa -> soa.getType() == org.xbill.DNS.Type.SOA && soa.getTTL() == 900);
    }
    if (referral) {
      assertThat(authority)
          .as(example)
          .isNotEmpty()
          .allMatch(ns -> ns.getType() == org.xbill.DNS.Type.NS);
    }
    assertThat(answer.getSection(Section.ANSWER))
        .as(example)
        .allMatch(record -> record.getName().equals(answer.getQuestion().getName()));
  }

  private static void compareSome(String example, String[] words, List<String> seen) {
    int size = Integer.parseInt(words[0]);
    var all = List.of(words[2].split("\\+", -1));
    for (String answer : seen) {
      List<String> some = List.of(answer.split("\\+", -1));
      assertThat(some).as(example).hasSize(size).doesNotHaveDuplicates().isSubsetOf(all);
    }
    assertThat(new HashSet<>(seen)).as(example + " varies").hasSizeGreaterThan(1);
  }

  private static void compareShares(String example, Map<String, Double> shares, List<String> seen) {
    var counts = new HashMap<String, Integer>();
    seen.forEach(answer -> counts.merge(answer, 1, Integer::sum));
    assertThat(shares.keySet()).as(example).containsAll(counts.keySet());
    shares.forEach((answer, share) -> {
      double mean = share * seen.size();
      double bound = SIGMAS * Math.sqrt(mean * (1 - share)) + 1;
      assertThat((double) counts.getOrDefault(answer, 0))
          .as("%s: %s of %d answers, to within %.0f", example, answer, seen.size(), bound)
          .isBetween(mean - bound, mean + bound);
    });
  }

  private static Map<String, Double> shares(String expected) {
    var shares = new LinkedHashMap<String, Double>();
    for (String outcome : expected.split(" ", -1)) {
      String[] sides = outcome.substring(outcome.indexOf('=') + 1).split("/", -1);
      shares.put(
          sorted(outcome.substring(0, outcome.indexOf('='))),
          Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]));
    }
    return shares;
  }

  private static String data(Message answer) {
    var data = new ArrayList<String>();
    answer.getSection(Section.ANSWER).forEach(record -> data.add(record.rdataToString()));
    return data.stream().sorted().collect(Collectors.joining("+"));
  }

  private static String sorted(String values) {
    return String.join("+", new TreeSet<>(Arrays.asList(values.split("\\+", -1))));
  }
}
