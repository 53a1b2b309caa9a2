package dev.understudy.control;

import java.util.List;

/** What became of a change batch: all of it, or nothing. */
sealed interface BatchOutcome {
  /** Every change holds; what differs now, which may be nothing. */
  record Accepted(List<WorkingCopy.Edit> edits) implements BatchOutcome {
    public Accepted {
      edits = List.copyOf(edits);
    }

    /** By how many the zone's record sets grew; below 0 if it shrank. */
    long growth() {
      long growth = 0;
      for (WorkingCopy.Edit edit : edits) {
        growth += (edit.after() == null ? 0 : 1) - (edit.before() == null ? 0 : 1);
      }
      return growth;
    }
  }

  /** Every problem of every change, in their order. */
  record Rejected(List<String> messages) implements BatchOutcome {
    public Rejected {
      messages = List.copyOf(messages);
    }
  }

  /** A record set refers to a health check that does not exist. */
  record UnknownCheck(String healthCheckId) implements BatchOutcome {}
}
