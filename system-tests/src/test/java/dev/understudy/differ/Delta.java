package dev.understudy.differ;

import dev.understudy.differ.Reply.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which two replies differ.
 *
 * @param item the record that only one has, or null
 */
record Delta(Kind kind, @Nullable Item item, String text) {
  /** What differs; a record is ours where only our reply has it. */
  enum Kind {
    RCODE,
    FLAGS,
    QUESTION,
    EDNS,
    OUR_ANSWER,
    THEIR_ANSWER,
    OUR_AUTHORITY,
    THEIR_AUTHORITY,
    OUR_ADDITIONAL,
    THEIR_ADDITIONAL
  }

  static List<Delta> between(Reply ours, Reply theirs) {
    var all = new ArrayList<Delta>();
    differ(Kind.RCODE, ours.rcode(), theirs.rcode(), all);
    differ(Kind.FLAGS, ours.flags(), theirs.flags(), all);
    differ(Kind.QUESTION, ours.question(), theirs.question(), all);
    differ(
        Kind.EDNS,
        ours.edns() + " " + ours.dnssecOk(),
        theirs.edns() + " " + theirs.dnssecOk(),
        all);
    items(Kind.OUR_ANSWER, ours.answer(), theirs.answer(), all);
    items(Kind.THEIR_ANSWER, theirs.answer(), ours.answer(), all);
    items(Kind.OUR_AUTHORITY, ours.authority(), theirs.authority(), all);
    items(Kind.THEIR_AUTHORITY, theirs.authority(), ours.authority(), all);
    items(Kind.OUR_ADDITIONAL, ours.additional(), theirs.additional(), all);
    items(Kind.THEIR_ADDITIONAL, theirs.additional(), ours.additional(), all);
    return all;
  }

  private static void differ(Kind kind, Object ours, Object theirs, List<Delta> all) {
    if (!ours.equals(theirs)) {
      all.add(new Delta(kind, null, ours + " here, " + theirs + " there"));
    }
  }

  private static void items(Kind kind, List<Item> from, List<Item> to, List<Delta> all) {
    Set<Item> known = new HashSet<>(to);
    for (Item item : from) {
      if (!known.contains(item)) {
        all.add(new Delta(kind, item, item.toString()));
      }
    }
  }

  @Override
  public String toString() {
    return kind + " " + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
  }
}
