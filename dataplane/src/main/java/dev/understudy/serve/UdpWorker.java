package dev.understudy.serve;

/** One UDP socket and the loop that serves it, to be run by a thread of its own. */
sealed interface UdpWorker extends Runnable permits SystemCallUdpWorker, ChannelUdpWorker {

  /** How long a stopping worker may go on answering what its socket had received. */
  long DRAIN_NANOS = 500_000_000L;

  /** How long a worker rests after the system refused to receive, for a reason unknown to us. */
  long REST_NANOS = 100_000_000L;

  /** Serves until stopped, whatever happens, then closes the socket. */
  @Override
  void run();

  /**
   * Makes {@link #run} answer what has been received, and return. Any thread, any number of times.
   */
  void stop();

  /** Closes the socket of a worker that was never run. */
  void discard();
}
