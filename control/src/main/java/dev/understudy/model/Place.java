package dev.understudy.model;

/** Where a member travels in an HTTP message. */
public enum Place {
  /** A child element of the root. */
  BODY,
  /** A label of the path. */
  PATH,
  /** A parameter of the query string. */
  QUERY,
  /** A response header. */
  HEADER
}
