package dev.understudy.incident;

/** What one entry of the store says. */
sealed interface Stored {
  /** A thread that is not over. */
  record OfIncident(Incident incident) implements Stored {}

  /** What a recipient's desk knows of a check. */
  record OfMember(Member member) implements Stored {}
}
