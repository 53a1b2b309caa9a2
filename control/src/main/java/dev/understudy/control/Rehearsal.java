package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Mutation;
import dev.understudy.wire.RecordType;
import java.util.List;

/**
 * What a change batch would do to a zone, without doing it: so much of the zone before and after as
 * it takes to answer for every name that the batch touches and every name that leads to one of
 * them. The zone stands alone, as if there were no other (docs/adr/0095-previews.md).
 *
 * @param before intent from nothing
 * @param after intent from nothing
 * @param asked names and types whose answers may differ, those touched first
 * @param complete false where names that may differ were left out for their number
 */
public record Rehearsal(
    List<Mutation> before, List<Mutation> after, List<Asked> asked, boolean complete) {

  /** A question. */
  public record Asked(DomainName name, RecordType type) {}

  public Rehearsal {
    before = List.copyOf(before);
    after = List.copyOf(after);
    asked = List.copyOf(asked);
  }
}
