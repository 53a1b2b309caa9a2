package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;

/** The record sets that share a name and a type, and so one routing policy. */
record Group(DomainName name, RecordType type) {
  static Group of(RecordSet set) {
    return new Group(set.meaning().name(), set.meaning().type());
  }
}
