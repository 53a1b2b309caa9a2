package dev.understudy.routing;

/** Where networks are. Implementations are immutable and allocate nothing when asked. */
public interface Locations {
  /** Every client is nowhere. */
  Locations NOWHERE = (lengthOctets, high, low, bits, into) -> {};

  /**
   * Writes what is known of a network, and how many of its bits that took even if it is nothing.
   *
   * @param lengthOctets 4 or 16
   * @param high the first 64 bits of the address, of IPv4 all 32 and then zeros
   * @param bits how many leading bits of the address are known
   * @param into cleared
   */
  void locate(int lengthOctets, long high, long low, int bits, Location into);
}
