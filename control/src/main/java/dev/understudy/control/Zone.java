package dev.understudy.control;

import dev.understudy.intent.DomainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hosted zone as it is kept, without its record sets.
 *
 * @param id bare
 * @param created number in the order of creation of zones and checks
 * @param comment null when there is none
 * @param networks where a private zone may be seen; empty for a public one
 * @param nameServers without trailing dot, as the API shows them
 */
record Zone(
    String id,
    DomainName name,
    long created,
    String callerReference,
    @Nullable String comment,
    boolean privateZone,
    List<Network> networks,
    List<String> nameServers) {
  Zone {
    networks = List.copyOf(networks);
    nameServers = List.copyOf(nameServers);
  }

  /** A VPC. */
  record Network(@Nullable String region, @Nullable String id) {}

  Zone withComment(@Nullable String newComment) {
    return new Zone(
        id, name, created, callerReference, newComment, privateZone, networks, nameServers);
  }
}
