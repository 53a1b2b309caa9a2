package dev.understudy.intent;

/**
 * A hosted zone, without its record sets.
 *
 * @param id the bare id, {@code Z…}
 * @param name the apex
 * @param created order of creation: of several zones with one name the lowest answers, the others
 *     are shadowed
 */
public record HostedZone(String id, DomainName name, long created) {}
