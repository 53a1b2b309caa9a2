package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;
import java.util.List;

/** What a change batch may read of the state before it; all reads see one state. */
interface ZoneRecords {

  /** All record sets of a name. */
  List<RecordSet> at(DomainName name);

  /** The record sets of the zone that are aliases of that name and type. */
  List<Identity> aliasesOf(DomainName target, RecordType type);

  boolean checkExists(String healthCheckId);

  boolean collectionExists(String cidrCollectionId);
}
