package dev.understudy.routing;

/**
 * Who asks, for the policies that depend on it. One object for each serving thread, pointed at each
 * query in turn.
 */
public final class Client {
  private byte[] address = new byte[0];
  private int length;

  /** Starts without an address. */
  public Client() {}

  /**
   * Points at the source of a query; copies nothing.
   *
   * @param address 4 or 16 octets from index 0
   */
  public Client at(byte[] address, int length) {
    this.address = address;
    this.length = length;
    return this;
  }

  /** The octets of the address, from index 0. */
  public byte[] address() {
    return address;
  }

  /** 4, 16, or 0 when unknown. */
  public int addressLengthOctets() {
    return length;
  }
}
