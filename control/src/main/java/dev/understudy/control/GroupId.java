package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;

/** Names the record sets of one zone that share a name and a type, and so one routing policy. */
public record GroupId(String zoneId, DomainName name, RecordType type) {}
