package dev.understudy.cookie;

/** What the cookies of a query say of its client. */
public enum Proof {
  /** A client cookie alone: the client has not been here before, or has forgotten. */
  NONE,
  /** A server cookie that is not ours for this client and address, or no longer. */
  BAD,
  /** A server cookie of ours: the client receives what is sent to its address. */
  GOOD
}
