package dev.understudy.serve;

import dev.understudy.metrics.QueryCounts;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Answerer} for each desk. */
@FunctionalInterface
interface Answerers {

  /**
   * One more.
   *
   * @param counts its row
   * @param epochSeconds the wall clock
   * @param idleTenths how long the connection may idle that is being answered, in units of 100 ms
   * @param udp the address whose datagrams it answers, or null if it answers connections
   */
  Answerer make(
      QueryCounts counts,
      LongSupplier epochSeconds,
      IntSupplier idleTenths,
      @Nullable InetSocketAddress udp);
}
