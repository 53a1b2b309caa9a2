package dev.understudy.answer;

import dev.understudy.health.HealthView;
import dev.understudy.routing.Geography;
import dev.understudy.zone.AnswerTree;

/** The edition that queries are answered from: one writer, the {@link Publisher}; any readers. */
public final class CurrentEdition {
  private volatile Edition edition =
      new Edition(0, AnswerTree.empty(), HealthView.ALL_HEALTHY, Geography.UNKNOWN);

  /** Starts with no zone, at revision 0. */
  public CurrentEdition() {}

  /** One edition for good: a rehearsal, which no publisher changes. */
  public CurrentEdition(Edition edition) {
    this.edition = edition;
  }

  /** One volatile read. Take it once per query and pass it down; never read it twice. */
  public Edition get() {
    return edition;
  }

  /** Called by the publisher only. */
  void publish(Edition next) {
    edition = next;
  }
}
