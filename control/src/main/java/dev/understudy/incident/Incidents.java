package dev.understudy.incident;

import dev.understudy.incident.Telling.Kind;
import dev.understudy.incident.Telling.Report;
import dev.understudy.recipient.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is told what and when. Each recipient has a desk of its own; a desk puts checks that
 * go down together into one incident, tells of it once, of joins and returns at a measured pace,
 * reminds, keeps quiet about flapping, and closes it when all its checks are back and calm.
 *
 * <p>State in memory, its changes as mutations: whoever calls commits them with what is told. No
 * clock, no store, no threads.
 */
final class Incidents {
  private final Supplier<String> ids;
  private final TreeMap<String, Incident> incidents = new TreeMap<>();
  private final Map<String, TreeSet<String>> membersOf = new HashMap<>();

  /** By check, then by desk. */
  private final TreeMap<String, TreeMap<String, Member>> members = new TreeMap<>();

  private final Changes changes;

  /**
   * Without any incident.
   *
   * @param ids gives a new id of letters and digits at each call
   * @param changes takes what is to be written
   */
  Incidents(Supplier<String> ids, Changes changes) {
    this.ids = ids;
    this.changes = changes;
  }

  /** Takes in what was stored: all incidents before any member. */
  void restore(Stored stored) {
    switch (stored) {
      case Stored.OfIncident(Incident incident) -> incidents.put(incident.id(), incident);
      case Stored.OfMember(Member member) ->
          place(incidents.containsKey(member.incident()) ? member : member.released());
    }
  }

  /** A check turned; turning to what it is already is no news. */
  void turned(Flip flip) {
    var desks = new TreeMap<String, Recipient>();
    flip.recipients().forEach(recipient -> desks.put(DeskId.of(recipient), recipient));
    membersBy(flip.checkId())
        .forEach((desk, member) -> {
          @Nullable Incident open = incidents.get(member.incident());
          if (open != null) {
            desks.putIfAbsent(desk, open.recipient()); // who was told of the fall hears of the end
          }
        });
    desks.forEach((desk, recipient) -> turned(desk, recipient, flip));
  }

  private void turned(String desk, Recipient recipient, Flip flip) {
    Member before =
        membersBy(flip.checkId()).getOrDefault(desk, Member.unknown(desk, flip.checkId()));
    if (before.healthy() == flip.healthy()) {
      return;
    }
    Member after = before.turned(flip);
    if (after.incident().isEmpty()) {
      if (flip.healthy()) {
        keep(after);
        return;
      }
      after = after.in(incidentFor(desk, recipient, flip.at()).id(), flip.at());
    }
    keep(after);
    if (!before.flapping()) {
      put(incident(after).heard(flip.at()));
    }
  }

  private Incident incidentFor(String desk, Recipient recipient, Instant at) {
    for (Incident open : incidents.values()) {
      if (DeskId.of(open.recipient()).equals(desk) && open.joinableAt(at)) {
        return open;
      }
    }
    Incident fresh = Incident.open(ids.get(), recipient, at);
    put(fresh);
    return fresh;
  }

  /** What is to be told by now. */
  List<Telling> due(Instant now) {
    var tellings = new ArrayList<Telling>();
    for (Incident incident : List.copyOf(incidents.values())) {
      Incident current = calm(incident, now);
      boolean over = over(current);
      if (!now.isBefore(current.due(over))) {
        tell(current, over, now).ifPresent(tellings::add);
      }
    }
    return tellings;
  }

  /** When {@link #due} is to be asked next, or null if nothing is open. */
  @Nullable Instant nextDue() {
    Instant next = null;
    for (Incident incident : incidents.values()) {
      Instant due = incident.due(over(incident));
      for (Member member : membersIn(incident)) {
        if (member.flapping() && member.calmAt().isBefore(due)) {
          due = member.calmAt();
        }
      }
      next = next == null || due.isBefore(next) ? due : next;
    }
    return next;
  }

