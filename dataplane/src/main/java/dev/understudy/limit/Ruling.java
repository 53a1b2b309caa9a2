package dev.understudy.limit;

/** What becomes of a reply. */
public enum Ruling {
  /** It leaves. */
  SEND,
  /** It leaves without records and with TC set, so that a real client asks again over TCP. */
  SLIP,
  /** It does not leave. */
  DROP
}
