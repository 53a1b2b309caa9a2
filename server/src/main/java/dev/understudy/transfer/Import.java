package dev.understudy.transfer;

import dev.understudy.control.ApiException;
import dev.understudy.intent.DomainName;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeBatch;
import dev.understudy.model.HostedZone;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.zonefile.ZoneText;
import dev.understudy.zonefile.ZoneText.Placed;
import dev.understudy.zonefile.ZoneTextException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a zone text would change in a hosted zone, and the changing.
 *
 * <p>Only what differs is sent, so an import that was stopped goes on where it was when it is run
 * again, and one that is done changes nothing.
 */
public final class Import {
  private final RemoteZones zones;
  private final String zoneId;
  private final Difference difference;
  private final List<List<Change>> batches;
  private final boolean passedApex;

  private Import(RemoteZones zones, String zoneId, Difference difference, boolean passedApex) {
    this.zones = zones;
    this.zoneId = zoneId;
    this.difference = difference;
    this.batches = Batches.of(difference.names());
    this.passedApex = passedApex;
  }

  /**
   * What is taken over.
   *
   * @param replace whether record sets that the text does not have are deleted
   * @param apex whether the text's SOA and NS of the apex are taken too, as Route 53's own import
   *     does not: they say which servers have the zone
   */
  public record Choice(boolean replace, boolean apex) {}

  /** How far it came. */
  public sealed interface Outcome {
    /** All of it. */
    record Done() implements Outcome {}

    /**
     * Not all of it.
     *
     * @param changes done before; they stay
     * @param why in the server's words
     */
    record Stopped(int changes, String why) implements Outcome {}
  }

  /**
   * Checks what can be checked without a zone.
   *
   * @param name of the zone
   * @throws ZoneTextException if the text holds what no zone of that name can
   */
  public static void check(DomainName name, ZoneText text) throws ZoneTextException {
    SetRules.check(name, text.sets());
  }

  /**
   * Compares a text with what the zone holds. Nothing is changed.
   *
   * @throws ZoneTextException if the text holds what no zone of that name can
   */
  public static Import of(RemoteZones zones, HostedZone zone, ZoneText text, Choice choice)
      throws ZoneTextException, ApiException, IOException, InterruptedException {
    DomainName name;
    try {
      name = NameText.parse(zone.name());
    } catch (PresentationException e) {
      throw new IOException("the server shows a zone without a name: " + e.message(), e);
    }
    check(name, text);
    var wanted = new ArrayList<ResourceRecordSet>();
    boolean passed = false;
    for (Placed placed : text.sets()) {
      if (choice.apex() || !isApex(zone, placed.set())) {
        wanted.add(inZone(zone, placed.set()));
      } else {
        passed = true;
      }
    }
    var current = new ArrayList<ResourceRecordSet>();
    for (ResourceRecordSet set : zones.sets(zone.id())) {
      if (choice.apex() || !isApex(zone, set)) {
        current.add(set);
      }
    }
    var difference = Difference.of(zone.id(), current, wanted, choice.replace());
    return new Import(zones, zone.id(), difference, passed);
  }

  /** How many record sets are as the text has them already. */
  public int unchanged() {
    return difference.unchanged();
  }

  /** How many changes of that kind there are. */
  public int count(ChangeAction action) {
    return (int) changes().filter(change -> change.action() == action).count();
  }

  /** How many batches they take; one is done whole or not at all. */
  public int batches() {
    return batches.size();
  }

  /** Whether the text has an SOA or NS of the apex that is left out. */
  public boolean passedApex() {
    return passedApex;
  }

  /** The changes in their order, one line each: {@code CREATE www.example.com. A lead}. */
  public List<String> lines() {
    return changes().map(Import::line).toList();
  }

  /**
   * Sends the batches, one after the other.
   *
   * @param progress told after each batch how many changes are done
   */
  public Outcome send(Consumer<Integer> progress) throws InterruptedException {
    int done = 0;
    for (List<Change> batch : batches) {
      try {
        zones.change(zoneId, new ChangeBatch("import", batch));
      } catch (ApiException e) {
        return new Outcome.Stopped(done, e.code() + ": " + e.message());
      } catch (IOException e) {
        return new Outcome.Stopped(done, "the server did not answer: " + e);
      }
      done += batch.size();
      progress.accept(done);
    }
    return new Outcome.Done();
  }

  private java.util.stream.Stream<Change> changes() {
    return batches.stream().flatMap(List::stream);
  }

  private static String line(Change change) {
    ResourceRecordSet set = change.resourceRecordSet();
    String identifier = set.setIdentifier();
    return change.action().value()
        + " "
        + set.name()
        + " "
        + set.type().value()
        + (identifier == null ? "" : " " + identifier);
  }

  private static boolean isApex(HostedZone zone, ResourceRecordSet set) {
    return set.name().equals(zone.name()) && (set.type() == RRType.SOA || set.type() == RRType.NS);
  }

  /** The alias target as the API shows it. */
  private static ResourceRecordSet inZone(HostedZone zone, ResourceRecordSet set) {
    AliasTarget alias = set.aliasTarget();
    if (alias == null) {
      return set;
    }
    String id = alias.hostedZoneId().equals(ZoneText.OWN_ZONE) ? zone.id() : alias.hostedZoneId();
    String name;
    try {
      name = NameText.format(NameText.parse(alias.dnsName()));
    } catch (PresentationException e) {
      name = alias.dnsName(); // the server says what is wrong with it
    }
    return set.toBuilder()
        .aliasTarget(new AliasTarget(id, name, alias.evaluateTargetHealth()))
        .build();
  }
}
