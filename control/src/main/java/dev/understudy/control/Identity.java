package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;

/**
 * What tells one record set of a zone from another.
 *
 * @param setIdentifier empty for the simple policy
 */
record Identity(DomainName name, RecordType type, String setIdentifier) {

  /** As Route 53's sentences name it: {@code [name='x.', type='A', set-identifier='blue']}. */
  String bracketed() {
    String identifier = setIdentifier.isEmpty() ? "" : ", set-identifier='" + setIdentifier + "'";
    return "[name='" + NameText.format(name) + "', type='" + type + "'" + identifier + "]";
  }

  boolean sameGroup(Identity other) {
    return type == other.type && name.equals(other.name);
  }
}
