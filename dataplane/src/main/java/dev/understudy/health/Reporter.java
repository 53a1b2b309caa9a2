package dev.understudy.health;

/**
 * A checker as a nameserver knows it: by its newest beat.
 *
 * @param checker unique among checkers
 * @param region where it says it stands
 * @param address the address it probes from
 * @param ageNanos how long ago the beat was received
 * @param counted whether its reports count; those of one that has fallen silent do not
 */
public record Reporter(
    String checker, String region, String address, long ageNanos, boolean counted) {}
