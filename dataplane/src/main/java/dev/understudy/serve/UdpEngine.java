package dev.understudy.serve;

/** How datagrams are exchanged with the operating system. */
public enum UdpEngine {

  /** {@link #SYSTEM_CALLS} where they work, {@link #CHANNELS} elsewhere. */
  BEST,

  /** recvmmsg(2) and sendmmsg(2), called directly; 64-bit Linux only. */
  SYSTEM_CALLS,

  /** {@link java.nio.channels.DatagramChannel}; everywhere. */
  CHANNELS
}
