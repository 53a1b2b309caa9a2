package dev.understudy.health;

/**
 * What one checker last said about one check: for people and explanations, never for decisions.
 *
 * @param checker unique among checkers
 * @param region where it says it stands
 * @param address the address it probes from
 */
public record Evidence(String checker, String region, String address, Report report) {}
