package dev.understudy.sns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names beside the requests that ask: one whose DNS is slow counts as unknown for now. A
 * lookup cannot be called off, so only so many are under way at once; beyond them nothing is asked.
 */
final class Lookups {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int AT_ONCE_MAX = 16;

  /** Asks the DNS, for as long as it takes. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Duration patience;
  private final Semaphore free;
  private final ThreadFactory threads =
      Thread.ofPlatform().daemon().name("sns-lookup-", 0).factory();

  Lookups(Resolver resolver, Duration patience, int atOnceMax) {
    this.resolver = resolver;
    this.patience = patience;
    this.free = new Semaphore(atOnceMax);
  }

  /** By the system's resolver: within a second, 16 at once. */
  static Lookups bySystem() {
    return new Lookups(InetAddress::getAllByName, PATIENCE, AT_ONCE_MAX);
  }

  /** The addresses of a host, of a literal one its own; none where they are not known in time. */
  List<InetAddress> of(String host) {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return byName(host);
    }
  }

  private List<InetAddress> byName(String host) {
    if (!free.tryAcquire()) {
      return List.of();
    }
    var answer = new CompletableFuture<List<InetAddress>>();
    threads.newThread(() -> look(host, answer)).start();
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private void look(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(List.of(resolver.addresses(host)));
    } catch (UnknownHostException e) {
      answer.completeExceptionally(e);
    } finally {
      free.release();
    }
  }
}
