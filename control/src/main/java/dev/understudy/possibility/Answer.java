package dev.understudy.possibility;

import java.util.List;

/**
 * One answer that a name can give: the values of one record set, or what is said instead.
 *
 * @param through CNAME records before it, each {@code TTL target}
 * @param ttlSeconds of its records; 0 where there are none
 * @param values in Route 53's text, sorted: their order is drawn for each reply
 * @param oneOfSeveral whether it is one of up to eight values of a multivalue answer; the whole
 *     answer then has the least TTL among them
 */
public record Answer(
    Kind kind, List<String> through, int ttlSeconds, List<String> values, boolean oneOfSeveral) {

  /** What kind of reply it is. */
  public enum Kind {
    RECORDS("records"),
    NODATA("no records of this type (NODATA)"),
    NXDOMAIN("no such name (NXDOMAIN)"),
    REFERRAL("referral to"),
    REFUSED("in no zone (REFUSED)"),
    SERVFAIL("failure (SERVFAIL)");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  public Answer {
    through = List.copyOf(through);
    values = List.copyOf(values);
  }

  static Answer of(Kind kind, List<String> through) {
    return new Answer(kind, through, 0, List.of(), false);
  }

  /** Whether a client gets nothing by it. */
  public boolean isEmpty() {
    return kind != Kind.RECORDS && kind != Kind.REFERRAL;
  }

  /** Whether all it says is who else to ask. */
  boolean isBareReferral() {
    return kind == Kind.REFERRAL && through.isEmpty();
  }

  /** On one line: {@code 192.0.2.1 (TTL 60)}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (String link : through) {
      text.append(text.isEmpty() ? "" : ", ").append("CNAME ");
      text.append(link, link.indexOf(' ') + 1, link.length());
    }
    String end =
        switch (kind) {
          case RECORDS -> "";
          case NODATA, NXDOMAIN, REFUSED, SERVFAIL -> kind.words;
          case REFERRAL -> kind.words + " ";
        };
    if (!values.isEmpty()) {
      end += String.join(", ", values) + " (TTL " + ttlSeconds + ")";
    }
    text.append(text.isEmpty() || end.isEmpty() ? "" : ", ").append(end);
    return text.toString();
  }
}
