package dev.understudy.transfer;

import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ResourceRecord;
import java.util.List;

/**
 * What changes count against the limits of one request (Developer Guide, "Quotas"): an UPSERT
 * counts twice.
 *
 * @param records values, an alias counting as one
 * @param characters of values
 */
record Cost(int records, int characters) {
  static final Cost NONE = new Cost(0, 0);

  private static final int RECORDS_MAX = 1000;
  private static final int CHARACTERS_MAX = 32_000;

  static Cost of(Change change) {
    int times = change.action() == ChangeAction.UPSERT ? 2 : 1;
    List<ResourceRecord> values = change.resourceRecordSet().resourceRecords();
    if (values == null) {
      return new Cost(times, 0);
    }
    int characters = 0;
    for (ResourceRecord value : values) {
      characters += value.value().length();
    }
    return new Cost(times * values.size(), times * characters);
  }

  static Cost of(List<Change> changes) {
    Cost cost = NONE;
    for (Change change : changes) {
      cost = cost.plus(of(change));
    }
    return cost;
  }

  Cost plus(Cost other) {
    return new Cost(records + other.records, characters + other.characters);
  }

  boolean fits() {
    return records <= RECORDS_MAX && characters <= CHARACTERS_MAX;
  }
}
