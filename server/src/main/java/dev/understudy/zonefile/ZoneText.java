package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import dev.understudy.model.ResourceRecordSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a zone text says.
 *
 * @param sets in the order in which they begin; names and values as the API shows them
 * @param apex the owner of the first SOA record, or null without one
 * @param notices what was passed over or changed on the way, one line each
 */
public record ZoneText(List<Placed> sets, @Nullable DomainName apex, List<String> notices) {
  /** Stands in an alias target for the id of the zone that the alias is in. */
  public static final String OWN_ZONE = "";

  /** Copies the lists. */
  public ZoneText {
    sets = List.copyOf(sets);
    notices = List.copyOf(notices);
  }

  /**
   * A record set and where it begins.
   *
   * @param owner the name of the set in wire form
   */
  public record Placed(DomainName owner, ResourceRecordSet set, Place place) {}
}
