package dev.understudy.model;

/** A constant with its own spelling on the wire. */
public interface WireValue {

  /** The spelling on the wire. */
  String value();
}
