package dev.understudy.intent;

/**
 * Where an alias record set takes its answer from.
 *
 * @param hostedZoneId the bare id of the target's zone; the alias's own zone, or a well-known one
 * @param name the target's name; its type is the alias's own
 * @param evaluateTargetHealth whether the alias counts as unhealthy when its target is
 */
public record AliasTarget(String hostedZoneId, DomainName name, boolean evaluateTargetHealth) {}
