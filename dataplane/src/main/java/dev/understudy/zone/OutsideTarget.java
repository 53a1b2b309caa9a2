package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;

/**
 * What an alias points at that is not answered from here: records of one name and type, which
 * somebody has to ask for elsewhere.
 */
public record OutsideTarget(DomainName name, RecordType type) {
  @Override
  public String toString() {
    return name + " " + type;
  }
}
