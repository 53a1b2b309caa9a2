package dev.understudy.launch;

import dev.understudy.control.ApiException;
import dev.understudy.intent.DomainName;
import dev.understudy.model.HostedZone;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.transfer.RemoteZones;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hosted zone that a command is about: of an id, of a name, or of the name a file tells. */
final class ChosenZone {
  private final RemoteZones zones;
  private final @Nullable String id;
  private final @Nullable String name;
  private final boolean create;

  ChosenZone(RemoteZones zones, @Nullable String id, @Nullable String name, boolean create) {
    this.zones = zones;
    this.id = id;
    this.name = name;
    this.create = create;
  }

  RemoteZones zones() {
    return zones;
  }

  /** Reads a name given on the command line. */
  static DomainName parse(String option, String text) throws StartException {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new StartException(option + " " + text + ": " + e.message(), e);
    }
  }

  /** What the command line alone names; null if it names none that is there. */
  @Nullable HostedZone known()
      throws StartException, ApiException, IOException, InterruptedException {
    if (id != null) {
      return zones.byId(id);
    }
    return name == null ? null : find(null);
  }

  /**
   * The zone; null if there is none and it is to be created.
   *
   * @param told the name that the file tells, or null
   * @throws StartException if there is none, or several
   */
  @Nullable HostedZone find(@Nullable DomainName told)
      throws StartException, ApiException, IOException, InterruptedException {
    if (id != null) {
      return zones.byId(id);
    }
    DomainName wanted = wanted(told);
    List<HostedZone> named = zones.named(wanted);
    if (named.size() > 1) {
      throw new StartException(
          named.size()
              + " zones have the name "
              + NameText.format(wanted)
              + "; say which with --zone ID: "
              + String.join(", ", named.stream().map(HostedZone::id).toList()));
    }
    if (named.isEmpty() && !create) {
      throw new StartException(
          "there is no hosted zone "
              + NameText.format(wanted)
              + "; create it, for instance with --create, or name another with --name or --zone");
    }
    return named.isEmpty() ? null : named.getFirst();
  }

  /** Creates it. */
  HostedZone create(@Nullable DomainName told)
      throws StartException, ApiException, IOException, InterruptedException {
    return zones.create(wanted(told), "import-" + UUID.randomUUID());
  }

  /**
   * The name that the zone has or is to have.
   *
   * @throws StartException if nothing tells it
   */
  DomainName wanted(@Nullable DomainName told) throws StartException {
    if (name != null) {
      return parse("--name", name);
    }
    if (told == null) {
      throw new StartException(
          "the file has no SOA record that names the zone; say which with --zone ID or --name"
              + " NAME");
    }
    return told;
  }
}
