package dev.understudy.history;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;

/** A name and a type that may be asked for. */
record Question(DomainName name, RecordType type) {}
