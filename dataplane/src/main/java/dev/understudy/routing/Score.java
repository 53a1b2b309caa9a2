package dev.understudy.routing;

/** What a policy made of one candidate for one client, before health; told to a {@link Witness}. */
public sealed interface Score {
  /** A share of the answers, 0 to 255. */
  record Weight(int weight) implements Score {}

  /**
   * How soon the region is reached.
   *
   * @param milliseconds NaN where it is not known: such regions come last, in ASCII order; 0 for
   *     the region of China
   */
  record Latency(double milliseconds, Basis basis) implements Score {}

  /** What a latency rests on. */
  enum Basis {
    /** The operator's table. */
    MEASURED,
    /** The distance from the client to the region. */
    ESTIMATED,
    /** Nothing: the client or the region is at no known place. */
    UNKNOWN,
    /** The rule that cn-north-1 answers every client in China. */
    CHINA
  }

  /** The area is one the client is in; smaller areas come first. */
  record Inside(Extent extent) implements Score {}

  /** How large an area is, the smallest first. */
  enum Extent {
    SUBDIVISION,
    COUNTRY,
    CONTINENT,
    EVERYWHERE
  }

  /**
   * How far away the place is.
   *
   * @param kilometres along the ground; NaN where it is not known
   * @param biasedKilometres what is compared; NaN likewise: such places come last
   */
  record Distance(double kilometres, double biasedKilometres) implements Score {}

  /**
   * The client's network lies in one of the location's blocks; longer ones come first.
   *
   * @param prefixLength of that block: its first bits are the client's
   */
  record Network(int prefixLength) implements Score {}

  /** The location of all clients that no block contains; it comes last. */
  record EverywhereElse() implements Score {}

  /** Not for this client: the policy does not offer it. */
  record Elsewhere() implements Score {}
}
