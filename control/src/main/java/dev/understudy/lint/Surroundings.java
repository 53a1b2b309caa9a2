package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.ResourceRecordSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules may read. One object is used for one look at the state, and may remember it. */
interface Surroundings {

  /** The record sets of a group; empty where there are none. */
  List<ResourceRecordSet> sets(GroupId group);

  /** Groups with an alias of this one among their record sets; of very many only some. */
  Set<GroupId> aliasesOf(GroupId group);

  /** A check, or empty where it was deleted. */
  Optional<HealthCheck> check(String checkId);

  /** The group of A or CNAME record sets that a host name has in a zone of ours. */
  Optional<GroupId> groupOf(String host);
}
