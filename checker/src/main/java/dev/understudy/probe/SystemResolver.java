package dev.understudy.probe;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the system's resolver, never a cache of ours.
 *
 * <p>The system's resolver waits as long as it likes and would hold a virtual thread's carrier, so
 * look-ups run on 32 threads of their own and whoever asks waits only until its deadline. Checks
 * that ask for one name at the same time share a look-up. At most 10,000 wait; more are refused,
 * which fails their probes.
 */
final class SystemResolver implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int WAITING_MAX = 10_000;

  private final ThreadPoolExecutor threads;
  private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  SystemResolver() {
    // The only place where the JDK's own cache of addresses is turned off: health-checks.md asks
    // for a fresh look-up at every interval.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("resolve-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  List<InetAddress> resolve(String host, long waitNanos) throws IOException {
    try {
      return underWay.computeIfAbsent(host, this::ask).get(waitNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw timedOut(e);
    } catch (ExecutionException e) {
      throw new UnknownHostException(host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RejectedExecutionException e) {
      throw new IOException("too many names are being resolved", e);
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String host) {
    var answer = new CompletableFuture<List<InetAddress>>();
    threads.execute(() -> {
      try {
        answer.complete(addresses(host));
      } catch (UnknownHostException e) {
        answer.completeExceptionally(e);
      } finally {
        underWay.remove(host, answer);
      }
    });
    return answer;
  }

  private static List<InetAddress> addresses(String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host))
        .filter(address -> address instanceof Inet4Address)
        .toList();
  }

  private static SocketTimeoutException timedOut(TimeoutException cause) {
    var timeout = new SocketTimeoutException();
    timeout.initCause(cause);
    return timeout;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
