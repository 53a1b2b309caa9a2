package dev.understudy.preview;

import dev.understudy.intent.DomainName;
import dev.understudy.possibility.Odds;
import dev.understudy.wire.RecordType;
import java.util.List;

/**
 * What a change batch would change for those who ask.
 *
 * @param zoneId bare
 * @param changes names and types whose answers would change
 * @param complete false where some were not looked at for their number
 */
public record Preview(String zoneId, List<Change> changes, boolean complete) {

  /** One name and type, and each difference. */
  public record Change(DomainName name, RecordType type, List<Difference> differences) {
    public Change {
      differences = List.copyOf(differences);
    }

    /** Whether some clients would be left without a healthy answer, as things stand. */
    public boolean loses() {
      return differences.stream().anyMatch(Difference::loses);
    }
  }

  /**
   * What some clients would get instead.
   *
   * @param clients labels of classes
   * @param when the state of health, for people: {@code now}, {@code if check X fails}
   * @param unhealthy ids of the checks that are unhealthy then, of those that matter
   * @param loses whether, as things stand now, they would be left without a healthy answer
   */
  public record Difference(
      List<String> clients,
      String when,
      List<String> unhealthy,
      Odds before,
      Odds after,
      boolean loses) {
    public Difference {
      clients = List.copyOf(clients);
      unhealthy = List.copyOf(unhealthy);
    }
  }

  public Preview {
    changes = List.copyOf(changes);
  }

  /** How many names and types would be left without a healthy answer for some clients. */
  public long losses() {
    return changes.stream().filter(Change::loses).count();
  }
}
