package dev.understudy.transfer;

import dev.understudy.intent.DomainName;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.zonefile.ZoneText.Placed;
import dev.understudy.zonefile.ZoneTextException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Route 53 would refuse of a text whatever the zone holds, found before anything is sent; so
 * that a text with an error changes nothing, however many batches it takes.
 */
final class SetRules {
  private static final int VALUES_MAX = 400;
  private static final int TOLD_MAX = 20;

  private SetRules() {}

  static void check(DomainName zone, List<Placed> sets) throws ZoneTextException {
    var problems = new ArrayList<String>();
    var first = new HashMap<DomainName, Placed>();
    for (Placed placed : sets) {
      Placed neighbour = first.putIfAbsent(placed.owner(), placed);
      String problem = problem(zone, placed, neighbour);
      if (problem != null) {
        problems.add(placed.place() + ": " + problem);
      }
      if (problems.size() >= TOLD_MAX) {
        problems.add("there may be more; these are the first " + TOLD_MAX);
        break;
      }
    }
    if (!problems.isEmpty()) {
      throw new ZoneTextException(problems);
    }
  }

  private static @Nullable String problem(
      DomainName zone, Placed placed, @Nullable Placed neighbour) {
    ResourceRecordSet set = placed.set();
    boolean apex = placed.owner().equals(zone);
    List<ResourceRecord> values = set.resourceRecords();
    int count = values == null ? 1 : values.size();
    boolean cname = set.type() == RRType.CNAME;
    String what = set.name() + " " + set.type();
    if (!placed.owner().isAtOrBelow(zone)) {
      return what
          + " is not in the zone "
          + NameText.format(zone)
          + "; take it out, or name the"
          + " right zone or --origin";
    }
    if (cname && apex) {
      return what + " is at the apex, where no CNAME may be; an alias does the same";
    }
    if (set.type() == RRType.SOA && !apex) {
      return what + " is below the apex, where no SOA may be; it is a zone of its own";
    }
    if (neighbour != null && cname != (neighbour.set().type() == RRType.CNAME)) {
      return what
          + " stands beside "
          + neighbour.set().type()
          + " at "
          + neighbour.place()
          + "; a CNAME is alone at its name, so take one of them out";
    }
    if (set.type() == RRType.NS && placed.owner().isWildcard()) {
      return what + " is at a wildcard, where no NS may be; take it out";
    }
    if ((cname || set.type() == RRType.SOA) && count > 1) {
      return what + " has " + count + " records and may have one; take the others out";
    }
    if (count > VALUES_MAX) {
      return what + " has " + count + " records and may have " + VALUES_MAX + "; take some out";
    }
    if (!Cost.of(new Change(ChangeAction.CREATE, set)).fits()) {
      return what + " has more text than one request of the API may have; take some out";
    }
    return null;
  }
}
