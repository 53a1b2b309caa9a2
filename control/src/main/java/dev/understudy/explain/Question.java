package dev.understudy.explain;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question as a resolver would put it.
 *
 * @param resolver the address it seems to come from
 * @param subnet the client behind the resolver (RFC 7871), or null
 * @param assumed statuses to suppose, by check id, true for healthy
 */
public record Question(
    DomainName name,
    RecordType type,
    InetAddress resolver,
    @Nullable Network subnet,
    Map<String, Boolean> assumed) {
  public Question {
    assumed = Map.copyOf(assumed);
  }
}