  /** Checks that some recipient holds for unhealthy. */
  Set<String> down() {
    var down = new TreeSet<String>();
    members.forEach((checkId, desks) -> {
      if (desks.values().stream().anyMatch(member -> !member.healthy())) {
        down.add(checkId);
      }
    });
    return down;
  }

  /** How many incidents are open. */
  int open() {
    return incidents.size();
  }

  /** Forgets the turns of checks that are healthy, in no incident and calm. */
  void forget(Instant now) {
    for (var desks : List.copyOf(members.values())) {
      for (Member member : List.copyOf(desks.values())) {
        if (member.healthy() && member.incident().isEmpty() && !now.isBefore(member.calmAt())) {
          drop(member);
        }
      }
    }
  }

  private Incident calm(Incident incident, Instant now) {
    Incident current = incident;
    for (Member member : membersIn(incident)) {
      if (member.flapping() && !now.isBefore(member.calmAt())) {
        keep(member.calmed());
        current = current.heard(now.minus(Incident.GATHERED_MAX));
      }
    }
    put(current);
    return current;
  }

  private Optional<Telling> tell(Incident incident, boolean over, Instant now) {
    List<Report> reports =
        membersIn(incident).stream().map(m -> new Report(m, m.told(), m.condition())).toList();
    boolean news = reports.stream().anyMatch(Report::news);
    boolean reminds = !news && !now.isBefore(incident.reminder());
    if (!news && !reminds && !over) {
      put(incident.nothingNew());
      return Optional.empty();
    }
    Kind kind =
        over
            ? Kind.CLOSED
            : incident.messages() == 0 ? Kind.OPENED : news ? Kind.UPDATED : Kind.REMINDER;
    if (over) {
      close(incident);
    } else {
      reports.forEach(report -> keep(report.member().told(report.now())));
      put(incident.told(now, !now.isBefore(incident.reminder())));
    }
    return Optional.of(new Telling(kind, incident, now, reports));
  }

  private void close(Incident incident) {
    membersIn(incident).forEach(member -> keep(member.released()));
    incidents.remove(incident.id());
    membersOf.remove(incident.id());
    changes.deleted(incident);
  }

  private boolean over(Incident incident) {
    return membersIn(incident).stream().allMatch(m -> m.condition() == Condition.UP);
  }

  private List<Member> membersIn(Incident incident) {
    String desk = DeskId.of(incident.recipient());
    var all = new ArrayList<Member>();
    for (String checkId : membersOf.getOrDefault(incident.id(), new TreeSet<>())) {
      @Nullable Member member = membersBy(checkId).get(desk);
      if (member != null) {
        all.add(member);
      }
    }
    return all;
  }

  private Incident incident(Member member) {
    @Nullable Incident incident = incidents.get(member.incident());
    if (incident == null) {
      throw new IllegalStateException("no incident " + member.incident());
    }
    return incident;
  }

  private Map<String, Member> membersBy(String checkId) {
    return members.getOrDefault(checkId, new TreeMap<>());
  }

  private void put(Incident incident) {
    if (!incident.equals(incidents.put(incident.id(), incident))) {
      changes.put(incident);
    }
  }

  private void keep(Member member) {
    if (!member.equals(place(member))) {
      changes.put(member);
    }
  }

  /** Returns what was there before. */
  private @Nullable Member place(Member member) {
    if (!member.incident().isEmpty()) {
      membersOf.computeIfAbsent(member.incident(), _ -> new TreeSet<>()).add(member.checkId());
    }
    return members
        .computeIfAbsent(member.checkId(), _ -> new TreeMap<>())
        .put(member.desk(), member);
  }

  private void drop(Member member) {
    Map<String, Member> desks = membersBy(member.checkId());
    desks.remove(member.desk());
    if (desks.isEmpty()) {
      members.remove(member.checkId());
    }
    changes.deleted(member);
  }
}
