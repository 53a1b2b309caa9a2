package dev.understudy.route53;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the API listens and what it puts up with.
 *
 * @param address port 0 takes a free one
 * @param credentials the one key pair that may sign
 * @param bodyMaxOctets of one request, 1 KiB to 64 MiB
 * @param connectionsMax open at once, 1 to 100,000; more wait to be accepted
 * @param idle a connection on which nothing moves so long is closed, 1 s to 10 min
 * @param grace a request may take so long whatever its size, 1 s to 10 min; then it must have come
 *     at {@code rateMinOctets} a second or faster
 * @param rateMinOctets per second, 1 or more
 */
public record ApiSettings(
    InetSocketAddress address,
    Credentials credentials,
    int bodyMaxOctets,
    int connectionsMax,
    Duration idle,
    Duration grace,
    int rateMinOctets) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Checks the ranges. */
  public ApiSettings {
    check("bodyMaxOctets", bodyMaxOctets, 1 << 10, 64 << 20);
    check("connectionsMax", connectionsMax, 1, 100_000);
    check("rateMinOctets", rateMinOctets, 1, Integer.MAX_VALUE);
    check("idle", idle);
    check("grace", grace);
  }

  /** 4 MiB bodies, 2,048 connections, 60 s idle, 10 s grace, 16 KiB/s. */
  public static ApiSettings of(InetSocketAddress address, Credentials credentials) {
    return new ApiSettings(
        address,
        credentials,
        4 << 20,
        2_048,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        16 << 10);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is outside " + min + ".." + max);
    }
  }

  private static void check(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is outside 1 s to 10 min");
    }
  }
}
