package dev.understudy.probe;

import dev.understudy.health.Observation;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The end of one probe.
 *
 * @param target the address it connected to, or tried to; null when it came to none that is allowed
 */
public record Outcome(Observation observation, @Nullable InetSocketAddress target) {}
