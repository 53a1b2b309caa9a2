package dev.understudy.answer;

import dev.understudy.routing.Candidates;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Client;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.Group;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** What a witness can say of an answer that was given: which values were chosen, and the RCODE. */
final class Watcher implements AnswerWitness {
  private final Set<String> values = new HashSet<>();
  private int rcode;

  /** Values chosen for the question and the CNAMEs on its way, as {@code TYPE data}. */
  Set<String> values() {
    return values;
  }

  int rcode() {
    return rcode;
  }

  @Override
  public void asked(Edition edition, Client client, boolean fromSubnet) {
    values.clear();
  }

  @Override
  public void found(Outcome outcome, Lookup lookup) {}

  @Override
  public void considered(
      int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy) {}

  @Override
  public void failedOpen(int level, Candidates group) {}

  @Override
  public void settled(int level, Candidates group, Choice choice) {
    if (level > 0 || choice.kind() != Choice.Kind.ANSWER) {
      return;
    }
    Group last = (Group) group;
    for (int at = 0; at < choice.aliases(); at++) {
      last = Objects.requireNonNull(last.target(choice.alias(at)));
    }
    RecordType type = Objects.requireNonNull(RecordType.ofCode(last.type()));
    for (int pick = 0; pick < choice.pickCount(); pick++) {
      int ordinal = choice.pick(pick);
      int value = last.firstValue(ordinal);
      for (int i = 0; i < last.valueCount(ordinal); i++) {
        int length = Octets.get16(last.octets(), value);
        byte[] data = Arrays.copyOfRange(last.octets(), value + 2, value + 2 + length);
        values.add(Message.text(type, data));
        value = last.nextValue(value);
      }
    }
  }

  @Override
  public void ended(int code, int scope) {
    rcode = code;
  }
}
