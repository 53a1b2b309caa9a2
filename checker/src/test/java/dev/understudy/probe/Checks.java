package dev.understudy.probe;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.Timing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Health checks for tests, changed from a plain one on 127.0.0.1. */
public record Checks(
    Protocol protocol,
    @Nullable String address,
    @Nullable String host,
    int port,
    String path,
    @Nullable String searched,
    boolean sni,
    boolean latency,
    Duration interval,
    @Nullable Duration timeout,
    int rise,
    int fall,
    boolean sentinel) {

  /** HTTP on 127.0.0.1, every 30 s, threshold 3. */
  public static Checks http(int port) {
    return new Checks(
        Protocol.HTTP,
        "127.0.0.1",
        null,
        port,
        "/",
        null,
        false,
        false,
        Duration.ofSeconds(30),
        null,
        3,
        3,
        false);
  }

  public Checks protocol(Protocol next) {
    return new Checks(
        next, address, host, port, path, searched, sni, latency, interval, timeout, rise, fall,
        sentinel);
  }

  public Checks at(@Nullable String nextAddress, @Nullable String nextHost) {
    return new Checks(
        protocol,
        nextAddress,
        nextHost,
        port,
        path,
        searched,
        sni,
        latency,
        interval,
        timeout,
        rise,
        fall,
        sentinel);
  }

  public Checks path(String next) {
    return new Checks(
        protocol, address, host, port, next, searched, sni, latency, interval, timeout, rise, fall,
        sentinel);
  }

  public Checks searching(@Nullable String next) {
    return new Checks(
        protocol, address, host, port, path, next, sni, latency, interval, timeout, rise, fall,
        sentinel);
  }

  public Checks sni(boolean next) {
    return new Checks(
        protocol, address, host, port, path, searched, next, latency, interval, timeout, rise, fall,
        sentinel);
  }

  public Checks latency(boolean next) {
    return new Checks(
        protocol, address, host, port, path, searched, sni, next, interval, timeout, rise, fall,
        sentinel);
  }

  public Checks timing(
      long intervalMillis, @Nullable Long timeoutMillis, int nextRise, int nextFall, boolean on) {
    return new Checks(
        protocol,
        address,
        host,
        port,
        path,
        searched,
        sni,
        latency,
        Duration.ofMillis(intervalMillis),
        timeoutMillis == null ? null : Duration.ofMillis(timeoutMillis),
        nextRise,
        nextFall,
        on);
  }

  public Endpoint endpoint() {
    return new Endpoint(
        protocol,
        address == null ? null : address(address),
        host,
        port,
        path,
        searched,
        sni,
        latency,
        Set.of(),
        new Timing(interval, timeout, rise, fall, sentinel));
  }

  public HealthCheck check(String id, long version) {
    return new HealthCheck(id, version, false, false, endpoint());
  }

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
